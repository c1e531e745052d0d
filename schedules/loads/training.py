"""Training of workers: which subject, when, and how far."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_worker
from qa.loads.columns import code, day, line, one_of
from qa.loads.loading import Loader
from qa.loads.staging import Load
from qa.rules.london import london_day
from schedules.loads.versions import Versions, store_versions

COLUMNS = (
    code("worker_code"),
    line("subject", most=100),
    day("on"),
    one_of("status", ("required", "offered", "undertaking", "achieved")),
)
JOINS = """JOIN worker w ON w.code = t.worker_code
           JOIN worker_version v ON v.worker = w.id AND v.superseded_at IS NULL"""


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself: training required may lie ahead, training done cannot."""
    if row["on"] and row["status"] == "achieved" and row["on"] > london_day(now):
        yield "on", "is in the future, but the status is achieved"


async def store(load: Load) -> None:
    await store_versions(
        load,
        Versions(
            table="training_record",
            columns={
                "worker": "w.id",
                "subject": "t.subject",
                "happened_on": 't."on"',
                "status": "t.status",
            },
            joins=JOINS,
            service="v.service",
            happened='t."on"',
        ),
    )


LOADER = Loader(
    kind="training",
    columns=COLUMNS,
    key=("worker_code", "subject", "on"),
    known=(
        "training_record",
        """k.superseded_at IS NULL AND k.subject = s.subject AND k.happened_on = s."on"
           AND k.worker = (SELECT w.id FROM worker w WHERE w.code = s.worker_code)""",
    ),
    look=look,
    checks=lambda load: (known_worker(),),
    store=store,
)
