"""Completing an audit: once, as a whole, by one person."""

from datetime import datetime
from uuid import UUID

from action_plans.rules.embargo import LONGEST
from audits.commands.into_plan import put_into_plan
from audits.commands.spot_checks import record_spot_check
from audits.commands.telling import tell_managers
from audits.permissions import why_not_change
from audits.queries.audits import AuditView, DraftRow, head, written
from audits.rules.completion import Faults, faults
from audits.rules.scoring import AuditScore
from qa import db, events
from qa.errors import Conflict, Invalid, require
from qa.rules.london import london_day
from qa.viewer import Viewer

ALREADY = "Somebody else has already completed or ended this audit."
TOLD_AHEAD = "This time has not come yet."
TOLD_BEFORE = "This is before the day of the visit."


async def complete_audit(
    *, viewer: Viewer, audit_id: UUID, told_manager_at: datetime | None, now: datetime
) -> None:
    """Complete an audit: its score, its findings and their actions, in one transaction.

    Refused with every fault while something is unanswered, a shortfall has neither finding
    nor reason, or a failed critical question was not made safe (rules.completion). When the
    manager was told in person the service sees the findings at once, else 24 hours later;
    what is critical always at once. What the service's own managers find is theirs already.
    The second of two people gets Conflict.
    """
    async with db.transaction():
        top = await head(viewer=viewer, audit_id=audit_id, now=now, lock="UPDATE")
        require(why_not_change(viewer, top.definition, top.service_id, top.opened_by))
        if top.status != "open":
            raise Conflict(ALREADY)
        view = await written(viewer, top)
        score = view.work.score()
        if viewer.works_at(top.service_id):
            told_manager_at = told_manager_at or now
        found = faults(view.work, score, london_day(now))
        found += told_faults(told_manager_at, view, now)
        if found:
            raise Invalid(found)
        await _claim(viewer, audit_id, score, told_manager_at, now)
        embargoed_until = None if told_manager_at else now + LONGEST
        for draft in _in_order(view):
            await put_into_plan(
                viewer=viewer, top=top, draft=draft, embargoed_until=embargoed_until, now=now
            )
        await record_spot_check(
            viewer=viewer, view=view, ended_early=view.work.ended_early, now=now
        )
        await events.record(
            "audit.completed",
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            service_id=top.service_id,
            audience="quality_team",
            data={
                "score": score.percentage,
                "critical_failed": list(score.critical_failed),
                "told": told_manager_at is not None,
            },
        )
        await tell_managers(viewer=viewer, top=top, told=told_manager_at is not None, now=now)


def told_faults(told_at: datetime | None, view: AuditView, now: datetime) -> Faults:
    """Why the manager cannot have been told at this time."""
    if told_at is None:
        return []
    if told_at > now:
        return [("told_manager_at", TOLD_AHEAD)]
    if london_day(told_at) < view.head.visit_on:
        return [("told_manager_at", TOLD_BEFORE)]
    return []


async def _claim(
    viewer: Viewer, audit_id: UUID, score: AuditScore, told_at: datetime | None, now: datetime
) -> None:
    await db.claim(
        """UPDATE audit SET status = 'complete', completed_by = {}, completed_at = {},
                  told_at = {}, told_recorded_by = {}, score = {}, critical_failed = {}
           WHERE id = {} AND status = 'open' RETURNING id""",
        viewer.user_id,
        now,
        told_at,
        viewer.user_id if told_at else None,
        score.percentage,
        len(score.critical_failed),
        audit_id,
    )


def _in_order(view: AuditView) -> list[DraftRow]:
    """The drafts with a finding that is not in the plan yet, in the order of the questions."""
    drafts = (view.drafts.get(question.key) for question in view.work.questions)
    return [draft for draft in drafts if draft and draft.text and draft.finding_id is None]
