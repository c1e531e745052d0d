"""Saves what was typed on the pages of an audit: each change by itself, so that one fault
keeps nothing else from being saved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from litestar.datastructures import UploadFile

from audits.commands.answering import save_answer
from audits.commands.evidence import add_photo, add_pointer
from audits.controllers.sent import Form, id_in
from audits.forms.answers import device_time, given
from audits.pages.written import names_words, texts_of
from audits.queries.audits import AuditView
from qa.errors import Invalid, NotFound
from qa.http import faults_of
from qa.known_names import names_typed
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Saved:
    """``taken`` are the fields whose content is kept now, and which can be emptied."""

    faults: dict[str, str] = field(default_factory=dict)
    taken: tuple[str, ...] = ()


async def save_keys(
    viewer: Viewer, view: AuditView, keys: Iterable[str], form: Form, now: datetime
) -> Saved:
    """Save what was typed about these questions and fields."""
    change = id_in(form.sent, "change")
    device_at = device_time(form.one("device_at"), now)
    faults: dict[str, str] = {}
    taken: list[str] = []
    for key in keys:
        typed = given(key, view.head.sections, view.head.definition, view.head.visit_on, form.sent)
        if typed is None:
            raise NotFound
        faults |= typed.faults
        for one in typed.changes:
            try:
                await save_answer(
                    viewer=viewer,
                    audit_id=view.head.id,
                    change_id=uuid5(change, f"{key}.{one.aspect}") if change else uuid4(),
                    question_key=key,
                    aspect=one.aspect,
                    value=one.value or None,
                    device_at=device_at,
                    now=now,
                )
            except Invalid as refused:
                faults |= faults_of(refused)
        evidence = await _save_evidence(viewer, view.head.id, key, form, change, now)
        faults |= evidence.faults
        taken += evidence.taken
    return Saved(faults, tuple(taken))


async def names_written(view: AuditView, keys: Iterable[str]) -> dict[str, str]:
    """Words beside each field of these questions whose text seems to hold a name."""
    return names_words(await names_typed(texts_of(view, keys)))


async def _save_evidence(
    viewer: Viewer, audit_id: UUID, key: str, form: Form, change: UUID | None, now: datetime
) -> Saved:
    faults: dict[str, str] = {}
    taken: list[str] = []
    photo = form.files.get(f"{key}.photo")
    try:
        if photo is not None:
            await _save_photo(viewer, audit_id, key, photo, form.one(f"{key}.caption"), change, now)
            taken += [f"{key}.photo", f"{key}.caption"]
        if where := form.one(f"{key}.pointer"):
            await add_pointer(
                viewer=viewer,
                audit_id=audit_id,
                question_key=key,
                where=where,
                evidence_id=uuid5(change, f"{key}.pointer") if change else None,
                now=now,
            )
            taken.append(f"{key}.pointer")
    except Invalid as refused:
        faults = faults_of(refused)
    return Saved(faults, tuple(taken))


async def _save_photo(
    viewer: Viewer,
    audit_id: UUID,
    key: str,
    photo: UploadFile,
    caption: str,
    change: UUID | None,
    now: datetime,
) -> None:
    await add_photo(
        viewer=viewer,
        audit_id=audit_id,
        question_key=key,
        name=photo.filename,
        content=await photo.read(),
        caption=caption,
        evidence_id=uuid5(change, f"{key}.photo") if change else None,
        now=now,
    )
