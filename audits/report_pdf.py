"""The report of an audit on paper: what is good first, then what is to put right."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from action_plans.pages.rows import NO_OWNER
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.statuses import STATUS_WORDS, Status
from audits.pages.visit_words import auditor, spoken_to, visited
from audits.pages.words import answer_words, field_words
from audits.queries.last_time import FindingNow
from audits.queries.printed_report import PrintedReport
from audits.queries.report import Report, ReportedQuestion, ReportedSection
from audits.rules.definitions import FieldType
from qa.pages.print import Fact
from qa.rules.london import london_day
from qa.words import day, plural

_SHOWN_APART = frozenset({FieldType.SERVICE, FieldType.WORKER})


@dataclass(frozen=True, slots=True)
class GoodPart:
    """``heading`` is the section, or empty for the whole service."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PutRight:
    heading: str
    severity: str
    severity_words: str
    found: str
    safe: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class NotNeeded:
    asked: str
    because: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    asked: str
    critical: bool
    answer: str
    notes: tuple[str, ...]
    put_right: bool


@dataclass(frozen=True, slots=True)
class AnswerTable:
    heading: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """``picture`` names a photo handed over with the page; empty when there is none."""

    heading: str
    words: str
    picture: str
    alt: str


@dataclass(frozen=True, slots=True)
class Score:
    overall: str
    critical: str
    sections: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportPdf:
    """``service``, ``about`` and ``printed`` stand at the edge of every page; ``score`` is
    None for whoever may not see it."""

    title: str
    service: str
    about: str
    printed: str
    facts: tuple[Fact, ...]
    lead: str
    good: tuple[GoodPart, ...]
    put_right: tuple[PutRight, ...]
    not_needed: tuple[NotNeeded, ...]
    tables: tuple[AnswerTable, ...]
    evidence: tuple[EvidenceItem, ...]
    score: Score | None


def report_pdf(found: PrintedReport, *, printed: str) -> ReportPdf:
    """The report as the screen shows it to this viewer; most serious first."""
    report = found.report
    put_right = tuple(
        _put_right(number, one, finding, found)
        for number, (one, finding) in enumerate(_in_plan(report), 1)
    )
    return ReportPdf(
        title=f"{report.head.definition.title}: {report.head.service_name}",
        service=report.head.service_name,
        about=f"{report.head.definition.title}, {day(report.head.visit_on)}",
        printed=printed,
        facts=tuple(_facts(found)),
        lead=_lead(report, put_right),
        good=tuple(GoodPart(one.section or "", one.text) for one in report.good),
        put_right=put_right,
        not_needed=tuple(
            NotNeeded(one.question.text, one.none_because)
            for one in report.to_put_right
            if one.finding is None and one.none_because
        ),
        tables=tuple(_table(section) for section in report.sections),
        evidence=tuple(_evidence(report, found.pictures)),
        score=_score(report),
    )


def _facts(found: PrintedReport) -> Iterator[Fact]:
    report, fields = found.report, found.report.fields
    head = report.head
    yield Fact("Service", f"{head.service_name} ({head.service_code})")
    yield Fact("Kind of audit", head.definition.title)
    yield Fact("Date of visit", visited(report))
    yield Fact("By", auditor(found))
    yield Fact("Talked with", spoken_to(report))
    if worker := fields.get("header.worker"):
        yield Fact("Worker", report.worker_name or str(worker["worker"]))
    for field in head.definition.header:
        value = fields.get(f"header.{field.code}")
        if value and field.type not in _SHOWN_APART:
            yield Fact(field.label, field_words(field, value))
    if head.completed_at is not None:
        yield Fact("Report completed", day(london_day(head.completed_at)))
    if head.told_at is not None:
        yield Fact("Manager told in person", day(london_day(head.told_at)))


