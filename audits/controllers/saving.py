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
from audits.forms.answers import Given, device_time, field_given, question_given
from audits.queries.audits import AuditView
from audits.rules.definitions import Question
from audits.rules.fields import field_of
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
        question = question_of(view, key)
        given = given_of(view, key, question, form)
        faults |= given.faults
        for one in given.changes:
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
        if question is not None:
            evidence = await _save_evidence(viewer, view.head.id, key, form, change, now)
            faults |= evidence.faults
            taken += evidence.taken
    return Saved(faults, tuple(taken))


def question_of(view: AuditView, key: str) -> Question | None:
    """The question with this key as it is asked at this service, or None."""
    return next((question for question in view.work.questions if question.key == key), None)


def given_of(view: AuditView, key: str, question: Question | None, form: Form) -> Given:
    """What was typed under a key; NotFound when the audit asks no such thing."""
    if question is not None:
        return question_given(question, form.sent, view.head.visit_on)
    asked = field_of(view.head.definition, key)
    if asked is None:
        raise NotFound
    return field_given(key, asked, form.sent)


async def names_written(view: AuditView, keys: Iterable[str]) -> dict[str, str]:
    """Words beside each field of these questions whose text seems to hold a name."""
    wanted = set(keys)
    texts = {
        f"{key}.{aspect}": str(value["text"])
        for (key, aspect), value in view.asides.items()
        if key in wanted and "text" in value
    }
    for key in wanted & view.answers.keys():
        for part, value in view.answers[key].items():
            words = " ".join(str(value[name]) for name in ("text", "na") if name in value)
            texts[f"{key}.{part}"] = words
    for key in wanted & view.fields.keys():
        texts[key] = str(view.fields[key].get("text", ""))
    found = await names_typed(texts)
    return {
        name: f"This looks like a name: {', '.join(names)}. If it is one, take it out."
        for name, names in found.items()
    }


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
