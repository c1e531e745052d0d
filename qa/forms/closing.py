"""The day on which a service closed."""

from datetime import date

from qa.errors import Invalid
from qa.rules.london import parse_day


def closing_day(text: str) -> date:
    """The day, or Invalid."""
    if not text.strip():
        raise Invalid([("closed_on", "Enter the day on which it closed")])
    try:
        return parse_day(text)
    except ValueError as wrong:
        raise Invalid([("closed_on", str(wrong).capitalize())]) from None
