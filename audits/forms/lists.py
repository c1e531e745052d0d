"""The filters above the list of audits, and the form that opens one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from qa.errors import Invalid
from qa.rules.london import parse_day

STATES = {"": "All", "open": "Open", "complete": "Complete", "ended_early": "Ended early"}


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What the list is narrowed to; empty means all. ``service`` is a service's code."""

    service: str = ""
    definition: str = ""
    status: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class NewAudit:
    service_id: UUID
    definition: str
    visit_on: date


def list_filters(query: Mapping[str, str]) -> ListFilters:
    """Filters from an address; what we do not know is left out, so old links still work."""
    status = query.get("status", "")
    return ListFilters(
        service=query.get("service", "").strip()[:60],
        definition=query.get("definition", "").strip()[:20],
        status=status if status in STATES else "",
        mine=query.get("by") == "me",
    )


def service_asked(query: Mapping[str, str]) -> UUID | None:
    """The service in ``?service=``, or None when none can be read."""
    try:
        return UUID(query.get("service", ""))
    except ValueError:
        return None


def new_audit(typed: Mapping[str, str]) -> NewAudit:
    """What is to be opened. Raises Invalid with every fault."""
    faults: list[tuple[str, str]] = []
    service_id, visit_on = service_asked(typed), None
    if service_id is None:
        faults.append(("service", "Choose a service."))
    definition = typed.get("definition", "")
    if not definition:
        faults.append(("definition", "Choose what to look at."))
    try:
        visit_on = parse_day(typed.get("visit_on", ""))
    except ValueError as fault:
        words = str(fault)
        faults.append(("visit_on", f"{words[0].upper()}{words[1:]}."))
    if service_id is None or visit_on is None or faults:
        raise Invalid(faults)
    return NewAudit(service_id, definition, visit_on)
