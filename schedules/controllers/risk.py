"""The risk rating for planning, people's judgements and the monthly check."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.viewer import Viewer
from schedules import commands
from schedules.forms.risk import judgement, monthly_check
from schedules.pages.risk import level_page, planning_page, service_risk_page
from schedules.permissions import may_plan, may_read_level, why_not_change_settings
from schedules.queries import risk_level


@get("/risk")
async def risk_list(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    found = await risk_level.planning_list(viewer)
    changes = why_not_change_settings(viewer) is None
    content = planning_page(found, changes_settings=changes)
    return page(request, "schedules/risk.html", content)


@get("/services/{service_id:uuid}/risk")
async def service_risk(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    service_id: FromPath[UUID],
) -> Template:
    found = await risk_level.planning_of(viewer, service_id)
    judged = await risk_level.judgements(viewer, service_id, clock.today())
    content = service_risk_page(service_id, found, judged)
    return page(request, "schedules/service_risk.html", content)


@post("/services/{service_id:uuid}/risk/check", status_code=303)
async def check(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    service_id: FromPath[UUID],
) -> Redirect | Template:
    found = await risk_level.planning_of(viewer, service_id)
    try:
        lower, reason = monthly_check(await request.form())
        await commands.moderate(
            viewer=viewer, service_id=service_id, lower=lower, reason=reason, now=clock.now()
        )
    except Invalid as refused:
        judged = await risk_level.judgements(viewer, service_id, clock.today())
        content = service_risk_page(service_id, found, judged, faults=faults_of(refused))
        return page_with_faults(request, "schedules/service_risk.html", content)
    return see_other(f"/services/{service_id}/risk", notice="The monthly check is recorded.")


@get("/services/{service_id:uuid}/level")
async def level_form(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    service_id: FromPath[UUID],
) -> Template:
    if (
        not may_read_level(viewer)
        or await risk_level.level(viewer, service_id, clock.today()) is None
    ):
        raise NotFound
    return page(request, "schedules/level.html", level_page(service_id, plans=may_plan(viewer)))


@post("/services/{service_id:uuid}/level", status_code=303)
async def change_level(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    service_id: FromPath[UUID],
) -> Redirect | Template:
    form = await request.form()
    try:
        given = judgement(form)
        await commands.override_rating(
            viewer=viewer,
            service_id=service_id,
            band=given.band,
            reason=given.reason,
            to_on=given.to_on,
            planning_only=given.planning_only,
            now=clock.now(),
        )
    except Invalid as refused:
        content = level_page(
            service_id, plans=may_plan(viewer), typed=form, faults=faults_of(refused)
        )
        return page_with_faults(request, "schedules/level.html", content)
    return see_other(f"/services/{service_id}", notice="The level is changed.")


@post("/judgements/{override_id:uuid}/end", status_code=303)
async def end_judgement(viewer: NamedDependency[Viewer], override_id: FromPath[UUID]) -> Redirect:
    service_id = await commands.end_override(
        viewer=viewer, override_id=override_id, now=clock.now()
    )
    return see_other(f"/services/{service_id}/risk", notice="The judgement has ended.")


HANDLERS = [risk_list, service_risk, check, level_form, change_level, end_judgement]
