"""Files to load, made from a few rows: each kind has a row that is right in itself."""

import csv
from datetime import datetime
from pathlib import Path

import action_plans.loads.kinds
import audits.loads
import qa.loads.kinds
import schedules.loads.kinds
from qa.loads.faults import LoadFaults
from qa.loads.loading import LoadResult, load
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import NOW

DATA = Path(__file__).parent / "data"
LOADERS = {
    **qa.loads.kinds.loaders(),
    **action_plans.loads.kinds.loaders(),
    **audits.loads.loaders(),
    **schedules.loads.kinds.loaders(),
}
ORDER = (
    "services",
    "users",
    "workers",
    "spot-checks",
    "findings",
    "feedback",
    "actions",
    "visits",
    "occurrences",
    "safeguarding",
    "training",
    "facts",
    "availability",
    "cqc-ratings",
)
ROWS = {
    "services": {
        "code": "S01",
        "name": "Ash House",
        "type": "residential",
        "region": "North",
        "regulated": "yes",
        "opened_on": "2015-04-01",
        "contracts": "LCC",
        "nights_staffed": "yes",
    },
    "users": {"email": "ann@example.org", "name": "Ann Ash", "role": "service_manager"},
    "workers": {
        "code": "W001",
        "name": "Wil One",
        "service_code": "S01",
        "job": "support_worker",
        "employed_as": "staff",
        "started_on": "2019-01-01",
        "supports": "LCC",
    },
    "spot-checks": {
        "ref": "K1",
        "worker_code": "W001",
        "service_code": "S01",
        "checked_at": "2026-08-01T10:00",
        "checked_by": "The manager on call",
        "checker_role": "manager",
        "announced": "no",
        "during_support": "yes",
        "supporting": "LCC",
        "outcome": "good",
    },
    "findings": {
        "ref": "F1",
        "service_code": "S01",
        "source": "cqc",
        "raised_on": "2026-05-01",
        "text": "Medicine charts had gaps.",
        "severity": "high",
        "restricted": "no",
    },
    "feedback": {
        "ref": "B1",
        "service_code": "S01",
        "kind": "complaint",
        "channel": "written",
        "formal": "yes",
        "raised_by": "family",
        "received_on": "2026-09-03",
        "naming": "named",
        "text": "Late again.",
    },
    "actions": {
        "ref": "A1",
        "service_code": "S01",
        "title": "Charts are right every day",
        "owner": "Property team",
        "severity": "high",
        "status": "in_progress",
        "raised_on": "2026-05-02",
        "first_due_on": "2026-06-02",
    },
    "visits": {
        "ref": "V1",
        "service_code": "S01",
        "kind": "full_review",
        "on": "2026-03-01",
        "visitors": "ros@example.org",
        "announced": "yes",
        "score": "92",
        "critical_failed": "0",
    },
    "occurrences": {
        "ref": "O1",
        "service_code": "S01",
        "kind": "incident",
        "theme": "falls",
        "serious": "no",
        "occurred_on": "2026-10-01",
    },
    "safeguarding": {
        "ref": "R1",
        "service_code": "S01",
        "raised_on": "2026-09-01",
        "told_how": "phone",
        "told_on": "2026-09-01",
        "about_us": "yes",
        "outcome": "open",
        "restricted": "no",
    },
    "training": {
        "worker_code": "W001",
        "subject": "mandatory",
        "on": "2026-02-01",
        "status": "achieved",
    },
    "facts": {
        "service_code": "S01",
        "fact": "E2_agency_hours_pct",
        "from": "2026-10-01",
        "value": "4",
        "restricted": "no",
    },
    "availability": {
        "email": "ann@example.org",
        "from": "2026-01-01",
        "days_per_week": "2.5",
        "regions": "North",
        "kinds": "full_review",
        "may_not_visit": "S01",
    },
}


def write(folder: Path, kind: str, *rows: dict[str, str]) -> Path:
    """A file of this kind; each row says only what is special about it."""
    path = folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [column.name for column in LOADERS[kind].columns])
        writer.writeheader()
        writer.writerows({**ROWS[kind], **row} for row in rows)
    return path


async def load_file(
    kind: str, path: Path, *, now: datetime = NOW, viewer: Viewer = COMMAND_LINE
) -> LoadResult:
    return await load(LOADERS, kind, path, viewer=viewer, now=now)


async def load_rows(
    folder: Path, kind: str, *rows: dict[str, str], now: datetime = NOW
) -> LoadResult:
    return await load_file(kind, write(folder, kind, *rows), now=now)


async def load_organisation(*kinds: str) -> None:
    """The small organisation in ``tests/data``, or only these kinds of it, in order."""
    for kind in kinds or ORDER:
        await load_file(kind, DATA / f"{kind}.csv")


async def faults_of(
    folder: Path, kind: str, *rows: dict[str, str], now: datetime = NOW
) -> list[tuple[int, str, str]]:
    """Line, column and reason of every fault for which the rows are refused."""
    return await faults_of_file(kind, write(folder, kind, *rows), now=now)


async def faults_of_file(
    kind: str, path: Path, *, now: datetime = NOW
) -> list[tuple[int, str, str]]:
    try:
        await load_file(kind, path, now=now)
    except LoadFaults as refused:
        return [(fault.line, fault.column, fault.reason) for fault in refused.rows]
    return []
