"""A made-up plan and a made-up report of any length, for what is printed."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from action_plans.plan_pdf import PlanPdf, plan_pdf
from action_plans.queries.printed_plan import PrintedPlan
from audits.definition_files import load_all
from audits.queries.audits import EvidenceRow, Head
from audits.queries.last_time import ActionNow, FindingNow
from audits.queries.printed_report import PrintedAction, PrintedReport
from audits.queries.report import Good, Report, ReportedQuestion, ReportedSection
from audits.rules.scoring import score_audit
from qa.pages.print import printed_words
from qa.roles import Role

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 15, 5, tzinfo=UTC)
PRINTED = printed_words(NOW)
SERVICE = {"name": "14 Rowan Street", "code": "S01", "region": "North", "managers": ["A. Manager"]}
_GROUPS = ("late", "late", "week", "waiting", "open", "open", "to_check", "closed")
_STATUS = {"waiting": "transferred", "to_check": "done", "closed": "closed"}
_TITLES = (
    "Fire doors close by themselves and nobody wedges them",
    "Everyone has a hospital passport that can be found at once",
    "People choose what is for tea, with pictures to choose from",
    "Medicines records have no gaps at weekends",
    "Hot water at the bath is never over 44 degrees",
)
_DIFFERENCE = (
    "People open every door by themselves, and it closes behind them. Staff know why it matters"
    " and say so when they find one wedged."
)
_STEPS = ("Ask the landlord for a date", "Show everybody at handover", "Walk round with a person")


def action(number: int, group: str = "late", **different: Any) -> dict[str, Any]:
    """A row of a plan; every third date was moved."""
    due_on = TODAY + timedelta(days=-9 if group == "late" else 3 if group == "week" else 30)
    row = {
        "id": UUID(int=number),
        "group": group,
        "title": _TITLES[number % len(_TITLES)],
        "status": _STATUS.get(group, "agreed"),
        "severity": ("high", "critical", "medium", "low")[number % 4],
        "owner_name": ("Tolu Testmanager", "The property team", None)[number % 3],
        "other_body": "Northgate Homes" if group == "waiting" else None,
        "sources": ("cqc;family", "quality_manager", "house_meeting;quality_advisor")[number % 3],
        "due_on": due_on,
        "first_due_on": due_on - timedelta(days=28 if number % 3 == 0 else 0),
        "done_on": TODAY - timedelta(days=2),
        "checked_on": TODAY - timedelta(days=12),
    }
    return {**row, **different}


def plan(actions: int = 12, *, more: bool = False) -> PlanPdf:
    """The page of a plan with so many actions in every state."""
    return plan_of(
        [action(number, _GROUPS[number % len(_GROUPS)]) for number in range(actions)], more=more
    )


def plan_of(rows: list[dict[str, Any]], *, more: bool = False) -> PlanPdf:
    behind = {
        one["id"]: {
            "difference": _DIFFERENCE if place % 2 else None,
            "help_needed": "Property: fit hold-open devices." if place % 4 == 0 else None,
            "sources": one["sources"],
        }
        for place, one in enumerate(rows)
    }
    steps = {
        one["id"]: [
            {"text": text, "done_at": NOW - timedelta(days=8) if text == _STEPS[0] else None}
            for text in _STEPS
        ]
        for one in rows[::2]
    }
    found = PrintedPlan(actions=rows, behind=behind, steps=steps, more=more)
    return plan_pdf(service=SERVICE, plan=found, printed=PRINTED, today=TODAY)


def report(*, sees_score: bool = True, good: bool = True) -> PrintedReport:
    """A full H&S visit: two things to put right, one of them critical, one not needed."""
    definition = next(one for one in load_all() if one.id == "t03")
    answers: dict[str, Any] = {
        "t03.q02": {"a": {"n": 3, "of": 4}},
        "t03.q08": {"a": {"answer": "no"}},
        "t03.q12": {"a": {"answer": "partly"}},
    }
    answers |= {
        one.key: {"a": {"answer": "yes"}}
        for one in definition.questions
        if one.key not in answers and one.parts[0].type in ("ypn", "yn")
    }
    score = score_audit(definition.sections, answers, TODAY)
    findings = {
        "t03.q02": _finding("t03.q02", "high", "One quarterly meeting was not held.", 2),
        "t03.q08": _finding("t03.q08", "critical", "The kitchen fire door was wedged open.", 1),
    }
    picture = uuid4()
    sections = tuple(
        ReportedSection(
            code=section.code,
            title=section.title,
            questions=tuple(
                ReportedQuestion(
                    question=question,
                    answer=answers.get(question.key, {}),
                    note="Seen with the manager." if question.key == "t03.q02" else None,
                    sample="The last four" if question.key == "t03.q02" else None,
                    safe="Wedge taken away." if question.key == "t03.q08" else None,
                    not_looked="No time" if question.key not in answers else None,
                    to_put_right=question.key in score.shortfalls,
                    critical_failed=question.key in score.critical_failed,
                    documents_alone=question.key == "t03.q01",
                    finding=findings.get(question.key),
                    none_because="Put right while we were there."
                    if question.key == "t03.q12"
                    else None,
                    evidence=_evidence(picture, question.key),
                )
                for question in section.questions
            ),
        )
        for section in definition.sections
    )
    found = Report(
        head=Head(
            id=uuid4(),
            service_id=uuid4(),
            service_code="S01",
            service_name="14 Rowan Street",
            service_type="residential",
            definition_version=uuid4(),
            definition=definition,
            status="complete",
            visit_on=TODAY,
            opened_by=uuid4(),
            opened_by_name="Ian Testvisitor",
            opened_at=NOW,
            completed_at=NOW,
            completed_by_name="Ian Testvisitor",
            told_at=NOW,
            score=score.percentage,
            critical_failed=1,
        ),
        good=(
            Good(section=None, text="People were at ease and showed us round themselves."),
            Good(section="Fire", text="Everybody could say where to meet when the alarm rings."),
        )
        if good
        else (),
        score=score if sees_score else None,
        to_put_right=tuple(
            one for section in sections for one in section.questions if one.to_put_right
        ),
        sections=sections,
        fields={
            "closing.people_spoken_to": {"n": 4},
            "closing.staff_spoken_to": {"n": 1},
            "closing.families_spoken_to": {"n": 0},
            "closing.time_in": {"at": "09:30"},
            "closing.time_out": {"at": "15:30"},
        },
        worker_name=None,
    )
    return PrintedReport(
        report=found,
        auditor_roles=frozenset({Role.HS_MANAGER, Role.ADMINISTRATOR}),
        actions={
            UUID(int=number): PrintedAction("Tolu Testmanager", _DIFFERENCE, TODAY)
            for number in (1, 2)
        },
        pictures={str(picture): photo()},
    )


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 600), (90, 140, 120)).save(out, "JPEG")
    return out.getvalue()


def _finding(key: str, severity: str, text: str, number: int) -> FindingNow:
    return FindingNow(
        id=uuid4(),
        question_key=key,
        text=text,
        suggested_action=None,
        severity=severity,
        framework_item=None,
        action=ActionNow(
            id=UUID(int=number),
            ref=f"A{number}",
            title=_TITLES[number - 1],
            severity=severity,
            status="agreed",
            due_on=TODAY + timedelta(days=7),
            done_on=None,
        ),
    )


def _evidence(picture: UUID, key: str) -> tuple[EvidenceRow, ...]:
    if key == "t03.q08":
        return (_shown(picture, key, "photo", "The kitchen door, wedged", uuid4()),)
    if key == "t03.q02":
        return (_shown(uuid4(), key, "pointer", "Health and safety file, shelf 2", None),)
    return ()


def _shown(
    evidence_id: UUID, key: str, kind: str, caption: str, file_id: UUID | None
) -> EvidenceRow:
    return EvidenceRow(
        id=evidence_id,
        question_key=key,
        kind=kind,
        caption=caption,
        file_id=file_id,
        added_at=NOW,
    )
