"""The actions behind each number of action closure."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from action_plans.figures import NUMBERS, closure_rows
from action_plans.pages.closure_rows import HEADINGS, closure_rows_page, csv_row
from qa.controllers.figures import asked_so_far, given_of
from qa.errors import NotFound
from qa.http import csv_file, page
from qa.pages.shapes import Row
from qa.paging import PAGE, after
from qa.reports.asked import Asked
from qa.reports.exports import as_csv
from qa.reports.places import counts_only
from qa.viewer import Viewer

AT_ONCE = 2_000


@get("/figures/closure/{which:str}")
async def closure_list(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], which: FromPath[str]
) -> Template:
    wanted = _asked(viewer, request, which)
    start = after(request.query_params.get("cursor"), tuple[date, UUID])
    found = await closure_rows(viewer, wanted, which, start, PAGE)
    content = closure_rows_page(found, which, given_of(viewer, request), wanted, size=PAGE)
    return page(request, "action_plans/closure_rows.html", content)


@get("/figures/closure/{which:str}/rows.csv")
async def closure_list_csv(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], which: FromPath[str]
) -> Response[str]:
    wanted = _asked(viewer, request, which)
    rows: list[Row] = []
    start: tuple[date, UUID] | None = None
    while found := await closure_rows(viewer, wanted, which, start, AT_ONCE):
        rows.extend(found[:AT_ONCE])
        if len(found) <= AT_ONCE:
            break
        start = (rows[-1]["first_due_on"], rows[-1]["id"])
    return csv_file(which, as_csv(HEADINGS, (csv_row(row) for row in rows)))


def _asked(viewer: Viewer, request: Request[Any, Any, Any], which: str) -> Asked:
    wanted = asked_so_far(viewer, request)
    if which not in NUMBERS or counts_only(viewer):
        raise NotFound
    return wanted


HANDLERS = [closure_list, closure_list_csv]
