"""What is to be put right: findings as they are worded, and the actions that answer them."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from action_plans.pages.rows import action_row
from action_plans.queries.worklists import possible_owners
from audits.commands.drafts import raise_critical_now, save_draft
from audits.controllers.sections import under_way
from audits.forms.drafts import draft_given, texts_of
from audits.pages.put_right import (
    OnePage,
    one_page,
    put_right_page,
    question_text,
    values_in,
)
from audits.pages.top import standing_of
from audits.queries.audits import AuditView
from audits.queries.last_time import last_time
from audits.queries.offered import offered_actions
from qa import clock, framework_files
from qa.errors import Invalid, NotFound
from qa.http import FromPath, faults_of, page, page_with_faults, see_other
from qa.known_names import names_typed
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/audits/{audit_id:uuid}/put-right")
async def all_of_them(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], audit_id: FromPath[UUID]
) -> Template:
    view = await under_way(viewer, audit_id)
    return page(request, "audits/put_right.html", put_right_page(standing_of(view)))


@get("/audits/{audit_id:uuid}/put-right/{key:str}")
async def one(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    key: FromPath[str],
) -> Template:
    view = await under_way(viewer, audit_id)
    content = await _one(viewer, view, key, {})
    return page(request, "audits/put_right_one.html", content)


@post("/audits/{audit_id:uuid}/put-right/{key:str}")
async def save_one(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    audit_id: FromPath[UUID],
    key: FromPath[str],
) -> Redirect | Template:
    """Save a draft. Text that seems to hold a name comes back first, to be saved anyway."""
    now, listed = clock.now(), f"/audits/{audit_id}/put-right"
    view = await under_way(viewer, audit_id)
    typed = {name: str(value) for name, value in (await request.form()).items()}
    if "take_out" in typed:
        await save_draft(viewer=viewer, audit_id=audit_id, question_key=key, now=now)
        return see_other(listed, notice="Taken out.")
    found = {} if "anyway" in typed else await names_typed(texts_of(typed))
    try:
        given = draft_given(typed)
        if found:
            raise Invalid([(name, f"This looks like a name: {', '.join(names)}.")
                           for name, names in found.items()])  # fmt: skip
        await save_draft(
            viewer=viewer,
            audit_id=audit_id,
            question_key=key,
            text=given.text,
            suggested_action=given.suggested_action,
            severity=given.severity,
            framework_item=given.framework_item,
            join_action_id=given.join_action_id,
            new_action=given.new_action,
            none_because=given.none_because,
            now=now,
        )
        if "now" in typed:
            await raise_critical_now(viewer=viewer, audit_id=audit_id, question_key=key, now=now)
    except Invalid as refused:
        faults = {name.removeprefix(f"{key}."): said for name, said in faults_of(refused).items()}
        names = ", ".join(name for names in found.values() for name in names)
        content = await _one(viewer, view, key, faults, typed=typed, names=names)
        return page_with_faults(request, "audits/put_right_one.html", content)
    raised = "now" in typed
    return see_other(listed, notice="In the action plan now." if raised else "Saved.")


async def _one(
    viewer: Viewer,
    view: AuditView,
    key: str,
    faults: dict[str, str],
    *,
    typed: dict[str, str] | None = None,
    names: str = "",
) -> OnePage:
    now, head = clock.now(), view.head
    standing = standing_of(view)
    values = values_in(standing, key, typed or {})
    if values is None:
        raise NotFound
    draft = view.drafts.get(key)
    offered = await offered_actions(
        viewer=viewer,
        service_id=head.service_id,
        words=f"{question_text(standing, key)} {values['text']} {values['suggested_action']}",
        framework_item=values["framework_item"] or None,
        joined=draft.join_action_id if draft else None,
        now=now,
    )
    last = await last_time(
        viewer=viewer, service_id=head.service_id, definition=head.definition.id, now=now
    )
    return one_page(
        standing,
        key,
        values,
        _framework(head.definition.framework),
        [(str(row["id"]), action_row(row, london_day(now), with_service=False)) for row in offered],
        await possible_owners(viewer, head.service_id),
        next((one for one in last.failed if one.question_key == key), None),
        names=names,
        faults=_beside_fields(faults),
    )


def _beside_fields(faults: dict[str, str]) -> dict[str, str]:
    """Faults under the names that the fields of the page have."""
    called = {"join": "then", "new": "new.title"}
    return {called.get(name, name): words for name, words in faults.items()}


def _framework(key: str) -> framework_files.Framework | None:
    frameworks = framework_files.load_frameworks()
    return next((one for one in frameworks if one.key == key), None)


HANDLERS = [all_of_them, one, save_one]
