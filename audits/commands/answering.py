"""Answers, notes and what was made safe: each change is a row of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from audits.permissions import why_not_change
from audits.queries.audits import Head, head
from audits.rules.answers import faults
from audits.rules.asides import why_not_aside
from audits.rules.definitions import FieldType, Question
from audits.rules.fields import field_of, why_not_field
from qa import db, events
from qa.errors import Conflict, Invalid, WrongState, require
from qa.viewer import Viewer

COMPLETE = "This audit is not open any more, so it takes no further answer."
NO_SUCH_QUESTION = "This audit has no such question."


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """``seq`` tells which of two changes came later; the later one holds."""

    change_id: UUID
    question_key: str
    aspect: str
    seq: int


async def save_answer(
    *,
    viewer: Viewer,
    audit_id: UUID,
    change_id: UUID,
    question_key: str,
    aspect: str,
    value: Mapping[str, Any] | None,
    device_at: datetime | None = None,
    now: datetime,
) -> SavedAnswer:
    """Save one change of one answer, note or other aspect of a question.

    A question's answer holds a value for each part: ``{"a": {"n": 3, "of": 4}}``; fields at
    head and end (``header.x``, ``closing.x``, ``good.A``) one value; the other aspects are in
    ``rules.asides``. None or an empty value takes the answer back. Several aspects are
    independent. The same change twice is saved once and gives the same result, also after
    completion; anything else after completion raises WrongState.
    """
    async with db.transaction():
        top = await head(viewer=viewer, audit_id=audit_id, now=now, lock="SHARE")
        if (before := await _saved(change_id, top.id, question_key, aspect)) is not None:
            return before
        require(why_not_change(viewer, top.definition, top.service_id, top.opened_by))
        if top.status != "open":
            raise WrongState(COMPLETE)
        await _check(top, question_key, aspect, value or {})
        made = await db.row(
            """INSERT INTO answer (id, audit, question_key, aspect, value, device_at,
                                   received_at, by, respondent, position)
               VALUES ({}, {}, {}, {}, {}, {}, {}, {}, 0, 0)
               ON CONFLICT (id) DO NOTHING RETURNING seq""",
            change_id,
            audit_id,
            question_key,
            aspect,
            msgspec.json.encode(value).decode() if value else None,
            device_at,
            now,
            viewer.user_id,
        )
        if made is None:  # the same change came in twice at the same moment
            return await _just_saved(change_id, top.id, question_key, aspect)
        await events.record(
            "answer.saved",
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            happened_at=device_at,
            service_id=top.service_id,
            audience="quality_team",
            data={"question": question_key, "aspect": aspect},
            client_change_id=change_id,
        )
    return SavedAnswer(change_id, question_key, aspect, made["seq"])


async def _saved(
    change_id: UUID, audit_id: UUID, question_key: str, aspect: str
) -> SavedAnswer | None:
    found = await db.row(
        "SELECT audit, question_key, aspect, seq FROM answer WHERE id = {}", change_id
    )
    if found is None:
        return None
    if (found["audit"], found["question_key"], found["aspect"]) != (audit_id, question_key, aspect):
        raise Conflict("This change was saved for another answer.")
    return SavedAnswer(change_id, question_key, aspect, found["seq"])


async def _just_saved(
    change_id: UUID, audit_id: UUID, question_key: str, aspect: str
) -> SavedAnswer:
    """What the other one saved, now that it has."""
    saved = await _saved(change_id, audit_id, question_key, aspect)
    if saved is None:
        raise Conflict("This answer is being saved already.")
    return saved


async def _check(top: Head, key: str, aspect: str, value: Mapping[str, Any]) -> None:
    question = _question(top, key)
    if question is not None:
        if aspect == "answer":
            found = faults(question, value, top.visit_on)
            if found:
                raise Invalid([(f"{key}.{part}", words) for part, words in found.items()])
            return
        _refuse(f"{key}.{aspect}", why_not_aside(aspect, value))
        return
    field = field_of(top.definition, key)
    if field is None or aspect != "answer":
        raise Invalid([(key, NO_SUCH_QUESTION)])
    _refuse(key, why_not_field(field, value))
    if value and field.type is FieldType.WORKER and not await _is_worker(str(value["worker"])):
        raise Invalid([(key, "There is no worker with this code.")])


def _question(top: Head, key: str) -> Question | None:
    asked = (question for section in top.sections for question in section.questions)
    return next((question for question in asked if question.key == key), None)


def _refuse(field: str, reason: str | None) -> None:
    if reason is not None:
        raise Invalid([(field, reason)])


async def _is_worker(code: str) -> bool:
    return await db.value("SELECT TRUE FROM worker WHERE code = {}", code) is True
