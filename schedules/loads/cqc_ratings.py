"""The latest ratings that CQC publishes each month; what changed since grows the history.

All rows are kept as the external benchmark; the population group Overall rates a service.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from qa.loads.columns import Column, line
from qa.loads.loading import Check, Loader
from qa.loads.staging import Load
from qa.rules.london import london_day
from schedules.loads.spreadsheets import ods_as_csv
from schedules.loads.versions import Versions, store_versions

LOCATION, PROVIDER = "Location ID", "Provider ID"
CATEGORY, AUTHORITY = "Location Primary Inspection Category", "Location Local Authority"
PUBLISHED, GROUP = "Publication Date", "Service / Population Group"
INHERITED = "Inherited Rating (Y/N)"


def _published(cell: str) -> date:
    try:
        return datetime.strptime(cell, "%d/%m/%Y").date()
    except ValueError:
        raise ValueError("write the date as CQC does, like 12/02/2020") from None


def _inherited(cell: str) -> bool:
    if cell not in ("Y", "N"):
        raise ValueError("must be Y or N")
    return cell == "Y"


COLUMNS = (
    line(LOCATION, most=60),
    line("Location Name", most=300),
    line(CATEGORY, required=False),
    line(AUTHORITY, most=120, required=False),
    line(GROUP, most=120),
    line("Domain", most=60),
    line("Latest Rating", most=60),
    Column(PUBLISHED, "date", _published, required=False),  # none where it says Not Rated
    line("Report Type", most=60, required=False),
    Column(INHERITED, "boolean", _inherited, required=False, empty=False),
    line(PROVIDER, most=60),
    line("Provider Name", most=300, required=False),
)


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if row[PUBLISHED] and row[PUBLISHED] > london_day(now):
        yield PUBLISHED, "is in the future"


async def store(load: Load) -> None:
    await store_versions(
        load,
        Versions(
            table="cqc_rating",
            columns={
                "location": f't."{LOCATION}"',
                "location_name": 't."Location Name"',
                "category": f't."{CATEGORY}"',
                "local_authority": f't."{AUTHORITY}"',
                "population_group": f't."{GROUP}"',
                "domain": 't."Domain"',
                "rating": 't."Latest Rating"',
                "published_on": f't."{PUBLISHED}"',
                "report_type": 't."Report Type"',
                "inherited": f't."{INHERITED}"',
                "provider": f't."{PROVIDER}"',
                "provider_name": 't."Provider Name"',
            },
            joins="",
            service="NULL::uuid",
            rated=f"""SELECT DISTINCT x.id FROM service x
                      JOIN todo t ON t."{LOCATION}" = x.cqc_location_id""",
            happened=f't."{PUBLISHED}"',
        ),
    )


def creating(provider: str) -> Loader:
    """The same, and a service for each location of this provider that there is none for:
    code = location id, region = local authority, opened on the first date known of it."""

    async def store_and_create(load: Load) -> None:
        await store(load)
        await _create_services(load, provider)

    there_is_one = Check(
        f"""SELECT 1 AS line, '{PROVIDER}' AS "column", {{}} AS value,
                   'no row of this file names this provider with a local authority' AS reason
            WHERE NOT EXISTS (SELECT 1 FROM stage
                              WHERE "{PROVIDER}" = {{}} AND "{AUTHORITY}" IS NOT NULL)""",
        (provider, provider),
    )
    return replace(LOADER, store=store_and_create, checks=lambda load: (there_is_one,))


async def _create_services(load: Load, provider: str) -> None:
    await load.run("DROP TABLE IF EXISTS pg_temp.made")
    await load.run(
        f"""CREATE TEMP TABLE made ON COMMIT DROP AS
            SELECT gen_random_uuid() AS id, l."{LOCATION}" AS code,
                   min(left(l."Location Name", 200)) AS name, min(l."{AUTHORITY}") AS region,
                   bool_or(l."{CATEGORY}" ILIKE 'residential%') AS residential,
                   coalesce(min(l."{PUBLISHED}"), {{}}) AS opened_on
            FROM stage l WHERE l."{PROVIDER}" = {{}} AND l."{AUTHORITY}" IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM service s WHERE s.code = l."{LOCATION}"
                                                         OR s.cqc_location_id = l."{LOCATION}")
            GROUP BY l."{LOCATION}" """,
        load.today,
        provider,
    )
    await load.run(
        """INSERT INTO region (id, name) SELECT gen_random_uuid(), m.region
           FROM (SELECT DISTINCT region FROM made) m ON CONFLICT (name) DO NOTHING"""
    )
    await load.run(
        """INSERT INTO service (id, code, name, type, region, regulated, cqc_location_id,
                                opened_on, nights_staffed, complexity_flags)
           SELECT m.id, m.code, m.name,
                  CASE WHEN m.residential THEN 'residential' ELSE 'supported_living' END,
                  r.id, TRUE, m.code, m.opened_on, m.residential, '{{}}'
           FROM made m JOIN region r ON r.name = m.region"""
    )
    await load.run(
        """INSERT INTO service_fact (service, field, value, happened_at, recorded_at)
           SELECT m.id, 'region', r.id::text,
                  m.opened_on::timestamp AT TIME ZONE 'Europe/London', {}
           FROM made m JOIN region r ON r.name = m.region""",
        load.now,
    )
    await load.record("service.loaded", "service", "SELECT id, id AS service FROM made")


LOADER = Loader(
    kind="cqc-ratings",
    columns=COLUMNS,
    key=(LOCATION, GROUP, "Domain", PUBLISHED),
    known=(
        "cqc_rating",
        f"""k.superseded_at IS NULL AND k.location = s."{LOCATION}"
            AND k.population_group = s."{GROUP}" AND k.domain = s."Domain"
            AND k.published_on IS NOT DISTINCT FROM s."{PUBLISHED}" """,
    ),
    look=look,
    store=store,
    other_headings=True,
    as_csv=ods_as_csv(LOCATION),
    creating=creating,
)
