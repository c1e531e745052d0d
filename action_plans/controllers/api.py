"""Actions and findings as JSON (contract.md, "HTTP")."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, Parameter

from action_plans.forms.listing import ActionListFilters, require_known, yes_or_no
from action_plans.pages.finding_words import shown_words
from action_plans.queries import FindingFilters, findings_list
from action_plans.queries.listing import actions_list, service_of_code
from qa import clock
from qa.paging import LARGEST_PAGE, PAGE, after, cursor_of, cut
from qa.viewer import Viewer

PageSize = Annotated[int, Parameter(ge=1, le=LARGEST_PAGE)]


class ActionItem(msgspec.Struct):
    id: UUID
    ref: str
    service: str
    title: str
    severity: str
    status: str
    owner: str | None
    raised_on: date
    first_due_on: date
    due_on: date
    done_on: date | None
    checked_on: date | None
    checked_by: str | None
    sources: list[str]
    findings: list[str]


class ActionList(msgspec.Struct):
    items: list[ActionItem]
    next: str | None


class FindingItem(msgspec.Struct):
    """``status`` is that of its action, or ``no_action``; ``action`` the action's id. What is
    restricted is read on its page, with a reason: ``text`` says only that it is."""

    id: UUID
    ref: str
    service: str
    source: str
    raised_on: date
    text: str
    suggested_action: str | None
    severity: str
    framework_item: str | None
    status: str
    action: UUID | None


class FindingList(msgspec.Struct):
    items: list[FindingItem]
    next: str | None


@get("/api/actions", include_in_schema=True, name="api_actions")
async def api_actions(
    viewer: NamedDependency[Viewer],
    status: FromQuery[str | None] = None,
    overdue: FromQuery[str] = "",
    service: FromQuery[str | None] = None,
    owner: FromQuery[str | None] = None,
    page_size: FromQuery[PageSize] = PAGE,
    cursor: FromQuery[str | None] = None,
) -> ActionList:
    """The actions that the caller may see; ``service`` is a code, ``owner`` an e-mail address."""
    require_known(status=status or None)
    late = yes_or_no("overdue", overdue)
    filters = ActionListFilters(status or None, late, service or None, owner or None)
    start = after(cursor, tuple[UUID])
    found = await actions_list(
        viewer, clock.now(), filters, start[0] if start else None, page_size + 1
    )
    shown, more = cut(found, page_size)
    following = cursor_of(shown[-1]["id"]) if more else None
    return ActionList([_action(one) for one in shown], following)


@get("/api/findings", include_in_schema=True, name="api_findings")
async def api_findings(
    viewer: NamedDependency[Viewer],
    service: FromQuery[str | None] = None,
    source: FromQuery[str | None] = None,
    severity: FromQuery[str | None] = None,
    unjoined: FromQuery[bool] = False,
    page_size: FromQuery[PageSize] = PAGE,
    cursor: FromQuery[str | None] = None,
) -> FindingList:
    """The findings that the caller may see, latest first; never who said it."""
    require_known(source=source, severity=severity)
    service_id = await service_of_code(service) if service else None
    if service and service_id is None:
        return FindingList([], None)
    filters = FindingFilters(
        service=service_id, source=source or "", severity=severity or "", unjoined=unjoined
    )
    start = after(cursor, tuple[date, UUID])
    found = await findings_list(viewer, clock.now(), filters, start, page_size + 1)
    shown, more = cut(found, page_size)
    following = cursor_of(shown[-1]["raised_on"], shown[-1]["id"]) if more else None
    return FindingList([_finding(one) for one in shown], following)


def _action(one: dict[str, Any]) -> ActionItem:
    sources = [source for source in one["sources"].split(";") if source]
    return ActionItem(**{**one, "sources": sources})


def _finding(one: dict[str, Any]) -> FindingItem:
    return FindingItem(
        id=one["id"],
        ref=one["ref"],
        service=one["service_code"],
        source=one["source"],
        raised_on=one["raised_on"],
        text=shown_words(one),
        suggested_action=None if one["restricted"] else one["suggested_action"],
        severity=one["severity"],
        framework_item=one["framework_item"],
        status=one["action_status"] or "no_action",
        action=one["action"],
    )


HANDLERS = [api_actions, api_findings]
