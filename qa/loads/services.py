"""Services, and the regions and contracts that they name."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.columns import code, day, line, many, one_of, whole, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load

TYPES = (
    "residential",
    "supported_living",
    "support_at_home",
    "community_support",
    "day_opportunities",
)
COMPLEXITY = (
    "restrictive_practice",
    "high_health_needs",
    "few_contacts",
    "lone_or_single_night",
    "new_or_transferred",
    "remote",
)
COLUMNS = (
    code("code"),
    line("name"),
    one_of("type", TYPES),
    line("region", most=120),
    yes_no("regulated"),
    line("cqc_location_id", most=60, required=False),
    day("opened_on"),
    day("closed_on", required=False),
    many("contracts"),
    yes_no("nights_staffed", empty=False),
    whole("people_supported", required=False),
    whole("flats", required=False),
    many("complexity_flags", COMPLEXITY),
)
PLAIN = (
    "name, type, regulated, cqc_location_id, opened_on, closed_on, nights_staffed,"
    " people_supported, flats, complexity_flags"
)
# A service's facts begin with it; a change in a file has no date, so it happens now.
BEGAN = """CASE WHEN t.found IS NULL
           THEN least(t.opened_on::timestamp AT TIME ZONE 'Europe/London', {}) ELSE {} END"""


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    opened, closed = row["opened_on"], row["closed_on"]
    if opened and closed and closed < opened:
        yield "closed_on", "is before the service opened"
    if "self" in (row["contracts"] or ()):
        yield "contracts", "self stands for people who pay for themselves and is no contract"


async def store(load: Load) -> None:
    """New and changed services, with their dated facts: region, and each contract."""
    await load.run(
        """INSERT INTO region (id, name) SELECT gen_random_uuid(), r.region
           FROM (SELECT DISTINCT region FROM todo) r ON CONFLICT (name) DO NOTHING"""
    )
    await load.run(
        """INSERT INTO contract (id, code, name, spot_check_target, min_months)
           SELECT gen_random_uuid(), c.code, c.code, 60, 3
           FROM (SELECT DISTINCT unnest(contracts) AS code FROM todo) c
           ON CONFLICT (code) DO NOTHING"""
    )
    plain = ", ".join(f"t.{name.strip()}" for name in PLAIN.split(","))
    await load.run(
        f"""INSERT INTO service (id, code, region, {PLAIN})
            SELECT t.id, t.code, r.id, {plain} FROM todo t JOIN region r ON r.name = t.region
            WHERE t.found IS NULL"""
    )
    await load.run(
        f"""INSERT INTO service_fact (service, field, value, happened_at, recorded_at)
            SELECT t.id, 'region', r.id::text, {BEGAN}, {{}}
            FROM todo t JOIN region r ON r.name = t.region
            LEFT JOIN service s ON s.id = t.found WHERE s.region IS DISTINCT FROM r.id""",
        load.now,
        load.now,
        load.now,
    )
    await load.run(
        f"""WITH changed AS (
              UPDATE service s SET (region, {PLAIN}) = ROW (r.id, {plain})
              FROM todo t JOIN region r ON r.name = t.region
              WHERE s.id = t.found AND (s.region, {_of("s")}) IS DISTINCT FROM (r.id, {plain})
              RETURNING s.id)
            INSERT INTO touched SELECT id FROM changed"""
    )
    await _contracts(load)
    await load.record("service.loaded", "service", "SELECT id, id AS service FROM todo t"
                      " WHERE found IS NULL")  # fmt: skip
    await load.record(
        "service.changed",
        "service",
        "SELECT DISTINCT d.id, d.id AS service FROM touched d JOIN todo t ON t.found = d.id",
    )


async def _contracts(load: Load) -> None:
    await load.run(
        """WITH ended AS (
             DELETE FROM service_contract sc USING todo t, contract c
             WHERE sc.service = t.id AND c.id = sc.contract AND NOT c.code = ANY(t.contracts)
             RETURNING sc.service, sc.contract),
           told AS (
             INSERT INTO service_fact (service, field, value, happened_at, recorded_at)
             SELECT service, 'contract_ended', contract::text, {}, {} FROM ended)
           INSERT INTO touched SELECT service FROM ended""",
        load.now,
        load.now,
    )
    await load.run(
        f"""WITH made AS (
              INSERT INTO service_contract (id, service, contract)
              SELECT gen_random_uuid(), t.id, c.id
              FROM todo t CROSS JOIN unnest(t.contracts) AS e(code)
              JOIN contract c ON c.code = e.code
              ON CONFLICT (service, contract) DO NOTHING RETURNING service, contract),
            told AS (
              INSERT INTO service_fact (service, field, value, happened_at, recorded_at)
              SELECT m.service, 'contract', m.contract::text, {BEGAN}, {{}}
              FROM made m JOIN todo t ON t.id = m.service)
            INSERT INTO touched SELECT service FROM made""",
        load.now,
        load.now,
        load.now,
    )


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name.strip()}" for name in PLAIN.split(","))


LOADER = Loader(
    kind="services",
    columns=COLUMNS,
    key=("code",),
    known=("service", "k.code = s.code"),
    look=look,
    store=store,
)
