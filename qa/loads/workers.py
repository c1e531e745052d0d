"""Workers. What was known of one before is superseded, never edited."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_contracts, known_service
from qa.loads.columns import code, day, line, many, one_of, one_of_or_none
from qa.loads.loading import Loader
from qa.loads.staging import Load

COLUMNS = (
    code("code"),
    line("name"),
    code("service_code"),
    one_of("job", ("support_worker", "line_manager", "other")),
    one_of("employed_as", ("staff", "bank", "agency")),
    day("started_on"),
    day("left_on", required=False),
    many("supports", required=True),
    one_of_or_none("leave_kind", ("maternity", "other")),
    day("leave_from", required=False),
    day("leave_to", required=False),
)
KNOWN = "name, job, employed_as, started_on, left_on, supports, leave_kind, leave_from, leave_to"


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    started, left = row["started_on"], row["left_on"]
    if started and left and left < started:
        yield "left_on", "is before the day this worker started"
    if row["leave_kind"] and row["leave_from"] is None:
        yield "leave_from", "is missing: a leave has a first day"
    if row["leave_kind"] is None:
        for name in ("leave_from", "leave_to"):
            if row[name]:
                yield name, "has a date, but leave_kind is empty"
    if row["leave_from"] and row["leave_to"] and row["leave_to"] < row["leave_from"]:
        yield "leave_to", "is before leave_from"


async def store(load: Load) -> None:
    """A new version of each worker of whom something else is known now."""
    await load.run("INSERT INTO worker (id, code) SELECT id, code FROM todo WHERE found IS NULL")
    await load.run(
        f"""WITH old AS (
              UPDATE worker_version v SET superseded_at = {{}}
              FROM todo t JOIN service s ON s.code = t.service_code
              WHERE v.worker = t.found AND v.superseded_at IS NULL
                AND (v.service, {_of("v")}) IS DISTINCT FROM (s.id, {_of("t")})
              RETURNING v.worker)
            INSERT INTO touched SELECT worker FROM old""",
        load.now,
    )
    await load.run(
        f"""INSERT INTO worker_version (id, worker, service, {KNOWN}, recorded_at)
            SELECT gen_random_uuid(), t.id, s.id, {_of("t")}, {{}}
            FROM todo t JOIN service s ON s.code = t.service_code
            WHERE t.found IS NULL OR t.id IN (SELECT id FROM touched)""",
        load.now,
    )
    for kind, which in (
        ("worker.loaded", "t.found IS NULL"),
        ("worker.changed", "t.found IN (SELECT id FROM touched)"),
    ):
        rows = "SELECT t.id, s.id AS service FROM todo t JOIN service s ON s.code = t.service_code"
        await load.record(kind, "worker", f"{rows} WHERE {which}")


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name.strip()}" for name in KNOWN.split(","))


LOADER = Loader(
    kind="workers",
    columns=COLUMNS,
    key=("code",),
    known=("worker", "k.code = s.code"),
    look=look,
    checks=lambda load: (known_service(), known_contracts("supports")),
    store=store,
)
