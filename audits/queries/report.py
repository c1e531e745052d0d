"""Everything that the report of a completed audit says, for screen and PDF."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audits.permissions import sees_score
from audits.queries.audits import AuditView, EvidenceRow, Head, audit
from audits.queries.last_time import FindingNow, findings_of
from audits.rules.answers import Answer, Value
from audits.rules.asides import rests_on_documents_alone
from audits.rules.definitions import Question
from audits.rules.fields import GOOD
from audits.rules.scoring import AuditScore
from qa.errors import NotFound
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """What is good; ``section`` is the title of the section, None for the whole service."""

    section: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedQuestion:
    """``documents_alone`` flags a judgement that rests on documents alone (Conventions)."""

    question: Question
    answer: Answer
    note: str | None
    sample: str | None
    safe: str | None
    not_looked: str | None
    to_put_right: bool
    critical_failed: bool
    documents_alone: bool
    finding: FindingNow | None
    none_because: str | None
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSection:
    code: str
    title: str
    questions: tuple[ReportedQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is good comes first. ``score`` is None for whoever may not see it: it is internal;
    that something critical failed is told to everybody who reads the report."""

    head: Head
    good: tuple[Good, ...]
    score: AuditScore | None
    to_put_right: tuple[ReportedQuestion, ...]
    sections: tuple[ReportedSection, ...]
    fields: dict[str, Value]
    worker_name: str | None


async def report(*, viewer: Viewer, audit_id: UUID, now: datetime) -> Report:
    """The report of a completed audit; NotFound while it is not complete (scopes.audits)."""
    view = await audit(viewer=viewer, audit_id=audit_id, now=now)
    if view.head.status != "complete":
        raise NotFound
    score = view.work.score()
    findings = await findings_of(viewer=viewer, audit_id=audit_id, now=now)
    sections = tuple(
        ReportedSection(
            code=section.code,
            title=section.title,
            questions=tuple(
                _reported(view, score, question, findings.get(question.key))
                for question in section.questions
            ),
        )
        for section in view.work.sections
    )
    return Report(
        head=view.head,
        good=_good(view),
        score=score if sees_score(viewer, view.head.definition.id) else None,
        to_put_right=tuple(
            one for section in sections for one in section.questions if one.to_put_right
        ),
        sections=sections,
        fields=dict(view.fields),
        worker_name=view.worker_name,
    )


def _reported(
    view: AuditView, score: AuditScore, question: Question, finding: FindingNow | None
) -> ReportedQuestion:
    key = question.key
    draft = view.drafts.get(key)
    answer = view.answers.get(key, {})
    return ReportedQuestion(
        question=question,
        answer=answer,
        note=_text(view, key, "note"),
        sample=_text(view, key, "sample"),
        safe=_text(view, key, "safe"),
        not_looked=_text(view, key, "not_looked"),
        to_put_right=key in score.shortfalls or finding is not None,
        critical_failed=key in score.critical_failed,
        documents_alone=bool(answer) and _documents_alone(view, question),
        finding=finding,
        none_because=draft.none_because if draft else None,
        evidence=tuple(one for one in view.evidence if one.question_key == key),
    )


def _good(view: AuditView) -> tuple[Good, ...]:
    places: list[tuple[str, str | None]] = [("closing.good", None)]
    places += [(f"{GOOD}.{section.code}", section.title) for section in view.work.sections]
    return tuple(
        Good(section=title, text=str(value["text"]))
        for key, title in places
        if (value := view.fields.get(key))
    )


def _documents_alone(view: AuditView, question: Question) -> bool:
    """By what the visitor said it rests on, else by what the definition foresees."""
    said = view.asides.get((question.key, "kinds"), {}).get("kinds")
    kinds = said if isinstance(said, list) else question.evidence_kinds
    return rests_on_documents_alone(frozenset(kinds))


def _text(view: AuditView, key: str, aspect: str) -> str | None:
    value = view.asides.get((key, aspect))
    return str(value["text"]) if value else None
