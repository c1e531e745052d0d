"""Accidents, incidents and near misses: counts and themes, no narrative (rules.md R040)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_service
from qa.loads.columns import code, day, line, many, one_of, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load
from qa.rules.london import london_day
from schedules.loads.columns import SERVICE
from schedules.loads.versions import Versions, store_versions

COLUMNS = (
    code("ref"),
    code("service_code"),
    one_of("kind", ("accident", "incident", "near_miss")),
    line("theme", most=100, required=False),
    yes_no("serious"),
    day("occurred_on"),
    many("notified_to"),
    line("issue", required=False),
    line("outcome", required=False),
)
PLAIN = ("ref", "kind", "theme", "serious", "occurred_on", "notified_to", "issue", "outcome")


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if row["occurred_on"] and row["occurred_on"] > london_day(now):
        yield "occurred_on", "is in the future"


async def store(load: Load) -> None:
    await store_versions(
        load,
        Versions(
            table="occurrence",
            columns={"service": "s.id", **{name: f"t.{name}" for name in PLAIN}},
            joins=SERVICE,
            happened="t.occurred_on",
        ),
    )


LOADER = Loader(
    kind="occurrences",
    columns=COLUMNS,
    key=("ref",),
    known=("occurrence", "k.ref = s.ref AND k.superseded_at IS NULL"),
    look=look,
    checks=lambda load: (known_service(),),
    store=store,
)
