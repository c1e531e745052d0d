"""Figures: spot-check coverage and action closure, each number with its rows."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from qa import clock
from qa.errors import Invalid, NotFound
from qa.forms.figures import figures_query, so_far, whole_quarter
from qa.handed_over import HandedOver
from qa.http import csv_file, faults_of, page, page_with_faults
from qa.pages.coverage_rows import LISTS, coverage_rows, coverage_rows_page
from qa.pages.figures import (
    FiguresPage,
    fault_words,
    figures_page,
    severity_options,
    source_options,
)
from qa.permissions import READS_FIGURES
from qa.queries.figures import choices
from qa.reports.asked import Asked, asked
from qa.reports.exports import as_csv, figure_csv
from qa.reports.places import counts_only
from qa.reports.shapes import CoverageFigure, Figures
from qa.rules.london import london_day
from qa.viewer import Viewer

NO_PLACE = "There is no such service that you may see"


@get("/figures")
async def figures_now(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    above: NamedDependency[HandedOver],
    figures: NamedDependency[Figures],
) -> Template:
    given, offered = given_of(viewer, request), await choices(viewer)
    try:
        wanted, due = asked_of(viewer, request), asked_so_far(viewer, request)
        coverage = await figures.coverage(viewer, wanted)
        closure = await figures.closure(viewer, due)
    except (Invalid, NotFound) as refused:
        faults = faults_of(refused) if isinstance(refused, Invalid) else {"service": NO_PLACE}
        sources, severities = source_options(above.sources), severity_options()
        wrong = FiguresPage(given, offered, sources, severities, faults=fault_words(faults))
        return page_with_faults(request, "qa/figures.html", wrong)
    lists = not counts_only(viewer)
    content = figures_page(
        given, offered, above.sources, wanted, coverage, due, closure, lists=lists
    )
    return page(request, "qa/figures.html", content)


@get("/figures/coverage.csv")
async def coverage_csv(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
) -> Response[str]:
    wanted = asked_of(viewer, request)
    return csv_file("spot-check-coverage", figure_csv(await figures.coverage(viewer, wanted)))


@get("/figures/closure.csv")
async def closure_csv(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
) -> Response[str]:
    wanted = asked_so_far(viewer, request)
    return csv_file("action-closure", figure_csv(await figures.closure(viewer, wanted)))


@get("/figures/coverage/{which:str}")
async def coverage_list(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
    which: FromPath[str],
) -> Template:
    found = await _listed(viewer, request, figures, which)
    given = given_of(viewer, request)
    after = request.query_params.get("after", "")
    content = coverage_rows_page(found, which, given, after)
    return page(request, "qa/coverage_rows.html", content)


@get("/figures/coverage/{which:str}/rows.csv")
async def coverage_list_csv(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
    which: FromPath[str],
) -> Response[str]:
    rows = coverage_rows(await _listed(viewer, request, figures, which), which)
    headings = ("check", "worker", "reason")
    return csv_file(which, as_csv(headings, ((row.check, row.worker, row.text) for row in rows)))


def asked_of(viewer: Viewer, request: Request[Any, Any, Any]) -> Asked:
    """What coverage is asked for, the present quarter by itself; Invalid with every fault."""
    now = clock.now()
    return asked(whole_quarter(given_of(viewer, request), london_day(now)), now=now)


def asked_so_far(viewer: Viewer, request: Request[Any, Any, Any]) -> Asked:
    """What closure is asked for: by itself the present quarter up to today."""
    now = clock.now()
    return asked(so_far(given_of(viewer, request), london_day(now)), now=now)


def given_of(viewer: Viewer, request: Request[Any, Any, Any]) -> dict[str, str]:
    """The questions of the address; to who reads no figures the page is not there."""
    if not viewer.has(*READS_FIGURES):
        raise NotFound
    return figures_query(request.query_params)


async def _listed(
    viewer: Viewer, request: Request[Any, Any, Any], figures: Figures, which: str
) -> CoverageFigure:
    wanted = asked_of(viewer, request)
    if which not in LISTS or counts_only(viewer):
        raise NotFound
    return await figures.coverage(viewer, wanted)


HANDLERS = [figures_now, coverage_csv, closure_csv, coverage_list, coverage_list_csv]
