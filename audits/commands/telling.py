"""Telling the service what an audit found: in person first, then by mail that says no more
than that there is something to read."""

from datetime import datetime
from uuid import UUID

from action_plans.commands.findings import lift_embargo
from action_plans.rules.embargo import LONGEST
from audits.permissions import why_not_change
from audits.queries.audits import Head, head
from audits.rules.definitions import Kind
from qa import db, events, mail
from qa.errors import Conflict, Invalid, WrongState, require
from qa.rules.london import london_day
from qa.viewer import Viewer

REPORT = "There is a new report about a service"
CRITICAL = "Something at a service has to be put right now"
BODY = "Sign in to read it."
RUN_OUT = "audit.embargo_run_out"
_HAS_RUN_OUT = "SELECT EXISTS (SELECT FROM event WHERE subject_id = {} AND kind = {})"


async def record_told(*, viewer: Viewer, audit_id: UUID, told_at: datetime, now: datetime) -> None:
    """Record that the manager was told in person, after the audit was completed.

    From now on the service sees the audit, its findings and their actions (rules.embargo).
    """
    async with db.transaction():
        top = await head(viewer=viewer, audit_id=audit_id, now=now, lock="UPDATE")
        require(why_not_change(viewer, top.definition, top.service_id, top.opened_by))
        if top.status != "complete":
            raise WrongState("Complete the audit first.")
        if told_at > now:
            raise Invalid([("told_manager_at", "This time has not come yet.")])
        if london_day(told_at) < top.visit_on:
            raise Invalid([("told_manager_at", "This is before the day of the visit.")])
        if top.told_at is not None:
            raise Conflict("That the manager was told is recorded already.")
        await db.claim(
            """UPDATE audit SET told_at = {}, told_recorded_by = {}
               WHERE id = {} AND status = 'complete' AND told_at IS NULL RETURNING id""",
            told_at,
            viewer.user_id,
            audit_id,
        )
        await lift_embargo(viewer=viewer, origin_id=audit_id, now=now)
        await events.record(
            "audit.told",
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            happened_at=told_at,
            service_id=top.service_id,
        )
        if not await db.value(_HAS_RUN_OUT, audit_id, RUN_OUT):
            await tell_managers(viewer=viewer, top=top, told=True, now=now, region=False)


async def tell_when_run_out(*, viewer: Viewer, now: datetime) -> int:
    """Write to the managers whom nobody told in person within 24 hours of completion: from then
    on they read the report (rules.embargo). Returns how many audits; each is told of once."""
    waiting = await db.rows(
        """SELECT id FROM audit WHERE status = 'complete' AND told_at IS NULL
           AND completed_at <= {} AND NOT EXISTS (
               SELECT FROM event WHERE subject_id = audit.id AND kind = {})
           ORDER BY completed_at""",
        now - LONGEST,
        RUN_OUT,
    )
    return sum([await _tell_that_run_out(viewer, one["id"], now) for one in waiting])


async def _tell_that_run_out(viewer: Viewer, audit_id: UUID, now: datetime) -> bool:
    """False when somebody told them, or another process wrote to them, meanwhile."""
    async with db.transaction():
        top = await head(viewer=viewer, audit_id=audit_id, now=now, lock="UPDATE")
        if top.told_at is not None or await db.value(_HAS_RUN_OUT, audit_id, RUN_OUT):
            return False
        await events.record(
            RUN_OUT,
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            service_id=top.service_id,
        )
        await tell_managers(viewer=viewer, top=top, told=True, now=now, region=False)
    return True


async def tell_managers(
    *, viewer: Viewer, top: Head, told: bool, now: datetime, region: bool = True
) -> None:
    """Send the report's address to the service's managers once they were told in person, and
    to the regional manager; who was written to is recorded (rules.md R024).

    Spot checks of a worker are for checker and line manager: no mail above them.
    """
    people: set[UUID] = await _service_managers(top.service_id) if told else set()
    if region and top.definition.kind is not Kind.SPOT_CHECK:
        people |= await _regional_managers(top.service_id)
    await _write(viewer, top, people, REPORT, f"/audits/{top.id}", "audit.report_sent", now)


async def tell_of_critical(*, viewer: Viewer, top: Head, now: datetime) -> None:
    """A failed critical question: the service's managers and the regional manager hear of it
    the same day (audit_templates.md, Conventions, C)."""
    people = await _service_managers(top.service_id) | await _regional_managers(top.service_id)
    address = f"/services/{top.service_id}/plan"
    await _write(viewer, top, people, CRITICAL, address, "audit.critical_told", now)


async def _write(
    viewer: Viewer,
    top: Head,
    people: set[UUID],
    subject: str,
    address: str,
    kind: str,
    now: datetime,
) -> None:
    """One mail each, and one event that says to whom; not to who did it."""
    recipients = sorted(person for person in people if person != viewer.user_id)
    for person in recipients:
        await mail.queue(person_id=person, subject=subject, body=BODY, address=address, now=now)
    if recipients:
        await events.record(
            kind,
            viewer=viewer,
            subject=("audit", top.id),
            now=now,
            service_id=top.service_id,
            audience="quality_team",
            data={"to": [str(person) for person in recipients]},
        )


async def _service_managers(service_id: UUID) -> set[UUID]:
    found = await db.rows(
        """SELECT us.person FROM user_service us
           JOIN user_role ur ON ur.person = us.person
           AND ur.role IN ('service_manager', 'deputy_manager')
           JOIN users u ON u.id = us.person AND u.ended_at IS NULL
           WHERE us.service = {} AND us.to_on IS NULL""",
        service_id,
    )
    return {row["person"] for row in found}


async def _regional_managers(service_id: UUID) -> set[UUID]:
    found = await db.rows(
        """SELECT u.id AS person FROM users u
           JOIN user_role ur ON ur.person = u.id AND ur.role = 'regional_manager'
           JOIN service s ON s.region = u.region
           WHERE s.id = {} AND u.ended_at IS NULL""",
        service_id,
    )
    return {row["person"] for row in found}
