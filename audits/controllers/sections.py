"""The questions of an audit, a section at a time, and each answer as it is given."""

from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from audits.commands.evidence import take_back_evidence
from audits.controllers.saving import Saved, names_written, save_keys
from audits.controllers.sent import Form, form_of, id_in
from audits.forms.answers import typed_as_sent
from audits.pages.fields import header_fields
from audits.pages.saved import saved_answer
from audits.pages.section import Back, keys_in, section_page
from audits.pages.start import CODE, StartPage, start_page
from audits.pages.top import address, standing_of
from audits.queries.audits import AuditView, audit
from audits.queries.last_time import last_time
from audits.queries.workers import workers_of
from qa import clock
from qa.errors import NotFound, WrongState, require
from qa.http import FromPath, local_path, page, page_with_faults, see_other
from qa.rules.london import london_day
from qa.viewer import Viewer

OVER = "This audit is not open any more. Its report shows what was answered."


@get("/audits/{audit_id:uuid}/sections/{code:str}")
async def section(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    code: FromPath[str],
) -> Template | Redirect:
    view = await audit(viewer=viewer, audit_id=audit_id, now=clock.now())
    if view.head.status != "open":
        return see_other(address(view.head))
    require(view.why_not_change)
    content = await _section(viewer, view, code)
    return page(request, "audits/section.html", content)


@post("/audits/{audit_id:uuid}/sections/{code:str}")
async def save_section(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    code: FromPath[str],
) -> Redirect | Template:
    """Save all that was changed; what cannot be saved comes back as it was typed."""
    now, form = clock.now(), await form_of(request)
    view = await under_way(viewer, audit_id)
    keys = _keys(view, code)
    saved = await save_keys(viewer, view, keys, form, now)
    if (taken := id_in(form.sent, "take_back")) is not None:
        await take_back_evidence(viewer=viewer, audit_id=audit_id, evidence_id=taken, now=now)
    if saved.faults:
        again = await audit(viewer=viewer, audit_id=audit_id, now=now)
        content = await _section(viewer, again, code, _back(keys, form, saved))
        return page_with_faults(request, "audits/section.html", content)
    here = f"{address(view.head)}/sections/{code}"
    return see_other(_after(form, here), notice="Saved.")


@get("/audits/{audit_id:uuid}/start")
async def start(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Template | Redirect:
    view = await audit(viewer=viewer, audit_id=audit_id, now=clock.now())
    if view.head.status != "open":
        return see_other(address(view.head))
    require(view.why_not_change)
    return page(request, "audits/start.html", await _start(view))


@post("/audits/{audit_id:uuid}/start")
async def save_start(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Redirect | Template:
    now, form = clock.now(), await form_of(request)
    view = await under_way(viewer, audit_id)
    keys = list(header_fields(view.head.definition))
    saved = await save_keys(viewer, view, keys, form, now)
    if saved.faults:
        again = await audit(viewer=viewer, audit_id=audit_id, now=now)
        content = await _start(again, _back(keys, form, saved))
        return page_with_faults(request, "audits/start.html", content)
    return see_other(_after(form, f"{address(view.head)}/{CODE}"), notice="Saved.")


@post("/audits/{audit_id:uuid}/answers/{key:str}")
async def save_one(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    key: FromPath[str],
) -> Response[dict[str, Any]]:
    """One question or field, saved as it is given; the answer says what stands beside it now."""
    now, form = clock.now(), await form_of(request)
    view = await audit(viewer=viewer, audit_id=audit_id, now=now)
    saved = await save_keys(viewer, view, [key], form, now)
    again = await audit(viewer=viewer, audit_id=audit_id, now=now)
    names = await names_written(again, [key])
    found = saved_answer(standing_of(again), key, now, saved.faults, names, saved.taken)
    return Response(found, media_type=MediaType.JSON, status_code=422 if saved.faults else 200)


async def under_way(viewer: Viewer, audit_id: UUID) -> AuditView:
    """An audit that this viewer may go on with; WrongState when it is over."""
    view = await audit(viewer=viewer, audit_id=audit_id, now=clock.now())
    if view.head.status != "open":
        raise WrongState(OVER)
    require(view.why_not_change)
    return view


async def _section(viewer: Viewer, view: AuditView, code: str, back: Back | None = None) -> Any:
    head = view.head
    last = await last_time(
        viewer=viewer,
        service_id=head.service_id,
        definition=head.definition.id,
        now=clock.now(),
    )
    names = await names_written(view, _keys(view, code))
    return section_page(standing_of(view), code, last, names, back)


async def _start(view: AuditView, back: Back | None = None) -> StartPage:
    today = london_day(clock.now())
    workers = await workers_of(service_id=view.head.service_id, today=today)
    keys = list(header_fields(view.head.definition))
    return start_page(standing_of(view), workers, await names_written(view, keys), back)


def _keys(view: AuditView, code: str) -> list[str]:
    keys = keys_in(view, code)
    if keys is None:
        raise NotFound
    return keys


def _back(keys: list[str], form: Form, saved: Saved) -> Back:
    typed = {name: words for key in keys for name, words in typed_as_sent(key, form.sent).items()}
    return Back(
        {name: words for name, words in typed.items() if name not in saved.taken}, saved.faults
    )


def _after(form: Form, here: str) -> str:
    """Where to go on: the next section, or the question whose button was used."""
    if then := form.one("then"):
        return local_path(then, here)
    key = form.one("save")
    return f"{here}#{key}" if key else here


HANDLERS = [section, save_section, start, save_start, save_one]
