from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rules.london import (
    end_of_day,
    london_day,
    parse_day,
    parse_time,
    parse_when,
    start_of_day,
)
from qa.rules.periods import (
    JANUARY,
    Period,
    add_months,
    parse_quarter,
    quarter_containing,
    quarter_name,
)

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-06-30T23:30", date(2026, 7, 1)),  # M13
        ("2026-06-30T22:59", date(2026, 6, 30)),
        ("2026-12-31T23:59", date(2026, 12, 31)),
    ],
)
def test_the_london_day_decides(instant: str, day: date) -> None:
    assert london_day(utc(instant)) == day


def test_a_time_without_an_offset_has_no_london_day() -> None:
    with pytest.raises(ValueError, match="offset"):
        london_day(datetime(2026, 7, 1))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-01", "2026-07-01T22:59:59.999999"),
        ("2026-01-01", "2026-01-01T23:59:59.999999"),
        ("2026-10-25", "2026-10-25T23:59:59.999999"),
        (" 2026-07-01T00:30 ", "2026-06-30T23:30"),
        ("2026-07-01T00:30:00Z", "2026-07-01T00:30"),
        ("2026-07-01 10:00+02:00", "2026-07-01T08:00"),
        ("2026-10-25T01:30", "2026-10-25T00:30"),  # happens twice: the first
    ],
)
def test_a_date_is_the_end_of_its_day_and_a_bare_time_is_london_time(
    text: str, instant: str
) -> None:
    assert parse_when(text) == utc(instant)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-02-30",
        "2026-13-01",
        "01/07/2026",
        "20260701",
        "2026-W27-1",
        "2026-07-01T25:00",
        "2026-07-01T10:00 01:00",
        "2026-03-29T01:30",  # the clocks go forward over it
        "9999-12-31",
        "0001-01-01T00:00+05:00",
        "\u0662\u0660\u0662\u0666-07-01",
    ],
)
def test_what_is_no_date_and_no_time_is_refused_in_plain_english(text: str) -> None:
    with pytest.raises(ValueError, match=r"write the|no such"):
        parse_when(text)


def test_a_date_alone_is_no_time_and_a_time_is_no_date() -> None:
    with pytest.raises(ValueError, match="write the time"):
        parse_time("2026-07-01")
    with pytest.raises(ValueError, match="write the date"):
        parse_day("2026-07-01T10:00")


@given(DAYS)
def test_a_day_begins_and_ends_in_itself_without_a_gap_to_the_next(day: date) -> None:
    assert london_day(start_of_day(day)) == london_day(end_of_day(day)) == day
    tomorrow = start_of_day(day + timedelta(days=1))
    assert tomorrow - end_of_day(day) == timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 7, 1), 3, date(2026, 10, 1)),  # M2
        (date(2026, 6, 30), 3, date(2026, 9, 30)),  # M3
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 29), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
        (date(2026, 9, 1), 36, date(2029, 9, 1)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="no such date"):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("period", "previous"),
    [
        ((date(2026, 7, 1), date(2026, 9, 30)), (date(2026, 4, 1), date(2026, 6, 30))),
        ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28))),
        ((date(2026, 4, 1), date(2027, 3, 31)), (date(2025, 4, 1), date(2026, 3, 31))),
        ((date(2026, 7, 1), date(2026, 7, 10)), (date(2026, 6, 21), date(2026, 6, 30))),
        ((date(2026, 7, 1), date(2026, 7, 1)), (date(2026, 6, 30), date(2026, 6, 30))),
    ],
)
def test_before_whole_months_come_as_many_months_and_before_days_as_many_days(
    period: tuple[date, date], previous: tuple[date, date]
) -> None:
    assert Period(*period).previous() == Period(*previous)


@given(DAYS, st.integers(0, 800))
def test_the_period_before_touches_this_one(from_on: date, length: int) -> None:
    period = Period(from_on, from_on + timedelta(days=length))
    assert period.previous().to_on == period.from_on - timedelta(days=1)
    assert abs(period.previous().days - period.days) <= 3


def test_a_period_holds_its_first_and_last_day_and_cannot_end_before_it_begins() -> None:
    period = Period(date(2026, 7, 1), date(2026, 9, 30))
    assert period.days == 92
    assert period.contains(date(2026, 7, 1))
    assert period.contains(date(2026, 9, 30))
    assert not period.contains(date(2026, 10, 1))
    with pytest.raises(ValueError, match="before the first"):
        Period(date(2026, 7, 2), date(2026, 7, 1))


@given(DAYS)
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_containing(day)
    assert quarter.contains(day)
    assert quarter.from_on.day == 1
    assert (quarter.from_on.month - 1) % 3 == 0
    assert add_months(quarter.from_on, 3) == quarter.to_on + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "from_april", "from_january"),
    [
        (date(2026, 7, 1), "2026-27 Q2", "2026 Q3"),
        (date(2027, 1, 1), "2026-27 Q4", "2027 Q1"),
        (date(2026, 4, 1), "2026-27 Q1", "2026 Q2"),
        (date(1999, 4, 1), "1999-00 Q1", "1999 Q2"),
    ],
)
def test_a_quarter_is_named_by_the_year_it_is_counted_in(
    day: date, from_april: str, from_january: str
) -> None:
    assert quarter_name(day) == from_april
    assert quarter_name(day, JANUARY) == from_january


def test_a_quarter_is_read_as_a_calendar_quarter() -> None:
    assert parse_quarter("2027-Q1") == Period(date(2027, 1, 1), date(2027, 3, 31))
    for text in ("2027-Q5", "2027Q1", "0000-Q1", "Q1"):
        with pytest.raises(ValueError, match="like 2027-Q1"):
            parse_quarter(text)
