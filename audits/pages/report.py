"""The report of a complete audit on the screen: what is good first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from action_plans.rules.embargo import embargo_ends_at
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.statuses import STATUS_WORDS, Status
from audits.pages.fields import header_fields
from audits.pages.questions import EvidenceView
from audits.pages.visit_words import spoken_to, visited
from audits.pages.words import answer_words, field_words
from audits.queries.report import Report, ReportedQuestion
from audits.rules.definitions import FieldType
from qa.framework_files import Framework
from qa.pages.shapes import Option


@dataclass(frozen=True, slots=True)
class ReportedAction:
    href: str
    title: str
    state: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer and what came of it."""

    key: str
    number: int
    text: str
    critical: bool
    answer: str
    beside: tuple[Option, ...]
    to_put_right: bool
    critical_failed: bool
    finding: str
    suggested: str
    severity: str
    severity_words: str
    item: str
    action: ReportedAction | None
    none_because: str
    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    title: str
    score: str
    questions: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``score`` is empty for whoever may not see it; ``tell_href`` for whoever need not tell."""

    title: str
    service: str
    visit_on: date
    facts: tuple[Option, ...]
    good: tuple[tuple[str, str], ...]
    to_put_right: tuple[Answered, ...]
    sections: tuple[AnsweredSection, ...]
    score: str
    pdf_href: str
    tell_href: str
    told: Mapping[str, str]
    service_reads_at: datetime | None
    faults: Mapping[str, str]


def report_page(
    found: Report,
    framework: Framework | None,
    *,
    may_tell: bool,
    now: datetime,
    told: Mapping[str, str],
    faults: Mapping[str, str],
) -> ReportPage:
    """The report as this viewer reads it."""
    head = found.head
    href = f"/audits/{head.id}"
    number = _numbers(found)
    titles = (
        {item.code: f"{item.code} {item.title}" for item in framework.items} if framework else {}
    )
    scores = {one.code: one.percentage for one in found.score.sections} if found.score else {}
    answered = {
        one.question.key: _answered(one, number[one.question.key], href, titles)
        for section in found.sections
        for one in section.questions
    }
    waits = head.completed_at is not None and head.told_at is None
    reads_at = embargo_ends_at(head.completed_at, None) if waits and head.completed_at else None
    return ReportPage(
        title=head.definition.title,
        service=head.service_name,
        visit_on=head.visit_on,
        facts=tuple(_facts(found)),
        good=tuple((one.section or "", one.text) for one in found.good),
        to_put_right=tuple(answered[one.question.key] for one in found.to_put_right),
        sections=tuple(
            AnsweredSection(
                title=f"{section.code}. {section.title}",
                score=f"{scores[section.code]}%" if scores.get(section.code) else "",
                questions=tuple(answered[one.question.key] for one in section.questions),
            )
            for section in found.sections
        ),
        score=_score(found),
        pdf_href=f"{href}/report.pdf",
        tell_href=f"{href}/told" if waits and may_tell else "",
        told=told,
        service_reads_at=reads_at if reads_at and reads_at > now else None,
        faults=faults,
    )


def _numbers(found: Report) -> dict[str, int]:
    keys = (one.question.key for section in found.sections for one in section.questions)
    return {key: number for number, key in enumerate(keys, start=1)}


def _facts(found: Report) -> Iterator[Option]:
    head = found.head
    yield "Visit", visited(found)
    yield "By", head.opened_by_name
    for key, field in header_fields(head.definition).items():
        value = found.fields.get(key)
        if not value:
            continue
        if field.type is FieldType.WORKER:
            yield field.label, found.worker_name or f"Worker {value['worker']}"
        else:
            yield field.label, field_words(field, value)
    yield "Spoken to", spoken_to(found)


def _answered(one: ReportedQuestion, number: int, href: str, titles: Mapping[str, str]) -> Answered:
    finding = one.finding
    severity = finding.severity if finding else ""
    item = finding.framework_item or "" if finding else ""
    action = finding.action if finding else None
    return Answered(
        key=one.question.key,
        number=number,
        text=one.question.text,
        critical=one.question.critical,
        answer=answer_words(one.question, one.answer) or "Not answered",
        beside=tuple(_beside(one)),
        to_put_right=one.to_put_right,
        critical_failed=one.critical_failed,
        finding=finding.text if finding else "",
        suggested=finding.suggested_action or "" if finding else "",
        severity=severity,
        severity_words=SEVERITY_WORDS[Severity(severity)] if severity else "",
        item=titles.get(item, item),
        action=ReportedAction(
            href=f"/actions/{action.id}",
            title=action.title,
            state=STATUS_WORDS[Status(action.status)],
            due_on=action.due_on,
        )
        if action
        else None,
        none_because=one.none_because or "",
        evidence=tuple(
            EvidenceView(
                id=str(row.id),
                href=f"{href}/evidence/{row.id}",
                small=f"{href}/evidence/{row.id}?size=small",
                is_photo=row.file_id is not None,
                words=row.caption or "",
            )
            for row in one.evidence
        ),
    )


def _beside(one: ReportedQuestion) -> Iterator[Option]:
    for label, words in (
        ("Not looked at, because", one.not_looked),
        ("Note", one.note),
        ("How they were picked", one.sample),
        ("Made safe", one.safe),
    ):
        if words:
            yield label, words
    if one.documents_alone:
        yield "Rests on", "documents alone"


def _score(found: Report) -> str:
    score = found.score
    if score is None or score.percentage is None:
        return ""
    failed = len(score.critical_failed)
    return f"{score.percentage}%" + (f", {failed} critical failed" if failed else "")
