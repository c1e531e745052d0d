"""What becomes of a report from outside: sent on, checked for fairness, published, settled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from action_plans import report_permissions as permissions
from action_plans import scopes
from action_plans.commands import history
from action_plans.commands.findings import lift_embargo
from action_plans.commands.telling import tell_of_report
from action_plans.queries.reports import may_see_report
from action_plans.rules.sources import OUTSIDE
from qa import db, events
from qa.errors import Conflict, Invalid, NotFound, WrongState, require
from qa.viewer import Viewer, viewer_of


async def mark_sent_on(
    *, viewer: Viewer, report_id: UUID, person_ids: Sequence[UUID], now: datetime
) -> None:
    """The director sends an outside report to the right people (R008); each gets a mail once.

    Sending it to somebody again changes nothing. Nobody is sent what they may not see.
    """
    async with db.transaction():
        await _outside_report(viewer, report_id, now)
        require(permissions.why_not_send_on(viewer))
        if not person_ids:
            raise Invalid([("people", "Choose who gets this report.")])
        sent = [
            person
            for person in sorted(set(person_ids))
            if await _add_recipient(report_id, person, viewer, now)
        ]
        if sent:
            await _record("report.sent_on", report_id, viewer, now, {"to": [str(p) for p in sent]})


async def mark_accuracy_checked(*, viewer: Viewer, report_id: UUID, now: datetime) -> None:
    """Somebody of the quality team read it and says that it is right and fair (R009)."""
    async with db.transaction():
        await _outside_report(viewer, report_id, now)
        require(permissions.why_not_check_accuracy(viewer))
        claimed = await db.row(
            """UPDATE report SET accuracy_checked_at = {}, accuracy_checked_by = {}
               WHERE id = {} AND accuracy_checked_at IS NULL RETURNING id""",
            now,
            viewer.user_id,
            report_id,
        )
        if claimed is None:
            raise Conflict("Somebody has already checked whether this report is right.")
        await _record("report.accuracy_checked", report_id, viewer, now)


async def say_no_action(*, viewer: Viewer, report_id: UUID, because: str, now: datetime) -> None:
    """Nothing has to be done about this report, because: the other end of R009."""
    if not because.strip():
        raise Invalid([("because", "Say why nothing has to be done.")])
    async with db.transaction():
        await _report(viewer, report_id, now)
        require(permissions.why_not_say_no_action(viewer))
        if await db.value(
            "SELECT 1 FROM finding WHERE report = {} AND action IS NOT NULL LIMIT 1", report_id
        ):
            raise WrongState("An action answers something of this report already.")
        claimed = await db.row(
            "UPDATE report SET outcome = {} WHERE id = {} AND outcome IS NULL RETURNING id",
            because.strip(),
            report_id,
        )
        if claimed is None:
            raise Conflict("Somebody has already said that nothing has to be done.")
        await _record("report.no_action", report_id, viewer, now)


async def mark_published(*, viewer: Viewer, report_id: UUID, now: datetime) -> None:
    """CQC has published what was a draft: from now on the services read it (glossary.md 7.2)."""
    async with db.transaction():
        await _outside_report(viewer, report_id, now)
        require(permissions.why_not_keep_draft(viewer))
        if not await db.value(
            "SELECT 1 FROM finding WHERE report = {} AND embargoed_until > {} LIMIT 1",
            report_id,
            now,
        ):
            raise WrongState("This report is not a draft, or it is published already.")
        await lift_embargo(viewer=viewer, origin_id=report_id, now=now)
        await _record("report.published", report_id, viewer, now)


async def _report(viewer: Viewer, report_id: UUID, now: datetime) -> db.Row:
    """The report, locked until the transaction ends."""
    found = await db.row(
        "SELECT r.id, r.source FROM report r WHERE r.id = {} AND {} FOR UPDATE OF r",
        report_id,
        scopes.reports(viewer, now),
    )
    if found is None:
        raise NotFound
    return found


async def _outside_report(viewer: Viewer, report_id: UUID, now: datetime) -> None:
    if (await _report(viewer, report_id, now))["source"] not in OUTSIDE:
        raise WrongState("This is only for reports of outside bodies.")


async def _add_recipient(report_id: UUID, person: UUID, viewer: Viewer, now: datetime) -> bool:
    reader = await viewer_of(person)
    if reader is None:
        raise Invalid([("people", "Choose people who have an account.")])
    added = await db.row(
        """INSERT INTO report_recipient (id, report, person, sent_at, sent_by)
           VALUES ({}, {}, {}, {}, {}) ON CONFLICT (report, person) DO NOTHING RETURNING id""",
        uuid4(),
        report_id,
        person,
        now,
        viewer.user_id,
    )
    if not await may_see_report(reader, report_id, now):
        raise Invalid([("people", f"{reader.name} may not see this report.")])
    if added is not None:
        await tell_of_report(person, report_id, by=viewer, now=now)
    return added is not None


async def _record(
    kind: str, report_id: UUID, viewer: Viewer, now: datetime, data: dict[str, Any] | None = None
) -> None:
    """In the history of the report, for no more eyes than what it found."""
    found = await db.row(
        """SELECT bool_or(restricted) AS restricted, max(embargoed_until) AS embargoed_until
           FROM finding WHERE report = {}""",
        report_id,
    )
    assert found is not None
    await events.record(
        kind,
        viewer=viewer,
        subject=("report", report_id),
        now=now,
        audience=history.audience(
            restricted=bool(found["restricted"]),
            embargoed_until=found["embargoed_until"],
            now=now,
        ),
        data=data,
    )
