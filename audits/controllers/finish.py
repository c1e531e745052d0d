"""Finishing an audit: what is missing, the last fields, and telling the manager."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from audits.commands.completing import complete_audit
from audits.controllers.saving import names_written, save_keys
from audits.controllers.sections import under_way
from audits.controllers.sent import Form, form_of
from audits.forms.answers import typed_as_sent
from audits.forms.finish import told_at
from audits.pages.fields import closing_fields
from audits.pages.finish import FinishPage, finish_page
from audits.pages.section import Back
from audits.pages.top import standing_of
from audits.pages.written import all_keys
from audits.queries.audits import AuditView
from qa import clock
from qa.errors import Invalid
from qa.http import FromPath, faults_of, page, page_with_faults, see_other
from qa.rules.london import london_day
from qa.viewer import Viewer

TOLD = ("told", "told_on", "told_time")


@get("/audits/{audit_id:uuid}/finish")
async def finish(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Template:
    now = clock.now()
    view = await under_way(viewer, audit_id)
    content = await _page(viewer, view, now, {"told_on": london_day(now).isoformat()})
    return page(request, "audits/finish.html", content)


@post("/audits/{audit_id:uuid}/finish")
async def complete(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Redirect | Template:
    """Save the last fields; with the button for it also complete the audit."""
    now, form = clock.now(), await form_of(request)
    view = await under_way(viewer, audit_id)
    keys = list(closing_fields(view.head.definition))
    faults = dict((await save_keys(viewer, view, keys, form, now)).faults)
    completing = form.one("complete") == "1"
    if completing and not faults:
        try:
            await complete_audit(
                viewer=viewer,
                audit_id=audit_id,
                told_manager_at=_told(viewer, view, form),
                now=now,
            )
            return see_other(f"/audits/{audit_id}/report", notice="The audit is complete.")
        except Invalid as refused:
            faults = {name: said for name, said in faults_of(refused).items() if _is_here(name)}
    elif not faults:
        return see_other(f"/audits/{audit_id}/finish", notice="Saved.")
    again = await under_way(viewer, audit_id)
    told = {name: form.one(name) for name in TOLD}
    back = Back(_typed(keys, form), faults)
    content = await _page(viewer, again, now, told, back, refused=completing)
    return page_with_faults(request, "audits/finish.html", content)


async def _page(
    viewer: Viewer,
    view: AuditView,
    now: datetime,
    told: dict[str, str],
    back: Back | None = None,
    *,
    refused: bool = False,
) -> FinishPage:
    return finish_page(
        standing_of(view),
        await names_written(view, all_keys(view)),
        today=london_day(now),
        asks_told=not viewer.works_at(view.head.service_id),
        told=told,
        back=back,
        refused=refused,
    )


def _told(viewer: Viewer, view: AuditView, form: Form) -> datetime | None:
    if viewer.works_at(view.head.service_id):
        return None
    return told_at(form.typed)


def _is_here(name: str) -> bool:
    """Whether a fault belongs to a field of this page; all others stand in the list."""
    return name in TOLD or name == "told_manager_at"


def _typed(keys: list[str], form: Form) -> dict[str, str]:
    typed: dict[str, str] = {}
    for key in keys:
        typed |= typed_as_sent(key, form.sent)
    return typed


HANDLERS = [finish, complete]
