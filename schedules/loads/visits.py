"""Past visits: nobody starts as "never reviewed". Each date is an event of that day."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_service
from qa.loads.columns import code, day, many, one_of, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load
from qa.rules.london import london_day
from schedules.loads.columns import SERVICE, VISIT_KINDS, how_many, number
from schedules.loads.versions import Versions, store_versions

COLUMNS = (
    code("ref"),
    code("service_code"),
    one_of("kind", VISIT_KINDS),
    day("on"),
    many("visitors"),
    yes_no("announced", empty=True),
    number("score", most=100, required=False),
    how_many("critical_failed"),
)


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if row["on"] and row["on"] > london_day(now):
        yield "on", "is in the future: this file is for visits that took place"


async def store(load: Load) -> None:
    await store_versions(
        load,
        Versions(
            table="past_visit",
            columns={
                "ref": "t.ref",
                "service": "s.id",
                "kind": "t.kind",
                "visit_on": 't."on"',
                "visitors": "t.visitors",
                "announced": "t.announced",
                "score": "t.score",
                "critical_failed": "t.critical_failed",
            },
            joins=SERVICE,
            happened='t."on"',
        ),
    )


LOADER = Loader(
    kind="visits",
    columns=COLUMNS,
    key=("ref",),
    known=("past_visit", "k.ref = s.ref AND k.superseded_at IS NULL"),
    look=look,
    checks=lambda load: (known_service(),),
    store=store,
)
