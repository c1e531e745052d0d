"""One audit: its head, and everything written in it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from audits import scopes
from audits.permissions import sees_score, why_not_change
from audits.queries.definitions import definition
from audits.rules.answers import Answer, Value
from audits.rules.completion import DraftFacts, Work
from audits.rules.definitions import Definition, Section
from audits.rules.drafts import NewAction
from audits.rules.progress import Progress, progress_of
from qa import db
from qa.errors import NotFound
from qa.roles import MANAGES_SERVICE
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """``score`` and ``critical_failed`` are None for whoever may not see them."""

    id: UUID
    service_id: UUID
    service_code: str
    service_name: str
    service_type: str
    definition_version: UUID
    definition: Definition
    status: str
    visit_on: date
    opened_by: UUID
    opened_by_name: str
    opened_at: datetime
    completed_at: datetime | None
    completed_by_name: str | None
    told_at: datetime | None
    score: str | None
    critical_failed: int | None

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections as they are asked at this kind of service."""
        return self.definition.sections_for(self.service_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    id: UUID
    question_key: str
    kind: str
    caption: str | None
    file_id: UUID | None
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    id: UUID
    question_key: str
    text: str | None
    suggested_action: str | None
    severity: str | None
    framework_item: str | None
    join_action_id: UUID | None
    new_action: NewAction | None
    none_because: str | None
    finding_id: UUID | None

    @property
    def facts(self) -> DraftFacts:
        return DraftFacts(
            text=self.text,
            severity=self.severity,
            none_because=self.none_because,
            has_action=self.join_action_id is not None or self.new_action is not None,
            first_due_on=self.new_action.first_due_on if self.new_action else None,
            raised=self.finding_id is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """``answers`` by question; ``fields`` at head and end; ``asides`` by key and aspect.

    ``worker_name`` is there only for the worker's line manager and the checker
    (glossary.md 7.2); ``why_not_change`` says why this viewer cannot go on with the audit.
    """

    head: Head
    answers: Mapping[str, Answer]
    fields: Mapping[str, Value]
    asides: Mapping[tuple[str, str], Value]
    evidence: tuple[EvidenceRow, ...] = ()
    drafts: Mapping[str, DraftRow] = field(default_factory=dict)
    last_saved: str | None = None
    worker_name: str | None = None
    why_not_change: str | None = None

    @property
    def work(self) -> Work:
        return Work(
            definition=self.head.definition,
            sections=self.head.sections,
            visit_on=self.head.visit_on,
            answers=self.answers,
            fields=self.fields,
            asides=self.asides,
            drafts={key: draft.facts for key, draft in self.drafts.items()},
        )


async def head(*, viewer: Viewer, audit_id: UUID, now: datetime, lock: str = "") -> Head:
    """The audit, if this viewer may see it; with ``lock`` (``SHARE`` or ``UPDATE``) held
    to the end of the transaction."""
    found = await db.row(
        f"""SELECT au.*, dv.id AS version_id, dv.definition AS definition_id,
                  s.code AS service_code, s.name AS service_name, s.type AS service_type,
                  o.name AS opened_by_name, c.name AS completed_by_name
           FROM audit au
           JOIN definition_version dv ON dv.id = au.definition
           JOIN service s ON s.id = au.service
           JOIN users o ON o.id = au.opened_by
           LEFT JOIN users c ON c.id = au.completed_by
           WHERE au.id = {{}} AND ({{}}) {f"FOR {lock} OF au" if lock else ""}""",
        audit_id,
        scopes.audits(viewer, now),
    )
    if found is None:
        raise NotFound
    shown = sees_score(viewer, found["definition_id"])
    return Head(
        id=found["id"],
        service_id=found["service"],
        service_code=found["service_code"],
        service_name=found["service_name"],
        service_type=found["service_type"],
        definition_version=found["version_id"],
        definition=await definition(found["version_id"]),
        status=found["status"],
        visit_on=found["visit_on"],
        opened_by=found["opened_by"],
        opened_by_name=found["opened_by_name"],
        opened_at=found["opened_at"],
        completed_at=found["completed_at"],
        completed_by_name=found["completed_by_name"],
        told_at=found["told_at"],
        score=found["score"] if shown else None,
        critical_failed=found["critical_failed"] if shown else None,
    )


async def audit(*, viewer: Viewer, audit_id: UUID, now: datetime) -> AuditView:
    """Everything in an audit: answers as they are now, notes, evidence, drafts.

    Raises NotFound for what this viewer may not see (scopes.audits).
    """
    return await written(viewer, await head(viewer=viewer, audit_id=audit_id, now=now))


async def written(viewer: Viewer, top: Head) -> AuditView:
    """What is written in an audit whose head this viewer was allowed to read."""
    answers: dict[str, Answer] = {}
    fields: dict[str, Value] = {}
    asides: dict[tuple[str, str], Value] = {}
    questions = {question.key for question in top.definition.questions}
    last: str | None = None
    for row in await db.rows(
        """SELECT question_key, aspect, value FROM current_answer
           WHERE audit = {} ORDER BY seq""",
        top.id,
    ):
        key, aspect, value = row["question_key"], row["aspect"], _decoded(row["value"])
        if key in questions:
            last = key
        if not value:
            continue
        if aspect != "answer":
            asides[key, aspect] = value
        elif key in questions:
            answers[key] = value
        else:
            fields[key] = value
    return AuditView(
        head=top,
        answers=answers,
        fields=fields,
        asides=asides,
        evidence=await _evidence(top.id),
        drafts=await _drafts(top.id),
        last_saved=last,
        worker_name=await _worker_name(viewer, top, fields.get("header.worker")),
        why_not_change=why_not_change(viewer, top.definition, top.service_id, top.opened_by),
    )


async def _evidence(audit_id: UUID) -> tuple[EvidenceRow, ...]:
    found = await db.rows(
        """SELECT id, question_key, kind, caption, file AS file_id, added_at FROM evidence
           WHERE audit = {} AND taken_back_at IS NULL ORDER BY added_at, id""",
        audit_id,
    )
    return tuple(EvidenceRow(**row) for row in found)


async def _drafts(audit_id: UUID) -> dict[str, DraftRow]:
    found = await db.rows(
        """SELECT id, question_key, text, suggested_action, severity, framework_item,
                  join_action AS join_action_id, new_action, none_because,
                  finding AS finding_id
           FROM draft WHERE audit = {}""",
        audit_id,
    )
    return {
        row["question_key"]: DraftRow(
            **{**row, "new_action": _new_action(row["new_action"])},
        )
        for row in found
    }


def _new_action(text: str | None) -> NewAction | None:
    return None if text is None else msgspec.json.decode(text, type=NewAction)


async def _worker_name(viewer: Viewer, top: Head, worker: Value | None) -> str | None:
    """The name, for the checker and for the managers of the worker's own service only."""
    if worker is None:
        return None
    found = await db.row(
        """SELECT v.name, v.service FROM worker w JOIN worker_version v
           ON v.worker = w.id AND v.superseded_at IS NULL WHERE w.code = {}""",
        str(worker.get("worker")),
    )
    if found is None:
        return None
    line_manager = viewer.roles & MANAGES_SERVICE and viewer.works_at(found["service"])
    return found["name"] if line_manager or viewer.user_id == top.opened_by else None


def _decoded(text: str | None) -> Any:
    return None if text is None else msgspec.json.decode(text)


async def progress(*, viewer: Viewer, audit_id: UUID, now: datetime) -> Progress:
    """Answered and unanswered questions by section, and where she stopped."""
    view = await audit(viewer=viewer, audit_id=audit_id, now=now)
    return progress_of(view.work, view.last_saved)
