"""Findings from a file: the finder's own words, which never change."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from action_plans.loads.joined import refresh
from action_plans.rules.severities import Severity
from action_plans.rules.sources import HS_SOURCES, Source
from qa.loads.checks import known_service, never_changes
from qa.loads.columns import code, day, line, one_of, text, yes_no
from qa.loads.loading import Check, Loader
from qa.loads.staging import Load
from qa.rules.london import london_day

COLUMNS = (
    code("ref"),
    code("service_code"),
    one_of("source", Source),
    day("raised_on"),
    text("text"),
    text("suggested_action", required=False),
    one_of("severity", Severity),
    line("framework_item", most=60, required=False),
    yes_no("restricted", empty=False),
)
MAY_CHANGE = "suggested_action, severity, framework_item, restricted"
AUDIENCE = "CASE WHEN t.restricted THEN 'restricted' ELSE 'service' END"


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if row["raised_on"] and row["raised_on"] > london_day(now):
        yield "raised_on", "is in the future"


def checks(load: Load) -> tuple[Check, ...]:
    """A finding's words, source, date and service stay as they are for ever (glossary.md 4)."""
    return (
        known_service(),
        never_changes("text", "finding", "k.text", "the words of a finding never change"),
        never_changes("source", "finding", "k.source", "the source of a finding never changes"),
        never_changes("raised_on", "finding", "k.raised_on", "the date of a finding never changes"),
        never_changes(
            "service_code",
            "finding",
            "(SELECT s.code FROM service s WHERE s.id = k.service)",
            "the service of a finding never changes",
        ),
    )


async def store(load: Load) -> None:
    """New findings in the plans of their services, and what may change of known ones.

    Nobody "raised" them here, so that loading a file lets nobody see more than before.
    """
    await ensure_plans(load)
    await load.run(
        f"""INSERT INTO finding (id, ref, plan, service, source, raised_on, text, {MAY_CHANGE},
                                 hs_content, recorded_at)
            SELECT t.id, t.ref, p.id, s.id, t.source, t.raised_on, t.text, {_of("t")},
                   t.source = ANY({{}}), {{}}
            FROM todo t JOIN service s ON s.code = t.service_code JOIN plan p ON p.service = s.id
            WHERE t.found IS NULL""",
        [str(source) for source in HS_SOURCES],
        load.now,
    )
    await load.run(
        f"""WITH changed AS (
              UPDATE finding f SET ({MAY_CHANGE}) = ROW ({_of("t")}) FROM todo t
              WHERE f.id = t.found AND ({_of("f")}) IS DISTINCT FROM ({_of("t")})
              RETURNING f.id)
            INSERT INTO touched SELECT id FROM changed"""
    )
    await refresh(
        load,
        "SELECT o.action FROM finding o JOIN touched d ON d.id = o.id WHERE o.action IS NOT NULL",
    )
    await load.record(
        "finding.loaded",
        "finding",
        f"""SELECT t.id, s.id AS service, {AUDIENCE} AS audience,
                   t.raised_on::timestamp AT TIME ZONE 'Europe/London' AS happened_at,
                   jsonb_build_object('source', t.source, 'severity', t.severity) AS data
            FROM todo t JOIN service s ON s.code = t.service_code WHERE t.found IS NULL""",
    )
    await load.record(
        "finding.changed",
        "finding",
        f"""SELECT t.id, s.id AS service, {AUDIENCE} AS audience
            FROM todo t JOIN service s ON s.code = t.service_code
            WHERE t.found IN (SELECT id FROM touched)""",
    )


async def ensure_plans(load: Load) -> None:
    """The single plan of each service that the file names (R002)."""
    await load.run(
        """INSERT INTO plan (id, service, created_at)
           SELECT gen_random_uuid(), s.id, {} FROM service s
           WHERE s.code IN (SELECT service_code FROM todo)
           ON CONFLICT (service) DO NOTHING""",
        load.now,
    )


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name.strip()}" for name in MAY_CHANGE.split(","))


LOADER = Loader(
    kind="findings",
    columns=COLUMNS,
    key=("ref",),
    known=("finding", "k.ref = s.ref"),
    look=look,
    checks=checks,
    store=store,
)
