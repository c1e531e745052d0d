"""The overview: what is late, by region, with who is stuck."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from action_plans import queries
from action_plans.figures import closure_share
from action_plans.forms.overview import overview_filters
from action_plans.pages.overview import (
    closure_card,
    coverage_card,
    overview_page,
    so_far,
    this_quarter,
)
from action_plans.permissions import OVERSEES
from action_plans.queries.reports import waiting_to_be_sent_on
from qa import clock
from qa.errors import NotFound
from qa.http import page
from qa.paging import after
from qa.reports.shapes import Figures
from qa.roles import Role
from qa.rules.london import london_day
from qa.viewer import Viewer

ROWS = 20


@get("/overview")
async def overview(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
) -> Template:
    if not viewer.has(*OVERSEES):
        raise NotFound
    now = clock.now()
    today = london_day(now)
    filters = overview_filters(request.query_params)
    by_region = viewer.has(Role.DIRECTOR, Role.QUALITY_MANAGER)
    count = queries.late_counts_by_region if by_region else queries.late_counts_by_service
    # Together: each waits for the database, and this page is looked at for ten seconds.
    found, counts, waiting, reports, closure, coverage = await asyncio.gather(
        queries.late_actions(
            viewer,
            now,
            filters.region,
            after(request.query_params.get("cursor"), tuple[int, date, UUID]),
            ROWS + 1,
            service=filters.service,
            places=filters.places,
        ),
        count(viewer, now),
        queries.waiting_counts(viewer, now),
        waiting_to_be_sent_on(viewer, now),
        closure_share(viewer, so_far(now)),
        figures.coverage_share(viewer, this_quarter(now)),
    )
    content = overview_page(
        counts,
        found,
        waiting,
        reports,
        (closure_card(so_far(now), *closure), coverage_card(this_quarter(now), coverage)),
        filters,
        by_region=by_region,
        size=ROWS,
        today=today,
    )
    return page(request, "action_plans/overview.html", content)


HANDLERS = [overview]
