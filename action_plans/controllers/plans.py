"""The action plan: of one service, and of all services of one person."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans.forms.filters import plan_filters
from action_plans.pages.plan import plan_page
from action_plans.queries import own_plan, own_plan_counts, own_services, plan_read
from qa import clock
from qa.http import page, see_other
from qa.paging import PAGE, after
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/plan")
async def plan_of_mine(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """All services of the viewer in one list; who has one service goes to its plan."""
    now = clock.now()
    own = await own_services(viewer)
    if len(own) == 1:
        return see_other(f"/services/{own[0]['id']}/plan")
    filters = plan_filters(request.query_params)
    start = after(request.query_params.get("cursor"), tuple[int, date, UUID])
    found = await own_plan(viewer, now, filters, start, PAGE + 1)
    counts = await own_plan_counts(viewer, now)
    content = plan_page(
        viewer, None, filters, found, counts, own=own, size=PAGE, today=london_day(now)
    )
    return page(request, "action_plans/plan.html", content)


@get("/services/{service_id:uuid}/plan")
async def plan_of_service(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    service_id: FromPath[UUID],
) -> Template:
    now = clock.now()
    filters = plan_filters(request.query_params)
    start = after(request.query_params.get("cursor"), tuple[int, date, UUID])
    found = await plan_read(viewer, service_id, now, filters, start, PAGE + 1)
    content = plan_page(
        viewer,
        found.service,
        filters,
        found.rows,
        found.counts,
        own=await own_services(viewer) if len(viewer.service_ids) > 1 else (),
        size=PAGE,
        today=london_day(now),
    )
    return page(request, "action_plans/plan.html", content)


HANDLERS = [plan_of_mine, plan_of_service]
