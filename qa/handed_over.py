"""What the pages of ``qa`` need from the packages above it; app.py hands it over.

Imports point down (design.md), so a page here that shows a number from above gets the
function that makes it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from qa.loads.loading import Loader
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions of one service are open, and how many of those are late."""

    open: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class AuditHere:
    """One audit on the page of its service."""

    href: str
    title: str
    visit_on: date
    by: str


@dataclass(frozen=True, slots=True)
class AuditsHere:
    open: tuple[AuditHere, ...] = ()
    complete: tuple[AuditHere, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """How closely a service is looked at, and why, in words for its managers."""

    level: str
    compared: str
    points: int
    reasons: tuple[str, ...]
    fixed_by: tuple[str, ...]
    going_well: tuple[str, ...]
    would_change: str
    not_known: tuple[str, ...]
    next_steps: tuple[str, ...]
    planning_href: str | None
    raise_href: str | None


# The level of one service as this viewer may see it; None where there is none to see.
FindAttention = Callable[[Viewer, UUID, datetime], Awaitable[Attention | None]]
# Counts by service, of the actions that this viewer may see; one query.
CountActions = Callable[[Viewer, Sequence[UUID], datetime], Awaitable[dict[UUID, ActionCounts]]]

# The latest audits of one service that this viewer may see.
AuditsAt = Callable[[Viewer, UUID, datetime], Awaitable[AuditsHere]]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``loaders`` by kind of file; ``sources`` of findings in plain words."""

    count_actions: CountActions
    audits_at: AuditsAt
    attention: FindAttention
    loaders: Mapping[str, Loader]
    sources: Mapping[str, str]
