"""What was to be put right the last time, to be looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans import scopes as plan_scopes
from audits import scopes
from audits.queries.audits import AuditView, audit
from audits.rules.answers import Answer
from qa import db
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionNow:
    """An action as it stands today."""

    id: UUID
    ref: str
    title: str
    severity: str
    status: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingNow:
    """A finding of an audit and the action that answers it, as far as the viewer sees them."""

    id: UUID
    question_key: str
    text: str
    suggested_action: str | None
    severity: str
    framework_item: str | None
    action: ActionNow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedQuestion:
    """``question_key`` is stable over versions, so it finds its question in this one."""

    question_key: str
    text: str
    critical: bool
    answer: Answer
    finding: FindingNow | None
    none_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """``audit_id`` is None when this was never audited, or the viewer may not see it."""

    audit_id: UUID | None
    visit_on: date | None
    failed: tuple[FailedQuestion, ...]
    done_unchecked: tuple[ActionNow, ...]


async def last_time(
    *, viewer: Viewer, service_id: UUID, definition: str, now: datetime
) -> LastTime:
    """The failed questions of the last completed audit of this kind, with their actions; and
    what was marked done at the service and still waits for somebody to look."""
    done = await _done_unchecked(viewer, service_id, now)
    found = await db.value(
        """SELECT au.id FROM audit au JOIN definition_version dv ON dv.id = au.definition
           WHERE au.service = {} AND dv.definition = {} AND au.status = 'complete' AND ({})
           ORDER BY au.visit_on DESC, au.completed_at DESC LIMIT 1""",
        service_id,
        definition,
        scopes.audits(viewer, now),
    )
    if found is None:
        return LastTime(audit_id=None, visit_on=None, failed=(), done_unchecked=done)
    view = await audit(viewer=viewer, audit_id=found, now=now)
    findings = await findings_of(viewer=viewer, audit_id=found, now=now)
    return LastTime(
        audit_id=found,
        visit_on=view.head.visit_on,
        failed=_failed(view, findings),
        done_unchecked=done,
    )


async def findings_of(*, viewer: Viewer, audit_id: UUID, now: datetime) -> dict[str, FindingNow]:
    """The findings of an audit that this viewer may see, by question, with their actions."""
    found = await db.rows(
        """SELECT f.id, f.question_key, f.text, f.suggested_action, f.severity,
                  f.framework_item, a.id AS action_id, a.ref, a.title,
                  a.severity AS action_severity, a.status, a.due_on, a.done_on
           FROM finding f
           LEFT JOIN action a ON a.id = f.action AND ({})
           WHERE f.origin_id = {} AND f.origin_kind = 'audit' AND ({})
           ORDER BY f.recorded_at, f.id""",
        plan_scopes.actions(viewer, now),
        audit_id,
        plan_scopes.findings(viewer, now),
    )
    return {row["question_key"]: _finding(row) for row in found}


def _failed(view: AuditView, findings: Mapping[str, FindingNow]) -> tuple[FailedQuestion, ...]:
    shortfalls = frozenset(view.work.score().shortfalls)
    return tuple(
        FailedQuestion(
            question_key=question.key,
            text=question.text,
            critical=question.critical,
            answer=view.answers[question.key],
            finding=findings.get(question.key),
            none_because=draft.none_because if (draft := view.drafts.get(question.key)) else None,
        )
        for question in view.work.questions
        if question.key in shortfalls
    )


async def _done_unchecked(viewer: Viewer, service_id: UUID, now: datetime) -> tuple[ActionNow, ...]:
    found = await db.rows(
        """SELECT a.id, a.ref, a.title, a.severity, a.status, a.due_on, a.done_on
           FROM action a WHERE a.service = {} AND a.status = 'done' AND ({})
           ORDER BY a.done_at, a.id LIMIT 100""",
        service_id,
        plan_scopes.actions(viewer, now),
    )
    return tuple(ActionNow(**row) for row in found)


def _finding(row: db.Row) -> FindingNow:
    return FindingNow(
        id=row["id"],
        question_key=row["question_key"],
        text=row["text"],
        suggested_action=row["suggested_action"],
        severity=row["severity"],
        framework_item=row["framework_item"],
        action=None
        if row["action_id"] is None
        else ActionNow(
            id=row["action_id"],
            ref=row["ref"],
            title=row["title"],
            severity=row["action_severity"],
            status=row["status"],
            due_on=row["due_on"],
            done_on=row["done_on"],
        ),
    )
