"""What was found: the list, one finding, and that it came back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans import commands, queries
from action_plans.controllers.reading import sent
from action_plans.forms.answering import chosen_action
from action_plans.forms.filters import findings_asked
from action_plans.pages.answering import came_back_page
from action_plans.pages.finding import finding_page, item_titles, may_answer, reason_page
from action_plans.pages.findings import findings_page
from action_plans.queries.findings import asked
from action_plans.queries.history import finding_history
from action_plans.queries.reports import services_of_findings
from qa import clock, framework_files
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.pages.shapes import Row
from qa.paging import PAGE, after
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/findings")
async def findings(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    filters = findings_asked(request.query_params)
    services = await services_of_findings(viewer)
    start = after(request.query_params.get("cursor"), tuple[int, date, UUID])
    found = await queries.unanswered_first(
        viewer, clock.now(), asked(filters, services), start, PAGE + 1
    )
    content = findings_page(viewer, filters, found, services, size=PAGE)
    return page(request, "action_plans/findings.html", content)


@get("/findings/{finding_id:uuid}")
async def show(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], finding_id: FromPath[UUID]
) -> Template:
    """The finding; of a restricted one first the question why it has to be read."""
    now = clock.now()
    one = await queries.finding(viewer, finding_id, now)
    if not await may_read_now(viewer, one, now):
        return page(request, "action_plans/ask.html", reason_page(one, "", {}))
    events = await finding_history(viewer, finding_id, now)
    titles = item_titles(framework_files.load_frameworks())
    content = finding_page(viewer, one, events, titles, now=now)
    return page(request, "action_plans/finding.html", content)


@post("/findings/{finding_id:uuid}/read")
async def read(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], finding_id: FromPath[UUID]
) -> Redirect | Template:
    now = clock.now()
    one = await queries.finding(viewer, finding_id, now)
    reason = (await sent(request)).fields.get("reason", "")
    try:
        await commands.log_reading(viewer=viewer, finding_id=finding_id, now=now, reason=reason)
    except Invalid as refused:
        content = reason_page(one, reason, faults_of(refused))
        return page_with_faults(request, "action_plans/ask.html", content)
    return see_other(f"/findings/{finding_id}")


@post("/findings/{finding_id:uuid}/unjoin")
async def unjoin(viewer: NamedDependency[Viewer], finding_id: FromPath[UUID]) -> Redirect:
    now = clock.now()
    one = await queries.finding(viewer, finding_id, now)
    if one["action"] is None:
        raise NotFound
    await commands.unjoin_finding(
        viewer=viewer, finding_id=finding_id, action_id=one["action"], now=now
    )
    return see_other(f"/findings/{finding_id}", notice="It is no longer with that action.")


@get("/findings/{finding_id:uuid}/came-back")
async def came_back(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], finding_id: FromPath[UUID]
) -> Template | Redirect:
    """Earlier actions of the service that should have put the same thing right."""
    now = clock.now()
    one = await queries.finding(viewer, finding_id, now)
    if not may_answer(viewer, one):
        raise NotFound
    if not await may_read_now(viewer, one, now):
        return see_other(f"/findings/{finding_id}")
    earlier = await queries.similar_actions(
        viewer, one["service"], words_of(one), one["framework_item"], now, 10, put_right=True
    )
    content = came_back_page(one, earlier, london_day(now))
    return page(request, "action_plans/finding_came_back.html", content)


@post("/findings/{finding_id:uuid}/came-back")
async def say_came_back(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], finding_id: FromPath[UUID]
) -> Redirect:
    action_id = chosen_action((await sent(request)).fields)
    await commands.say_it_came_back(
        viewer=viewer, finding_id=finding_id, action_id=action_id, now=clock.now()
    )
    return see_other(
        f"/findings/{finding_id}", notice="Saved. It counts as something that came back."
    )


async def may_read_now(viewer: Viewer, one: Row, now: datetime) -> bool:
    """Whether the words may be shown: each view of what is restricted goes into the log."""
    if not one["restricted"]:
        return True
    return await commands.log_reading(viewer=viewer, finding_id=one["id"], now=now)


def words_of(one: Row) -> str:
    return " ".join(filter(None, (one["text"], one["suggested_action"])))


HANDLERS = [findings, show, read, unjoin, came_back, say_came_back]
