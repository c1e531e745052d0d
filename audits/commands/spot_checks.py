"""A spot check of a worker, as it counts for KPI 4."""

from datetime import datetime
from uuid import uuid4

from audits.queries.audits import AuditView
from audits.rules.definitions import Kind
from audits.rules.spot_checks import check_made
from qa import db, events
from qa.viewer import Viewer


async def record_spot_check(
    *, viewer: Viewer, view: AuditView, ended_early: bool, now: datetime
) -> None:
    """Record the check that a T14 audit was, inside the transaction that ends the audit.

    Other audits, and a check ended before worker and start were written, record nothing.
    Whom the worker supported is taken from the worker's own row.
    """
    top = view.head
    if top.definition.kind is not Kind.SPOT_CHECK:
        return
    made = check_made(view.fields, top.visit_on, view.work.score(), ended_early)
    worker = await db.row(
        """SELECT w.id, v.supports FROM worker w JOIN worker_version v
           ON v.worker = w.id AND v.superseded_at IS NULL WHERE w.code = {}""",
        made.worker if made else None,
    )
    if made is None or worker is None:
        return
    check_id = uuid4()
    await db.insert(
        "spot_check",
        id=check_id,
        ref=f"T14-{top.id}",
        worker=worker["id"],
        service=top.service_id,
        checked_at=made.checked_at,
        checked_by=viewer.name,
        checked_by_user=viewer.user_id,
        checker_role="manager",
        on_shift_with_worker=made.on_shift_with_worker,
        announced=made.announced,
        during_support=made.during_support,
        supporting=worker["supports"],
        outcome=made.outcome,
        audit=top.id,
        recorded_at=now,
    )
    await events.record(
        "spot_check.recorded",
        viewer=viewer,
        subject=("spot_check", check_id),
        now=now,
        happened_at=made.checked_at,
        service_id=top.service_id,
        audience="quality_team",
        data={"audit": str(top.id), "outcome": made.outcome},
    )
