"""What a figure is asked for, as it is typed."""

from datetime import UTC, date, datetime

import pytest

from qa.errors import Invalid
from qa.reports.asked import asked

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAYS = {"from": "2026-07-01", "to": "2026-09-30"}


def test_times_are_now_unless_they_are_given() -> None:
    wanted = asked(DAYS, now=NOW)
    assert (wanted.as_at, wanted.known_at, wanted.is_now) == (NOW, NOW, True)
    assert wanted.today == date(2026, 11, 21)


def test_a_date_means_the_end_of_that_day_in_london() -> None:
    wanted = asked({**DAYS, "as_at": "2026-09-30", "known_at": "2026-10-01T09:00"}, now=NOW)
    assert wanted.as_at == datetime(2026, 9, 30, 22, 59, 59, 999999, tzinfo=UTC)
    assert wanted.known_at == datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert not wanted.is_now


def test_the_end_of_today_is_as_things_stand() -> None:
    assert asked({**DAYS, "as_at": "2026-11-21"}, now=NOW).is_now


def test_an_empty_filter_is_no_filter() -> None:
    wanted = asked({**DAYS, "service": " ", "contract": "LCC", "region": None}, now=NOW)
    assert (wanted.service, wanted.contract, wanted.region) == (None, "LCC", None)


def test_the_period_before_keeps_times_and_filters() -> None:
    before = asked({**DAYS, "service": "S01"}, now=NOW).before()
    assert (before.period.from_on, before.period.to_on) == (date(2026, 4, 1), date(2026, 6, 30))
    assert (before.service, before.as_at) == ("S01", NOW)


def test_every_fault_is_told() -> None:
    with pytest.raises(Invalid) as refused:
        asked({"from": "", "to": "2026-02-30", "as_at": "soon", "known_at": "1"}, now=NOW)
    assert [field for field, _ in refused.value.faults] == ["from", "to", "as_at", "known_at"]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"from": "2026-09-30", "to": "2026-07-01"}, "to"),
        ({"from": "0001-01-01", "to": "0001-12-31"}, "from"),
        ({"from": "2026-07-01", "to": "2026-09-30", "as_at": "0001-01-01"}, "as_at"),
        ({"from": "2026-07-01", "to": "2026-09-30", "known_at": "0001-01-01"}, "known_at"),
    ],
)
def test_periods_that_cannot_be(days: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked(days, now=NOW)
    assert refused.value.faults[0][0] == field
