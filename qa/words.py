"""How dates, times and counts are written on screen, in print and in mail."""

from datetime import date, datetime


def day(value: date) -> str:
    """``21 November 2026``."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """``21 Nov 2026``, for tables."""
    return f"{value.day} {value:%b %Y}"


def day_and_time(value: datetime) -> str:
    """``21 November 2026 at 3:05pm``; the caller has chosen the time zone."""
    hour = value.hour % 12 or 12
    half = "am" if value.hour < 12 else "pm"
    minutes = f":{value:%M}" if value.minute else ""
    return f"{day(value)} at {hour}{minutes}{half}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """``1 action``, ``2 actions``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days_late(due_on: date, today: date) -> str:
    """``3 days late``, ``due today``, ``in 5 days``."""
    days = (today - due_on).days
    if days > 0:
        return f"{plural(days, 'day')} late"
    return "due today" if days == 0 else f"in {plural(-days, 'day')}"
