"""Spot checks of workers from a file. A corrected row supersedes, never edits (A35, A41)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_contracts, known_service, known_worker
from qa.loads.columns import code, line, many, moment, one_of, text, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load

COLUMNS = (
    code("ref"),
    code("worker_code"),
    code("service_code"),
    moment("checked_at"),
    line("checked_by"),
    one_of("checker_role", ("manager", "quality_advisor", "peer")),
    yes_no("announced"),
    yes_no("during_support"),
    many("supporting"),
    one_of("outcome", ("good", "coaching_needed", "concern", "aborted")),
    text("note", required=False),
)
KNOWN = "checked_at, checked_by, checker_role, announced, during_support, supporting, outcome, note"


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if row["checked_at"] and row["checked_at"] > now:
        yield "checked_at", "is in the future"


async def store(load: Load) -> None:
    """New checks, and a new version of each of which something else is known now."""
    await load.run(
        f"""WITH old AS (
              UPDATE spot_check c SET superseded_at = {{}}
              FROM todo t JOIN service s ON s.code = t.service_code
              JOIN worker w ON w.code = t.worker_code
              WHERE c.id = t.found
                AND (c.worker, c.service, {_of("c")}) IS DISTINCT FROM (w.id, s.id, {_of("t")})
              RETURNING c.id)
            INSERT INTO touched SELECT id FROM old""",
        load.now,
    )
    await load.run(
        f"""INSERT INTO spot_check (id, ref, worker, service, checked_by_user, {KNOWN},
                                    on_shift_with_worker, audit, recorded_at)
            SELECT CASE WHEN t.found IS NULL THEN t.id ELSE gen_random_uuid() END,
                   t.ref, w.id, s.id, u.id, {_of("t")},
                   coalesce(k.on_shift_with_worker, false), k.audit, {{}}
            FROM todo t JOIN service s ON s.code = t.service_code
            JOIN worker w ON w.code = t.worker_code
            LEFT JOIN users u ON u.login = lower(t.checked_by)
            LEFT JOIN spot_check k ON k.id = t.found
            WHERE t.found IS NULL OR t.found IN (SELECT id FROM touched)""",
        load.now,
    )
    for kind, which in (
        ("spot_check.loaded", "t.found IS NULL"),
        ("spot_check.changed", "t.found IN (SELECT id FROM touched)"),
    ):
        await load.record(
            kind,
            "spot_check",
            f"""SELECT c.id, c.service, c.checked_at AS happened_at
                FROM todo t JOIN spot_check c ON c.ref = t.ref AND c.superseded_at IS NULL
                WHERE {which}""",
        )


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name.strip()}" for name in KNOWN.split(","))


SPOT_CHECKS = Loader(
    kind="spot-checks",
    columns=COLUMNS,
    key=("ref",),
    known=("spot_check", "k.ref = s.ref AND k.superseded_at IS NULL"),
    look=look,
    checks=lambda load: (known_service(), known_worker(), known_contracts("supporting")),
    store=store,
)


def loaders() -> dict[str, Loader]:
    return {SPOT_CHECKS.kind: SPOT_CHECKS}
