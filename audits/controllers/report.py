"""The report of a complete audit, and the photos of any."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from audits.commands.telling import record_told
from audits.forms.finish import told_time
from audits.pages.report import ReportPage, report_page
from audits.permissions import why_not_change
from audits.queries.evidence import photo
from audits.queries.report import report
from qa import clock, framework_files, images
from qa.errors import Invalid
from qa.http import FromPath, faults_of, page, page_with_faults, see_other
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/audits/{audit_id:uuid}/report")
async def report_on_screen(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Template:
    return page(request, "audits/report.html", await _report(viewer, audit_id, {}, {}))


@post("/audits/{audit_id:uuid}/told")
async def told(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Redirect | Template:
    """Record later that the manager was told in person."""
    typed = {name: str(value) for name, value in (await request.form()).items()}
    try:
        at = told_time(typed)
        await record_told(viewer=viewer, audit_id=audit_id, told_at=at, now=clock.now())
    except Invalid as refused:
        called = {"told_manager_at": "told_time"}
        faults = {called.get(name, name): said for name, said in faults_of(refused).items()}
        content = await _report(viewer, audit_id, typed, faults)
        return page_with_faults(request, "audits/report.html", content)
    said = "Recorded. The service can read the report now."
    return see_other(f"/audits/{audit_id}/report", notice=said)


async def _report(
    viewer: Viewer, audit_id: UUID, typed: dict[str, str], faults: dict[str, str]
) -> ReportPage:
    now = clock.now()
    found = await report(viewer=viewer, audit_id=audit_id, now=now)
    head = found.head
    why_not = why_not_change(viewer, head.definition, head.service_id, head.opened_by)
    frameworks = framework_files.load_frameworks()
    return report_page(
        found,
        next((one for one in frameworks if one.key == head.definition.framework), None),
        may_tell=why_not is None,
        now=now,
        told={"told_on": london_day(now).isoformat(), **typed},
        faults=faults,
    )


@get("/audits/{audit_id:uuid}/evidence/{evidence_id:uuid}")
async def evidence(
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    evidence_id: FromPath[UUID],
    size: FromQuery[str] = "",
) -> Response[bytes]:
    """A photo, for whoever sees the audit; ``?size=small`` for a list."""
    found = await photo(viewer=viewer, audit_id=audit_id, evidence_id=evidence_id, now=clock.now())
    content = await images.small(found) if size == "small" else found
    return Response(content, media_type="image/jpeg")


HANDLERS = [report_on_screen, told, evidence]
