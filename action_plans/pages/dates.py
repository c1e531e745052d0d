"""Due dates as people say them."""

from datetime import date, timedelta

from qa.words import day, plural

_NEAR = timedelta(days=14)


def day_name(value: date) -> str:
    """``Friday 27 November``, without the year: only for days that are near."""
    return f"{value:%A} {value.day} {value:%B}"


def due(due_on: date, today: date) -> str:
    """``3 days late``, ``due today``, ``due tomorrow``, ``due Friday 27 November``.

    Further away than 14 days the year is written: ``due 5 February 2027``.
    """
    days = (today - due_on).days
    if days > 0:
        return f"{plural(days, 'day')} late"
    if days == 0:
        return "due today"
    if days == -1:
        return "due tomorrow"
    return f"due {day_name(due_on) if due_on - today <= _NEAR else day(due_on)}"


def since(then: date, today: date) -> str:
    """``since today``, ``since yesterday``, ``for 12 days``: how long something has waited."""
    days = (today - then).days
    if days <= 0:
        return "since today"
    return "since yesterday" if days == 1 else f"for {plural(days, 'day')}"


def ago(then: date, today: date) -> str:
    """``today``, ``yesterday``, ``12 days ago``."""
    days = (today - then).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{plural(days, 'day')} ago"
