"""What waits for one person: to do, to give to somebody, to decide."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans import commands, queries
from action_plans.controllers.reading import sent, without_names
from action_plans.forms.work import decision as decision_form
from action_plans.pages.worklists import (
    Refused,
    my_actions_page,
    requests_page,
    unowned_page,
)
from action_plans.permissions import OVERSEES
from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.paging import PAGE, after
from qa.permissions import READS_CONTENT
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/my-actions")
async def my_actions(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    now = clock.now()
    found = await queries.my_actions(viewer, now)
    content = my_actions_page(found, london_day(now))
    return page(request, "action_plans/my_actions.html", content)


@get("/unowned")
async def unowned(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    if not viewer.has(*READS_CONTENT):
        raise NotFound
    now = clock.now()
    start = after(request.query_params.get("cursor"), tuple[date, UUID])
    found = await queries.unowned_actions(viewer, now, start, PAGE + 1)
    content = unowned_page(found, size=PAGE, today=london_day(now))
    return page(request, "action_plans/unowned.html", content)


@get("/requests")
async def requests(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    if not viewer.has(*OVERSEES):
        raise NotFound
    now = clock.now()
    found = await queries.requests_waiting(viewer, now)
    return page(request, "action_plans/requests.html", requests_page(found, london_day(now)))


@post("/requests/extension/{request_id:uuid}")
async def decide_time(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], request_id: FromPath[UUID]
) -> Redirect | Template:
    return await _decide(request, viewer, request_id, commands.decide_time)


@post("/requests/transfer/{request_id:uuid}")
async def decide_other_body(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], request_id: FromPath[UUID]
) -> Redirect | Template:
    return await _decide(request, viewer, request_id, commands.decide_other_body)


@post("/requests/rejection/{request_id:uuid}")
async def decide_we_cannot(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], request_id: FromPath[UUID]
) -> Redirect | Template:
    return await _decide(request, viewer, request_id, commands.decide_we_cannot)


async def _decide(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    request_id: UUID,
    command: Callable[..., Awaitable[None]],
) -> Redirect | Template:
    now = clock.now()
    typed = await sent(request)
    try:
        agreed, words = await without_names(typed, lambda: decision_form(typed.fields), "decision")
        await command(viewer=viewer, request_id=request_id, agreed=agreed, decision=words, now=now)
    except Invalid as fault:
        refused = Refused(request_id, typed.fields.get("decision", ""), faults_of(fault))
        found = await queries.requests_waiting(viewer, now)
        content = requests_page(found, london_day(now), refused)
        return page_with_faults(request, "action_plans/requests.html", content)
    return see_other("/requests", notice="You said yes." if agreed else "You said no.")


HANDLERS = [
    my_actions,
    unowned,
    requests,
    decide_time,
    decide_other_body,
    decide_we_cannot,
]
