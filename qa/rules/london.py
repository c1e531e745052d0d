"""London days: times are stored in UTC, days are decided in London (contract.md "Time")."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII)


def london_day(instant: datetime) -> date:
    """The day in London on which an instant falls (rules.md A41, M13)."""
    if instant.tzinfo is None:
        raise ValueError("expected a time with its offset")
    return instant.astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last microsecond of a London day, in UTC: what happened then is still of that day."""
    return start_of_day(day + timedelta(days=1)) - timedelta(microseconds=1)


def parse_day(text: str) -> date:
    """A date written YYYY-MM-DD; raises ValueError in plain English."""
    text = text.strip()
    if not _DAY.fullmatch(text):
        raise ValueError("write the date as year-month-day, like 2026-07-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such date") from None


def parse_time(text: str) -> datetime:
    """An ISO 8601 time as UTC; without an offset it is London time.

    An hour that happens twice when the clocks go back means the first. A time that the
    clocks jump over, and everything else that is no time, raises ValueError in plain English.
    """
    text = text.strip()
    if not _TIME.fullmatch(text):
        raise ValueError("write the time like 2026-07-01T14:30")
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        instant = moment.replace(tzinfo=LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such time") from None
    if instant.astimezone(LONDON).replace(tzinfo=None) != moment:
        raise ValueError("there is no such time: the clocks went forward")
    return instant


def parse_when(text: str) -> datetime:
    """A date (the end of that day in London) or a time, as UTC (contract.md "Time")."""
    text = text.strip()
    if not _DAY.fullmatch(text):
        return parse_time(text)
    try:
        return end_of_day(parse_day(text))
    except OverflowError:
        raise ValueError("there is no such date") from None
