"""Whether and when the manager was told in person."""

from collections.abc import Mapping
from datetime import datetime

from qa.errors import Invalid
from qa.rules.london import parse_time


def told_at(typed: Mapping[str, str]) -> datetime | None:
    """When the manager was told, or None for "not yet". Raises Invalid with every fault."""
    match typed.get("told", ""):
        case "no":
            return None
        case "yes":
            return told_time(typed)
        case _:
            raise Invalid([("told", "Say whether you told the manager in person.")])


def told_time(typed: Mapping[str, str]) -> datetime:
    """The day and the time, in London, at which the manager was told."""
    day, at = typed.get("told_on", "").strip(), typed.get("told_time", "").strip()
    faults = []
    if not day:
        faults.append(("told_on", "Write the day on which you told the manager."))
    if not at:
        faults.append(("told_time", "Write the time at which you told the manager."))
    if faults:
        raise Invalid(faults)
    try:
        return parse_time(f"{day}T{at}")
    except ValueError as fault:
        raise Invalid([("told_time", f"{str(fault).capitalize()}.")]) from None
