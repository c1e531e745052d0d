"""The share that the database counts is the one of the figure."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from audits.coverage_share import coverage_share
from audits.figures import coverage
from qa.reports.asked import Asked, asked
from qa.viewer import COMMAND_LINE
from tests.files_to_load import load_rows

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FIRST = date(2026, 3, 20)


def wanted(start: date, days: int, **given: str) -> Asked:
    end = start + timedelta(days=days)
    return asked({"from": start.isoformat(), "to": end.isoformat(), **given}, now=NOW)


@pytest.fixture
async def everybody(db: ModuleType, tmp_path: Path) -> None:
    """Workers and checks of every kind, on the days round which the rules turn."""
    chance = Random(20)
    await load_rows(tmp_path, "services", {"contracts": "LCC;BCC"})
    workers = []
    for number, (supports, job, employed_as) in enumerate(
        product(
            ("LCC", "BCC", "self", "self;LCC"),
            ("support_worker", "support_worker", "line_manager"),
            ("staff", "bank", "agency"),
        )
    ):
        for copy in range(4):
            started = FIRST + timedelta(days=chance.choice((-400, -92, -31, 0, 1, 11, 100)))
            left = started + timedelta(days=chance.choice((5, 91, 92, 200, 500)))
            workers.append(
                {
                    "code": f"W{number}-{copy}",
                    "supports": supports,
                    "job": job,
                    "employed_as": employed_as,
                    "started_on": started.isoformat(),
                    "left_on": left.isoformat() if chance.random() < 0.4 else "",
                }
            )
    await load_rows(tmp_path, "workers", *workers)
    checks = []
    for number in range(300):
        at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC) + timedelta(days=chance.randrange(240))
        supported = chance.random() < 0.9
        checks.append(
            {
                "ref": f"K{number}",
                "worker_code": chance.choice(workers)["code"],
                "checked_at": at.isoformat(),
                "announced": chance.choice(("no", "no", "yes")),
                "checker_role": chance.choice(("manager", "manager", "peer")),
                "during_support": "yes" if supported else "no",
                "supporting": "LCC" if supported else "",
                "outcome": chance.choice(("good", "concern", "aborted")),
            }
        )
    await load_rows(tmp_path, "spot-checks", *checks)


@pytest.mark.usefixtures("everybody")
async def test_both_count_the_same_for_any_period_time_and_contract() -> None:
    seen = set()
    for start, days, given in product(
        (FIRST, date(2026, 6, 1), date(2026, 7, 1)),
        (30, 91),
        ({}, {"contract": "LCC"}, {"as_at": "2026-07-15"}, {"as_at": "2026-05-31"}),
    ):
        figure = await coverage(COMMAND_LINE, wanted(start, days, **given))
        share = await coverage_share(COMMAND_LINE, wanted(start, days, **given))
        assert share.now.numerator == figure.numerator
        assert share.now.denominator == figure.denominator
        assert share.now.percentage == figure.percentage
        assert share.before == figure.previous
        assert (share.target, share.band) == (figure.target, figure.band)
        seen.add((figure.numerator, figure.denominator))
    assert len(seen) > 10