def _in_plan(report: Report) -> list[tuple[ReportedQuestion, FindingNow]]:
    """What this viewer may see in the plan, most serious first, then in the order asked."""
    seen = [(one, one.finding) for one in report.to_put_right if one.finding is not None]
    return sorted(seen, key=lambda pair: Severity(pair[1].severity).rank, reverse=True)


def _put_right(
    number: int, one: ReportedQuestion, finding: FindingNow, found: PrintedReport
) -> PutRight:
    severity = Severity(finding.severity)
    return PutRight(
        heading=f"{number}. {one.question.text}",
        severity=severity,
        severity_words=SEVERITY_WORDS[severity].capitalize(),
        found=finding.text,
        safe=one.safe or "",
        facts=tuple(_action_facts(finding, found)),
    )


def _action_facts(finding: FindingNow, found: PrintedReport) -> Iterator[Fact]:
    action = finding.action
    if action is None:
        yield Fact("Action", "not decided yet")
        if finding.suggested_action:
            yield Fact("Suggested", finding.suggested_action)
        return
    printed = found.actions[action.id]
    yield Fact("Action", action.title)
    if printed.difference:
        yield Fact("What will be different", printed.difference)
    yield Fact("Owner", printed.owner or NO_OWNER)
    moved = printed.first_due_on != action.due_on
    first = f" (first date {day(printed.first_due_on)})" if moved else ""
    yield Fact("Due", f"{day(action.due_on)}{first}")
    yield Fact("Now", STATUS_WORDS[Status(action.status)])


def _table(section: ReportedSection) -> AnswerTable:
    return AnswerTable(
        heading=section.title,
        rows=tuple(
            AnswerRow(
                asked=one.question.text,
                critical=one.question.critical,
                answer=_answer(one),
                notes=tuple(_notes(one)),
                put_right=one.finding is not None,
            )
            for one in section.questions
        ),
    )


def _answer(one: ReportedQuestion) -> str:
    if one.answer:
        return answer_words(one.question, one.answer)
    return "Not looked at" if one.not_looked else "Not answered"


def _notes(one: ReportedQuestion) -> Iterator[str]:
    if one.not_looked:
        yield one.not_looked
    if one.note:
        yield one.note
    if one.sample:
        yield f"Sample: {one.sample}"
    if one.safe:
        yield f"Made safe: {one.safe}"
    if one.documents_alone:
        yield "Rests on documents alone."


def _evidence(report: Report, pictures: Collection[str]) -> Iterator[EvidenceItem]:
    everything = (
        (one, question)
        for section in report.sections
        for question in section.questions
        for one in question.evidence
    )
    for number, (one, question) in enumerate(everything, 1):
        photo = one.file_id is not None
        shown = str(one.id) in pictures
        words = one.caption or ("Photo" if photo else "")
        yield EvidenceItem(
            heading=f"{number}. {question.question.text}",
            words=words if shown or not photo else f"{words} (look at it on the screen)",
            picture=str(one.id) if shown else "",
            alt=f"Photo {number}: {one.caption or question.question.text}",
        )


def _lead(report: Report, put_right: Sequence[PutRight]) -> str:
    words = []
    if dict(report.fields.get("closing.ended_early", {})).get("answer") == "yes":
        words.append("The visit ended early.")
    if not put_right:
        return " ".join([*words, "Nothing is to be put right."])
    critical = sum(one.severity == Severity.CRITICAL for one in put_right)
    things = plural(len(put_right), "thing")
    words.append(f"{things} to put right{f', {critical} of them critical' if critical else ''}.")
    return " ".join(words)


def _score(report: Report) -> Score | None:
    score = report.score
    if score is None:
        return None
    failed = len(score.critical_failed)
    return Score(
        overall=_percent(score.percentage),
        critical=f"{plural(failed, 'critical question')} failed" if failed else "",
        sections=tuple(
            Fact(section.title, _percent(scored.percentage))
            for section, scored in zip(report.sections, score.sections, strict=True)
        ),
    )


def _percent(percentage: str | None) -> str:
    return "nothing scored" if percentage is None else f"{percentage}%"
