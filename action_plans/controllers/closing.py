"""A closed service: each of its open actions moves to another service, or ends."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans.commands.closing import move_or_end_actions
from action_plans.controllers.reading import sent, without_names
from action_plans.forms.closing import choices, typed_choices
from action_plans.pages.closing import closing_page
from action_plans.permissions import why_not_move_or_end
from action_plans.queries.closing import open_services_by_code, still_open
from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.pages.services import is_closed
from qa.pages.shapes import Row
from qa.queries.services import service
from qa.rules.london import london_day
from qa.viewer import Viewer
from qa.words import plural


@get("/services/{service_id:uuid}/closing")
async def closing(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], service_id: FromPath[UUID]
) -> Template:
    now = clock.now()
    found = await _closed(viewer, service_id)
    rows = await still_open(viewer, service_id, now)
    content = closing_page(found, rows, london_day(now))
    return page(request, "action_plans/closing.html", content)


@post("/services/{service_id:uuid}/closing")
async def settle(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], service_id: FromPath[UUID]
) -> Redirect | Template:
    now = clock.now()
    found = await _closed(viewer, service_id)
    rows = await still_open(viewer, service_id, now)
    form = await sent(request)
    typed = typed_choices(form.fields, [row["id"] for row in rows])
    reasons = [f"because-{one}" for one in typed]
    try:
        codes = [one.to for one in typed.values() if one.to]
        services = await open_services_by_code(viewer, codes)
        made = await without_names(form, lambda: choices(typed, services), *reasons)
        await move_or_end_actions(
            viewer=viewer, service_id=service_id, moves=made.moves, ends=made.ends, now=now
        )
    except Invalid as refused:
        content = closing_page(found, rows, london_day(now), typed, faults_of(refused))
        return page_with_faults(request, "action_plans/closing.html", content)
    moved, ended = len(made.moves), len(made.ends)
    notice = f"{plural(moved, 'action')} moved, {ended:,} ended."
    return see_other(f"/services/{service_id}/closing", notice=notice)


async def _closed(viewer: Viewer, service_id: UUID) -> Row:
    """The service, when it is closed and its actions are this viewer's to settle."""
    found = await service(viewer, service_id)
    if why_not_move_or_end(viewer, region_id=found["region_id"]) is not None:
        raise NotFound
    if not is_closed(found["closed_on"], clock.today()):
        raise NotFound
    return found


HANDLERS = [closing, settle]
