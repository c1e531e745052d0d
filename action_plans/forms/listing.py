"""What a list for other programs is narrowed to."""

from collections.abc import Collection
from dataclasses import dataclass

from action_plans.rules.severities import Severity
from action_plans.rules.sources import Source
from action_plans.rules.statuses import Status
from qa.errors import Invalid

_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True)
class ActionListFilters:
    """``service`` is a code, ``owner`` what they sign in with or a name; None means all."""

    status: str | None = None
    overdue: bool | None = None
    service: str | None = None
    owner: str | None = None


def require_known(
    *, status: str | None = None, source: str | None = None, severity: str | None = None
) -> None:
    """Raise Invalid for each value that there is not, with those that there are."""
    known: dict[str, tuple[str | None, Collection[str]]] = {
        "status": (status, list(Status)),
        "source": (source, list(Source)),
        "severity": (severity, list(Severity)),
    }
    faults = [
        (name, f"{name}: must be one of {', '.join(values)}.")
        for name, (given, values) in known.items()
        if given is not None and given not in values
    ]
    if faults:
        raise Invalid(faults)


def yes_or_no(name: str, text: str) -> bool | None:
    """``yes`` and ``no``, as in our files, or what programs write; None when nothing was said."""
    given = text.strip().lower()
    if not given:
        return None
    if given not in _YES | _NO:
        raise Invalid([(name, f"{name}: must be yes or no.")])
    return given in _YES
