"""One section of an audit, all its questions on one page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from action_plans.rules.statuses import STATUS_WORDS, Status
from audits.forms.answers import ASIDES, seen, typed_answer
from audits.pages import questions
from audits.pages.fields import FieldView, field_view, good_field
from audits.pages.questions import EvidenceView, LastTime, QuestionView, question_view
from audits.pages.top import Standing, Top, address, numbers
from audits.pages.words import answer_words
from audits.queries.audits import AuditView, EvidenceRow
from audits.queries.last_time import FailedQuestion
from audits.queries.last_time import LastTime as LastAudit
from audits.rules.asides import KINDS
from audits.rules.definitions import Question, Section


@dataclass(frozen=True, slots=True)
class Back:
    """What came back from a form that could not all be saved."""

    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SectionLink:
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class SectionPage:
    title: str
    top: Top
    action: str
    save_to: str
    hint: str
    questions: tuple[QuestionView, ...]
    good: FieldView | None
    next: SectionLink | None
    faults: dict[str, str]


def keys_in(view: AuditView, code: str) -> list[str] | None:
    """The keys of a section's questions and of its own field; None when there is no such."""
    section = _section(view, code)
    if section is None:
        return None
    keys = [question.key for question in section.questions]
    good = good_field(view.head.definition, code)
    return [*keys, good[0]] if good else keys


def section_page(
    standing: Standing,
    code: str,
    last: LastAudit,
    names: Mapping[str, str],
    back: Back | None = None,
) -> SectionPage:
    """All questions of a section with what was answered, and what failed last time.

    Raises KeyError for a code that no section has (``keys_in``).
    """
    view, back = standing.view, back or Back()
    section = _section(view, code)
    if section is None:
        raise KeyError(code)
    head = view.head
    number = numbers(head)
    failed_before = {one.question_key: one for one in last.failed}
    good = good_field(head.definition, section.code)
    if good is not None:
        key, asked = good
        good = key, replace(asked, label=f"What is good in this section, {section.title}?")
    return SectionPage(
        title=f"{section.code}. {section.title}",
        top=standing.top,
        action=f"{address(head)}/sections/{section.code}",
        save_to=f"{address(head)}/answers",
        hint=section.hint,
        questions=tuple(
            question_view(
                question,
                number[question.key],
                _standing(standing, question, failed_before.get(question.key), names, back),
            )
            for question in section.questions
        ),
        good=good and field_view(*good, view, typed=back.typed, faults=back.faults, names=names),
        next=_next(view, section),
        faults=dict(back.faults),
    )


def question_seen(view: AuditView, key: str) -> str:
    """What a page shows of a question now, for its hidden field."""
    return seen(_values(view, key))


def evidence_view(view: AuditView, row: EvidenceRow) -> EvidenceView:
    href = f"{address(view.head)}/evidence/{row.id}"
    return EvidenceView(
        id=str(row.id),
        href=href,
        small=f"{href}?size=small",
        is_photo=row.file_id is not None,
        words=row.caption or "",
    )


def evidence_of(view: AuditView, key: str) -> tuple[EvidenceView, ...]:
    return tuple(evidence_view(view, row) for row in view.evidence if row.question_key == key)


def last_time_view(question: Question, failed: FailedQuestion | None) -> LastTime | None:
    """What was answered last time, and how the action that came of it stands."""
    if failed is None:
        return None
    action = failed.finding.action if failed.finding else None
    words = answer_words(question, failed.answer) or "to put right"
    if action is None:
        return LastTime(words)
    return LastTime(
        words=words,
        action=action.title,
        action_href=f"/actions/{action.id}",
        action_state=STATUS_WORDS[Status(action.status)],
    )


def _standing(
    standing: Standing,
    question: Question,
    failed: FailedQuestion | None,
    names: Mapping[str, str],
    back: Back,
) -> questions.Standing:
    view, key = standing.view, question.key
    beside = {aspect: view.asides.get((key, aspect), {}) for aspect in (*ASIDES, KINDS)}
    kept = typed_answer(question, view.answers.get(key, {}), beside)
    came_back = {name: words for name, words in back.typed.items() if name.startswith(f"{key}.")}
    draft = view.drafts.get(key)
    raised = draft is not None and draft.finding_id is not None
    return questions.Standing(
        typed=came_back or kept,
        faults=back.faults,
        names=names,
        evidence=evidence_of(view, key),
        last_time=last_time_view(question, failed),
        failed=key in standing.score.critical_failed,
        put_right_href="" if raised else f"{address(view.head)}/put-right/{key}",
        saved=bool(kept),
        seen=question_seen(view, key),
    )


def _section(view: AuditView, code: str) -> Section | None:
    return next((one for one in view.head.sections if one.code == code), None)


def _values(view: AuditView, key: str) -> dict[str, Mapping[str, Any]]:
    beside = {aspect: view.asides.get((key, aspect), {}) for aspect in (*ASIDES, KINDS)}
    return {"answer": view.answers.get(key, {}), **beside}


def _next(view: AuditView, section: Section) -> SectionLink | None:
    sections = view.head.sections
    place = [one.code for one in sections].index(section.code)
    if place + 1 == len(sections):
        return None
    following = sections[place + 1]
    return SectionLink(
        href=f"{address(view.head)}/sections/{following.code}",
        words=f"{following.code}. {following.title}",
    )
