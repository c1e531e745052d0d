"""What a visitor has in hand, the list of audits, and opening one."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from audits.commands.opening import open_audit
from audits.forms.lists import ListFilters, list_filters, new_audit, service_asked
from audits.pages.lists import NewPage, list_page, new_page, work_page
from audits.permissions import OPENS_AUDITS, why_not_open
from audits.queries.definitions import all_current
from audits.queries.lists import Filters, audits_list, my_open_audits
from audits.queries.work import checks_waiting, place, places, progress_by_audit
from qa import clock
from qa.errors import DomainError, Invalid, NotAllowed, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.paging import PAGE, after
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/work")
async def work(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    mine = await my_open_audits(viewer=viewer)
    progress = await progress_by_audit(mine)
    waiting = await checks_waiting(viewer=viewer, now=clock.now())
    return page(request, "audits/work.html", work_page(mine, progress, waiting))


@get("/audits")
async def audits(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    asked = request.query_params
    filters = list_filters(asked)
    known = await places(viewer=viewer)
    found = await audits_list(
        viewer=viewer,
        filters=filters_of(viewer, filters),
        after=after(asked.get("cursor"), tuple[date, UUID]),
        limit=PAGE + 1,
        now=clock.now(),
    )
    content = list_page(
        filters,
        found,
        [(one.code, one.words) for one in known],
        await all_current(),
        size=PAGE,
        may_open=viewer.has(*OPENS_AUDITS),
    )
    return page(request, "audits/list.html", content)


@get("/audits/new")
async def new(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    asked = service_asked(request.query_params)
    today = london_day(clock.now())
    return page(request, "audits/new.html", await _new(viewer, asked, today, {}, {}))


@post("/audits/new")
async def open_one(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]
) -> Redirect | Template:
    now = clock.now()
    typed = {name: str(value) for name, value in (await request.form()).items()}
    try:
        wanted = new_audit(typed)
        audit_id = await open_audit(
            viewer=viewer,
            service_id=wanted.service_id,
            definition=wanted.definition,
            visit_on=wanted.visit_on,
            now=now,
        )
    except (Invalid, NotAllowed) as refused:
        faults = faults_of(refused) if isinstance(refused, Invalid) else _beside(refused)
        content = await _new(viewer, service_asked(typed), london_day(now), typed, faults)
        return page_with_faults(request, "audits/new.html", content)
    return see_other(f"/audits/{audit_id}")


def filters_of(viewer: Viewer, asked: ListFilters) -> Filters:
    """The filters of an address as the query takes them."""
    return Filters(
        service_code=asked.service or None,
        definition=asked.definition or None,
        status=asked.status or None,
        opened_by=viewer.user_id if asked.mine else None,
    )


async def _new(
    viewer: Viewer,
    service_id: UUID | None,
    today: date,
    typed: dict[str, str],
    faults: dict[str, str],
) -> NewPage:
    if not viewer.has(*OPENS_AUDITS):
        raise NotFound
    name, offered = "", []
    if service_id is not None:
        where, name = await place(viewer=viewer, service_id=service_id)
        offered = [
            (one, len(one.questions_for(where.type)))
            for one in await all_current()
            if why_not_open(viewer, one, where, today, today) is None
        ]
    return new_page(
        [(one.id, one.words) for one in await places(viewer=viewer)],
        str(service_id) if service_id else "",
        name,
        offered,
        chosen=typed.get("definition", ""),
        visit_on=typed.get("visit_on", today.isoformat()),
        faults=faults,
    )


def _beside(refused: DomainError) -> dict[str, str]:
    return {"visit_on": str(refused)}


HANDLERS = [work, audits, new, open_one]
