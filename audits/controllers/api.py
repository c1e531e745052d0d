"""Audits as JSON, and answers that a device brings along."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter

from audits.commands.answering import save_answer
from audits.controllers.lists import filters_of
from audits.forms.lists import list_filters
from audits.queries.lists import AuditRow, audits_list
from qa import clock
from qa.errors import DomainError, Invalid, NotFound
from qa.paging import LARGEST_PAGE, PAGE, after, cursor_of, cut
from qa.rules.london import london_day
from qa.viewer import Viewer

MOST_CHANGES = 500


class AuditItem(msgspec.Struct):
    id: UUID
    service: str
    definition: str
    version: int
    title: str
    status: str
    visit_on: date
    opened_by: str
    completed_on: date | None
    told_on: date | None
    score: str | None
    critical_failed: int | None


class AuditList(msgspec.Struct):
    items: list[AuditItem]
    next: str | None


class AnswerChange(msgspec.Struct):
    """``id`` is made by the device: the same change sent twice is saved once."""

    id: UUID
    question: str
    aspect: str
    value: dict[str, Any] | None
    device_at: datetime | None = None


class ChangeResult(msgspec.Struct):
    """``faults`` says why a change was not taken; the others are saved all the same."""

    id: UUID
    saved: bool
    faults: dict[str, str]


class ChangeResults(msgspec.Struct):
    items: list[ChangeResult]


@get("/api/audits", include_in_schema=True, name="api_audits")
async def api_audits(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    page_size: FromQuery[Annotated[int, Parameter(ge=1, le=LARGEST_PAGE)]] = PAGE,
    cursor: FromQuery[str | None] = None,
) -> AuditList:
    """The audits that the caller may see, the latest visit first.

    ``?service=`` (code), ``?definition=``, ``?status=`` and ``?by=me`` narrow the list.
    """
    found = await audits_list(
        viewer=viewer,
        filters=filters_of(viewer, list_filters(request.query_params)),
        after=after(cursor, tuple[date, UUID]),
        limit=page_size + 1,
        now=clock.now(),
    )
    shown, more = cut(found, page_size)
    following = cursor_of(shown[-1].visit_on, shown[-1].id) if more else None
    return AuditList([_item(one) for one in shown], following)


@post(
    "/api/audits/{audit_id:uuid}/answers",
    include_in_schema=True,
    name="api_answers",
    status_code=200,
)
async def api_answers(
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    data: Annotated[list[AnswerChange], msgspec.Meta(max_length=MOST_CHANGES)],
) -> ChangeResults:
    """Save changes in the order in which they were made; each is taken or refused by itself."""
    now = clock.now()
    return ChangeResults([await _save(viewer, audit_id, one, now) for one in data])


async def _save(
    viewer: Viewer, audit_id: UUID, change: AnswerChange, now: datetime
) -> ChangeResult:
    try:
        await save_answer(
            viewer=viewer,
            audit_id=audit_id,
            change_id=change.id,
            question_key=change.question,
            aspect=change.aspect,
            value=change.value,
            device_at=change.device_at,
            now=now,
        )
    except NotFound:
        raise
    except Invalid as refused:
        return ChangeResult(change.id, saved=False, faults=dict(refused.faults))
    except DomainError as refused:
        return ChangeResult(change.id, saved=False, faults={"": str(refused)})
    return ChangeResult(change.id, saved=True, faults={})


def _item(one: AuditRow) -> AuditItem:
    return AuditItem(
        id=one.id,
        service=one.service_code,
        definition=one.definition,
        version=one.version,
        title=one.title,
        status=one.status,
        visit_on=one.visit_on,
        opened_by=one.opened_by_name,
        completed_on=london_day(one.completed_at) if one.completed_at else None,
        told_on=london_day(one.told_at) if one.told_at else None,
        score=one.score,
        critical_failed=one.critical_failed,
    )


HANDLERS = [api_audits, api_answers]
