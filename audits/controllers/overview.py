"""One audit while it is under way, ending it early, and the way out when somebody is in danger."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from audits.commands.opening import end_early
from audits.controllers.sections import under_way
from audits.pages.leaving import DangerPage, EndPage
from audits.pages.overview import overview_page
from audits.pages.top import address, standing_of
from audits.pages.written import names_words
from audits.queries.audits import audit
from audits.queries.last_time import last_time
from qa import clock
from qa.errors import Invalid
from qa.http import FromPath, faults_of, local_path, page, page_with_faults, see_other
from qa.known_names import names_typed
from qa.viewer import Viewer


@get("/audits/{audit_id:uuid}")
async def overview(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Template | Redirect:
    """Where everything about an audit starts; a complete one shows its report."""
    now = clock.now()
    view = await audit(viewer=viewer, audit_id=audit_id, now=now)
    head = view.head
    if head.status == "complete":
        return see_other(f"{address(head)}/report")
    last = await last_time(
        viewer=viewer, service_id=head.service_id, definition=head.definition.id, now=now
    )
    return page(request, "audits/overview.html", overview_page(standing_of(view), last))


@get("/audits/{audit_id:uuid}/end-early")
async def end_page(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Template:
    view = await under_way(viewer, audit_id)
    return page(request, "audits/end_early.html", EndPage(standing_of(view).top))


@post("/audits/{audit_id:uuid}/end-early")
async def end(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Redirect | Template:
    form = await request.form()
    reason = str(form.get("reason", ""))
    found = {} if "anyway" in form else await names_typed({"reason": reason})
    try:
        if found:
            raise Invalid(list(names_words(found).items()))
        await end_early(viewer=viewer, audit_id=audit_id, reason=reason, now=clock.now())
    except Invalid as refused:
        top = standing_of(await under_way(viewer, audit_id)).top
        content = EndPage(top, reason, bool(found), faults_of(refused))
        return page_with_faults(request, "audits/end_early.html", content)
    return see_other(f"/audits/{audit_id}", notice="The audit was ended early.")


@get("/someone-in-danger")
async def danger(request: Request[Any, Any, Any]) -> Template:
    """What to do now. Nothing is kept: it is no part of an audit (glossary.md 7.3)."""
    back = local_path(request.query_params.get("back"), "/work")
    return page(request, "audits/danger.html", DangerPage(back))


HANDLERS = [overview, end_page, end, danger]
