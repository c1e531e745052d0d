"""Writing down what was found elsewhere: one report, with one or several findings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from action_plans import commands
from action_plans.controllers.reading import sent, together_with_names
from action_plans.forms.findings import (
    TypedReport,
    changed,
    report_given,
    service_words,
    texts_of,
    typed_report,
    without_blanks,
)
from action_plans.pages.asking import NAMES_KEPT
from action_plans.pages.recording import RecordingPage, item_codes, recording_page, with_service
from action_plans.queries.reports import (
    first_to_answer,
    recordable_services,
    who_reads_restricted,
)
from action_plans.report_permissions import may_restrict, why_not_record
from qa import clock, framework_files
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.known_names import names_typed
from qa.pages.shapes import Row
from qa.rules.london import london_day
from qa.viewer import Viewer

TEMPLATE = "action_plans/finding_new.html"


@get("/findings/new")
async def new(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    now = clock.now()
    services = await _services(viewer, now)
    today = TypedReport(received_on=london_day(now).isoformat())
    typed = with_service(today, services, request.query_params.get("service", ""))
    return page(request, TEMPLATE, await _page(viewer, typed, services))


@post("/findings/new")
async def record(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Save the report; or only put one more finding on the page, or take one off."""
    now = clock.now()
    services = await _services(viewer, now)
    form = await sent(request)
    typed, do = typed_report(form.fields, form.several), form.fields.get("do", "")
    if do:
        return page(request, TEMPLATE, await _page(viewer, changed(typed, do), services))
    typed = without_blanks(typed)
    people = await _people(viewer)
    try:
        report = together_with_names(
            lambda: report_given(
                typed,
                services=service_words(services),
                items=item_codes(framework_files.load_frameworks()),
                people=[one["id"] for one in people],
                today=london_day(now),
            ),
            {} if NAMES_KEPT in form.fields else await names_typed(texts_of(typed)),
        )
        report_id = await commands.record_report(viewer=viewer, report=report, now=now)
    except Invalid as refused:
        return page_with_faults(request, TEMPLATE, await _page(viewer, typed, services, refused))
    return see_other(await _next(viewer, report_id, now), notice="It is written down.")


async def _services(viewer: Viewer, now: datetime) -> Sequence[Row]:
    """The services to choose from, for those who record findings at all."""
    if why_not_record(viewer) is not None:
        raise NotFound
    return await recordable_services(viewer, london_day(now))


async def _people(viewer: Viewer) -> Sequence[Row]:
    return await who_reads_restricted(viewer) if may_restrict(viewer) else []


async def _page(
    viewer: Viewer, typed: TypedReport, services: Sequence[Row], refused: Invalid | None = None
) -> RecordingPage:
    return recording_page(
        viewer,
        typed,
        services,
        await _people(viewer),
        framework_files.load_frameworks(),
        faults_of(refused) if refused else None,
    )


async def _next(viewer: Viewer, report_id: UUID, now: datetime) -> str:
    """To answer what was found, one finding after the other; or to the report."""
    first = await first_to_answer(viewer, report_id, now)
    return f"/findings/{first}/answer?queue=yes" if first else f"/reports/{report_id}"


HANDLERS = [new, record]
