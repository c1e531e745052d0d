"""Reports of outside bodies: the list, one report, and what becomes of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from action_plans import commands
from action_plans.controllers.reading import sent, without_names
from action_plans.forms.findings import people_given
from action_plans.pages.reports import report_page, reports_page, sends_on
from action_plans.queries import reports as queries
from qa import clock
from qa.errors import Invalid
from qa.http import faults_of, page, page_with_faults, see_other
from qa.paging import PAGE, after
from qa.viewer import Viewer


@get("/reports")
async def reports(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    waiting: FromQuery[str] = "",
) -> Template:
    start = after(request.query_params.get("cursor"), tuple[date, UUID])
    only = waiting == "yes"
    found = await queries.reports_list(
        viewer, clock.now(), waiting=only, after=start, limit=PAGE + 1
    )
    content = reports_page(found, waiting_only=only, size=PAGE)
    return page(request, "action_plans/reports.html", content)


@get("/reports/{report_id:uuid}")
async def show(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], report_id: FromPath[UUID]
) -> Template:
    return await _shown(request, viewer, report_id, clock.now())


@post("/reports/{report_id:uuid}/send-on")
async def send_on(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], report_id: FromPath[UUID]
) -> Redirect | Template:
    now = clock.now()
    people = people_given((await sent(request)).several)
    try:
        await commands.mark_sent_on(viewer=viewer, report_id=report_id, person_ids=people, now=now)
    except Invalid as refused:
        return await _shown(request, viewer, report_id, now, refused)
    return see_other(f"/reports/{report_id}", notice="It is sent on.")


@post("/reports/{report_id:uuid}/right")
async def right(viewer: NamedDependency[Viewer], report_id: FromPath[UUID]) -> Redirect:
    await commands.mark_accuracy_checked(viewer=viewer, report_id=report_id, now=clock.now())
    return see_other(f"/reports/{report_id}", notice="You said that it is right and fair.")


@post("/reports/{report_id:uuid}/published")
async def published(viewer: NamedDependency[Viewer], report_id: FromPath[UUID]) -> Redirect:
    await commands.mark_published(viewer=viewer, report_id=report_id, now=clock.now())
    return see_other(f"/reports/{report_id}", notice="The service sees it from now on.")


@post("/reports/{report_id:uuid}/no-action")
async def no_action(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], report_id: FromPath[UUID]
) -> Redirect | Template:
    now = clock.now()
    typed = await sent(request)
    because = typed.fields.get("because", "")
    try:
        await without_names(typed, lambda: because, "because")
        await commands.say_no_action(viewer=viewer, report_id=report_id, because=because, now=now)
    except Invalid as refused:
        return await _shown(request, viewer, report_id, now, refused, because)
    return see_other(f"/reports/{report_id}", notice="Saved.")


async def _shown(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    report_id: UUID,
    now: datetime,
    refused: Invalid | None = None,
    because: str = "",
) -> Template:
    report = await queries.report(viewer, report_id, now)
    sends = sends_on(viewer, report)
    content = report_page(
        viewer,
        report,
        await queries.report_findings(viewer, report_id, now),
        await queries.recipients(report_id),
        await queries.possible_recipients(report_id, now) if sends else [],
        now=now,
        because=because,
        faults=faults_of(refused) if refused else None,
    )
    shown = page_with_faults if refused else page
    return shown(request, "action_plans/report.html", content)


HANDLERS = [reports, show, send_on, right, published, no_action]
