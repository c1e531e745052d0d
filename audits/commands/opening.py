"""Opening an audit, and ending one early."""

from datetime import date, datetime
from uuid import UUID, uuid4

from audits.commands.spot_checks import record_spot_check
from audits.permissions import Place, why_not_change, why_not_open
from audits.queries.audits import head, written
from audits.queries.definitions import current
from qa import db, events, scopes
from qa.errors import Conflict, Invalid, NotFound, WrongState, require
from qa.rules.london import london_day
from qa.viewer import Viewer

STILL_OPEN = "This audit is not open any more."


async def open_audit(
    *,
    viewer: Viewer,
    service_id: UUID,
    definition: str,
    visit_on: date,
    now: datetime,
    audit_id: UUID | None = None,
    happened_at: datetime | None = None,
) -> UUID:
    """Open an audit of a service in the definition's current version; gives its id.

    Who may: permissions.why_not_open. With an id made by the client, asking twice opens one.
    """
    place = await _place(viewer, service_id)
    version_id, asked = await current(definition)
    require(why_not_open(viewer, asked, place, visit_on, london_day(now)))
    new_id = audit_id or uuid4()
    async with db.transaction():
        made = await db.row(
            """INSERT INTO audit (id, service, definition, status, visit_on, opened_by, opened_at)
               VALUES ({}, {}, {}, 'open', {}, {}, {})
               ON CONFLICT (id) DO NOTHING RETURNING id""",
            new_id,
            service_id,
            version_id,
            visit_on,
            viewer.user_id,
            now,
        )
        if made is None:
            return await _opened_before(viewer, new_id, service_id)
        await events.record(
            "audit.opened",
            viewer=viewer,
            subject=("audit", new_id),
            now=now,
            happened_at=happened_at,
            service_id=service_id,
            audience="quality_team",
            data={"definition": asked.id, "version": asked.version},
        )
    return new_id


async def end_early(*, viewer: Viewer, audit_id: UUID, reason: str, now: datetime) -> None:
    """End an audit that will not be completed: people said not today, or it was cut short.

    What was answered stays as it was; nothing goes into the plan but what is critical and
    went there at once. A spot check is recorded as ended early (rules.md A40).
    """
    if not reason.strip():
        raise Invalid([("reason", "Say why the audit was ended early.")])
    async with db.transaction():
        top = await head(viewer=viewer, audit_id=audit_id, now=now, lock="UPDATE")
        require(why_not_change(viewer, top.definition, top.service_id, top.opened_by))
        if top.status != "open":
            raise WrongState(STILL_OPEN)
        view = await written(viewer, top)
        await _save_reason(viewer, audit_id, reason, now)
        await db.claim(
            """UPDATE audit SET status = 'ended_early'
               WHERE id = {} AND status = 'open' RETURNING id""",
            audit_id,
        )
        await record_spot_check(viewer=viewer, view=view, ended_early=True, now=now)
        await events.record(
            "audit.ended_early",
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            service_id=top.service_id,
            audience="quality_team",
        )


async def _place(viewer: Viewer, service_id: UUID) -> Place:
    found = await db.row(
        """SELECT s.id, s.type, s.nights_staffed, s.opened_on, s.closed_on
           FROM service s WHERE s.id = {} AND ({})""",
        service_id,
        scopes.services(viewer),
    )
    if found is None:
        raise NotFound
    return Place(**found)


async def _opened_before(viewer: Viewer, audit_id: UUID, service_id: UUID) -> UUID:
    same = await db.value(
        "SELECT id FROM audit WHERE id = {} AND service = {} AND opened_by = {}",
        audit_id,
        service_id,
        viewer.user_id,
    )
    if same is None:
        raise Conflict("This audit was opened by somebody else.")
    return audit_id


async def _save_reason(viewer: Viewer, audit_id: UUID, reason: str, now: datetime) -> None:
    """The reason is an answer like any other: append-only, with who and when."""
    await db.execute(
        """INSERT INTO answer (id, audit, question_key, aspect, value, received_at, by,
                               respondent, position)
           VALUES ({}, {}, 'audit', 'ended_early', jsonb_build_object('text', {}::text),
                   {}, {}, 0, 0)""",
        uuid4(),
        audit_id,
        reason.strip(),
        now,
        viewer.user_id,
    )
