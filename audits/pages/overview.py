"""An audit on site: what to look at again, the sections in any order, where she stopped."""

from dataclasses import dataclass
from datetime import date

from action_plans.rules.severities import SEVERITY_WORDS, Severity
from audits.pages.fields import header_fields
from audits.pages.start import CODE, TITLE
from audits.pages.top import Standing, Top, address, numbers, question_address
from audits.pages.words import STATUS, answer_words
from audits.queries.last_time import ActionNow
from audits.queries.last_time import LastTime as LastAudit
from audits.rules.completion import open_questions


@dataclass(frozen=True, slots=True)
class Card:
    href: str
    title: str
    answered: int
    asked: int
    words: str
    marks: tuple[str, ...]
    all_answered: bool


@dataclass(frozen=True, slots=True)
class FailedBefore:
    """``href`` is None when this version does not ask it any more."""

    text: str
    href: str | None
    words: str
    action: str
    action_href: str


@dataclass(frozen=True, slots=True)
class ToLookAt:
    href: str
    title: str
    severity: str
    severity_words: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Again:
    """Last time: what failed then, and what is done but not checked."""

    visit_on: date | None
    report_href: str
    failed: tuple[FailedBefore, ...]
    to_look_at: tuple[ToLookAt, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    title: str
    top: Top
    may_change: bool
    why_not: str
    opened_by: str
    state: str
    ended_because: str
    guidance: tuple[str, ...]
    go_on: Unanswered | None
    begin_href: str
    cards: tuple[Card, ...]
    again: Again
    unanswered: tuple[Unanswered, ...]
    put_right_href: str
    put_right_words: str
    finish_href: str
    end_href: str


def overview_page(standing: Standing, last: LastAudit) -> OverviewPage:
    """Everything she needs on site within ten seconds."""
    view, score = standing.view, standing.score
    head = view.head
    href = address(head)
    still_to_word = [
        key for key in score.shortfalls if key not in view.drafts or not _is_settled(standing, key)
    ]
    cards = _cards(standing)
    ended = view.asides.get(("audit", "ended_early"), {})
    return OverviewPage(
        title=head.service_name,
        top=standing.top,
        may_change=head.status == "open" and view.why_not_change is None,
        why_not=view.why_not_change or "" if head.status == "open" else "",
        opened_by=head.opened_by_name,
        state=STATUS[head.status],
        ended_because=str(ended.get("text", "")),
        guidance=head.definition.guidance,
        go_on=_go_on(standing),
        begin_href=cards[0].href,
        cards=cards,
        again=_again(standing, last),
        unanswered=tuple(_question(standing, key) for key in standing.progress.unanswered),
        put_right_href=f"{href}/put-right",
        put_right_words=_put_right_words(len(score.shortfalls), len(still_to_word)),
        finish_href=f"{href}/finish",
        end_href=f"{href}/end-early",
    )


def _is_settled(standing: Standing, key: str) -> bool:
    draft = standing.view.drafts[key].facts
    return draft.raised or bool(draft.text or draft.none_because)


def _put_right_words(found: int, open_still: int) -> str:
    if not found:
        return "Nothing to put right so far"
    words = f"{found} to put right"
    return f"{words}: {open_still} still to be worded" if open_still else f"{words}, all worded"


def _go_on(standing: Standing) -> Unanswered | None:
    stopped = standing.progress.stopped_at
    return _question(standing, stopped) if stopped else None


def _question(standing: Standing, key: str) -> Unanswered:
    head = standing.view.head
    number, text = numbers(head)[key], ""
    for question in standing.view.work.questions:
        if question.key == key:
            text = question.text
    return Unanswered(question_address(head, key), f"Question {number}: {text}")


def _cards(standing: Standing) -> tuple[Card, ...]:
    view, score = standing.view, standing.score
    href = address(view.head)
    cards = []
    if head_fields := header_fields(view.head.definition):
        filled = sum(1 for key in head_fields if view.fields.get(key))
        cards.append(_card(f"{href}/{CODE}", TITLE, filled, len(head_fields), ()))
    for section, progress in zip(view.work.sections, standing.progress.sections, strict=True):
        keys = {question.key for question in section.questions}
        to_put_right = sum(1 for key in score.shortfalls if key in keys)
        critical = sum(1 for key in score.critical_failed if key in keys)
        marks = []
        if to_put_right:
            marks.append(f"{to_put_right} to put right")
        if critical:
            marks.append(f"{critical} critical")
        cards.append(
            _card(
                f"{href}/sections/{section.code}",
                f"{section.code}. {section.title}",
                progress.answered,
                progress.asked,
                tuple(marks),
            )
        )
    return tuple(cards)


def _card(href: str, title: str, answered: int, asked: int, marks: tuple[str, ...]) -> Card:
    words = "All answered" if answered == asked else f"{answered} of {asked} answered"
    return Card(href, title, answered, asked, words, marks, answered == asked)


def _again(standing: Standing, last: LastAudit) -> Again:
    head = standing.view.head
    asked = {question.key: question for question in standing.view.work.questions}
    open_now = frozenset(open_questions(standing.view.work))
    failed = []
    for one in last.failed:
        question = asked.get(one.question_key)
        action = one.finding.action if one.finding else None
        said = answer_words(question, one.answer) if question else ""
        seen = "" if one.question_key in open_now or question is None else " Looked at today."
        failed.append(
            FailedBefore(
                text=one.text,
                href=question_address(head, one.question_key) if question else None,
                words=f"Last time: {said or 'to put right'}.{seen}",
                action=action.title if action else "",
                action_href=f"/actions/{action.id}" if action else "",
            )
        )
    return Again(
        visit_on=last.visit_on,
        report_href=f"/audits/{last.audit_id}/report" if last.audit_id else "",
        failed=tuple(failed),
        to_look_at=tuple(_to_look_at(action) for action in last.done_unchecked),
    )


def _to_look_at(action: ActionNow) -> ToLookAt:
    return ToLookAt(
        href=f"/actions/{action.id}",
        title=action.title,
        severity=action.severity,
        severity_words=SEVERITY_WORDS[Severity(action.severity)],
        done_on=action.done_on,
    )
