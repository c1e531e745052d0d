"""The time, read once at the edge and handed down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from qa.settings import settings

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Now, aware, in UTC; what the CLOCK file says when one is set (contract.md, "Time")."""
    clock_file = settings().clock_file
    if clock_file is None:
        return datetime.now(UTC)
    told = datetime.fromisoformat(clock_file.read_text().strip())
    if told.tzinfo is None:
        told = told.replace(tzinfo=LONDON)
    return told.astimezone(UTC)


def today() -> date:
    """The day it is in London."""
    return now().astimezone(LONDON).date()
