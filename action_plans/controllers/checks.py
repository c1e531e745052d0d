"""My checks: what is done and waits for somebody else to look."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans import commands, queries
from action_plans.controllers.reading import Sent, sent, without_names
from action_plans.forms.checks import check as check_form
from action_plans.pages.checks import check_page, checks_page, may_check
from action_plans.permissions import CHECKS
from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.paging import PAGE, after
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/my-checks")
async def my_checks(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    if not viewer.has(*CHECKS):
        raise NotFound
    now = clock.now()
    start = after(request.query_params.get("cursor"), tuple[bool, datetime, UUID])
    found = await queries.my_checks(viewer, now, None, start, PAGE + 1)
    content = checks_page(viewer, found, size=PAGE, today=london_day(now))
    return page(request, "action_plans/my_checks.html", content)


@get("/actions/{action_id:uuid}/check")
async def look(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Template:
    return await _asked(request, viewer, action_id, clock.now(), None, None)


@post("/actions/{action_id:uuid}/check")
async def check(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Redirect | Template:
    now = clock.now()
    typed = await sent(request)
    try:
        ways = typed.several.get("ways", ())
        form = await without_names(typed, lambda: check_form(typed.fields, ways), "seen")
        await commands.check_action(
            viewer=viewer, action_id=action_id, worked=form.worked, how=form.how, now=now
        )
    except Invalid as refused:
        return await _asked(request, viewer, action_id, now, typed, refused)
    said = "It worked. The action is closed." if form.worked else "It goes back to its owner."
    return see_other("/my-checks", notice=said)


@post("/actions/{action_id:uuid}/next-visit")
async def next_visit(viewer: NamedDependency[Viewer], action_id: FromPath[UUID]) -> Redirect:
    await commands.check_at_next_visit(viewer=viewer, action_id=action_id, now=clock.now())
    return see_other("/my-checks", notice="You will look at it on your next visit.")


async def _asked(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    action_id: UUID,
    now: datetime,
    typed: Sent | None,
    refused: Invalid | None,
) -> Template:
    found = await queries.action(viewer, action_id, now)
    if not may_check(found):
        raise NotFound
    content = check_page(
        viewer,
        found,
        typed=typed.fields if typed else {},
        ways=typed.several.get("ways", ()) if typed else (),
        faults=faults_of(refused) if refused else {},
        today=london_day(now),
    )
    answer = page_with_faults if refused else page
    return answer(request, "action_plans/check.html", content)


HANDLERS = [my_checks, look, check, next_visit]
