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


# Counts by service, of the actions that this viewer may see; one query.
CountActions = Callable[[Viewer, Sequence[UUID], datetime], Awaitable[dict[UUID, ActionCounts]]]

# The latest audits of one service that this viewer may see.
AuditsAt = Callable[[Viewer, UUID, datetime], Awaitable[AuditsHere]]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """``loaders`` by kind of file; ``sources`` of findings in plain words."""

    count_actions: CountActions
    audits_at: AuditsAt
    loaders: Mapping[str, Loader]
    sources: Mapping[str, str]
