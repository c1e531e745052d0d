"""The filters above a list of actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from action_plans.rules.severities import Severity
from action_plans.rules.sources import Source
from action_plans.rules.statuses import Status
from qa.rules.london import parse_day

# Parts of the one list; the empty one is everything that is open.
SHOWN: Mapping[str, str] = {
    "": "Everything to put right",
    "late": "Late",
    "week": "Due this week",
    "waiting": "Waiting for somebody else",
    "to_check": "Done, waiting to be checked",
    "closed": "Put right and checked",
}


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """What a plan is narrowed to; empty means all."""

    show: str = ""
    text: str = ""
    severity: str = ""
    source: str = ""
    status: str = ""
    owner: UUID | None = None


def plan_filters(query: Mapping[str, str]) -> PlanFilters:
    """Filters from an address; what we do not know is left out, so old links still work."""
    show, severity = query.get("show", ""), query.get("severity", "")
    source, status = query.get("source", ""), query.get("status", "")
    return PlanFilters(
        show=show if show in SHOWN else "",
        text=query.get("q", "").strip()[:200],
        severity=severity if severity in set(Severity) else "",
        source=source if source in set(Source) else "",
        status=status if status in set(Status) else "",
        owner=identity(query.get("owner", "")),
    )


def identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class FindingsAsked:
    """What the list of findings is narrowed to; ``service`` is a service's code."""

    text: str = ""
    source: str = ""
    service: str = ""
    severity: str = ""
    answered: str = ""
    raised_from: str = ""
    raised_to: str = ""


def findings_asked(query: Mapping[str, str]) -> FindingsAsked:
    """Filters from an address; what we do not know is left out, so old links still work."""
    severity, source = query.get("severity", ""), query.get("source", "")
    answered = query.get("answered", "")
    return FindingsAsked(
        text=query.get("q", "").strip()[:200],
        source=source if source in set(Source) else "",
        service=query.get("service", "").strip()[:60],
        severity=severity if severity in set(Severity) else "",
        answered=answered if answered in ("no", "yes") else "",
        raised_from=_a_day(query.get("from", "")),
        raised_to=_a_day(query.get("to", "")),
    )


def _a_day(text: str) -> str:
    try:
        return parse_day(text).isoformat()
    except ValueError:
        return ""
