"""Lists of what waits for one person: to do, to give to somebody, to decide."""

from datetime import date, datetime
from uuid import UUID

from action_plans import scopes
from action_plans.queries import action_rows
from action_plans.queries.action_rows import NOT_DONE, OPEN
from qa import db
from qa.db import SQL, all_of, any_of
from qa.roles import MANAGES_SERVICE, Role
from qa.rules.london import london_day
from qa.viewer import Viewer

Cursor = tuple[date, UUID]
_NOBODY = SQL("a.owner IS NULL AND a.owner_name IS NULL")


async def my_actions(viewer: Viewer, now: datetime, limit: int = 200) -> list[db.Row]:
    """What the viewer has to do or waits to have checked, by due date."""
    if viewer.user_id is None:
        return []
    return await _open(viewer, now, SQL("a.owner = {}", viewer.user_id), None, limit)


async def unowned_actions(
    viewer: Viewer, now: datetime, after: Cursor | None = None, limit: int = 50
) -> list[db.Row]:
    """Open actions without an owner, dates kept, until somebody names the next."""
    return await _open(viewer, now, _NOBODY, after, limit)


async def left_at_closed_services(
    viewer: Viewer, now: datetime, after: Cursor | None = None, limit: int = 50
) -> list[db.Row]:
    """Open actions of services that have closed: they move to another plan or end."""
    closed = SQL("a.service IN (SELECT id FROM service WHERE closed_on <= {})", london_day(now))
    return await _open(viewer, now, closed, after, limit)


async def requests_waiting(viewer: Viewer, now: datetime, limit: int = 200) -> list[db.Row]:
    """What was asked and waits for this viewer's yes or no, oldest first.

    More time and transfers for the regional manager and the director, "we cannot" for a
    Quality Manager; never one's own. A row adds to an action's ``request``, ``kind``,
    ``reason``, ``new_due_on``, ``asked_body``, ``asked_at`` and ``asked_by_name``.
    """
    picked = SQL(
        """SELECT a.id, q.id AS request, q.kind, q.reason, q.new_due_on,
                  q.other_body AS asked_body, q.asked_at, qu.name AS asked_by_name
           FROM action_request q JOIN action a ON a.id = q.action
           JOIN users qu ON qu.id = q.asked_by
           WHERE {} ORDER BY q.asked_at, q.id LIMIT {}""",
        _waits_for(viewer, now),
        limit,
    )
    return await action_rows.rows(
        viewer,
        now,
        picked,
        "p.asked_at, p.request",
        ("request", "kind", "reason", "new_due_on", "asked_body", "asked_at", "asked_by_name"),
    )


async def waiting_counts(viewer: Viewer, now: datetime) -> db.Row:
    """How many ``requests`` wait for this viewer's yes or no, and how many open actions are
    ``unowned``: as many as `requests_waiting` and `unowned_actions` list."""
    found = await db.row(
        f"""SELECT (SELECT count(*) FROM action_request q JOIN action a ON a.id = q.action
                    WHERE {{}}) AS requests,
                   (SELECT count(*) FROM action a
                    WHERE a.status IN {OPEN} AND {{}} AND {{}}) AS unowned""",
        _waits_for(viewer, now),
        _NOBODY,
        scopes.actions(viewer, now),
    )
    assert found is not None
    return found


def _waits_for(viewer: Viewer, now: datetime) -> SQL:
    """Condition on a request q of an action a: undecided, and this viewer's to decide."""
    decides = []
    if Role.DIRECTOR in viewer.roles:
        decides.append(SQL("q.kind IN ('extension', 'transfer')"))
    if Role.REGIONAL_MANAGER in viewer.roles and viewer.region_id is not None:
        decides.append(
            SQL(
                "q.kind IN ('extension', 'transfer')"
                " AND a.service IN (SELECT id FROM service WHERE region = {})",
                viewer.region_id,
            )
        )
    if Role.QUALITY_MANAGER in viewer.roles:
        decides.append(SQL("q.kind = 'rejection'"))
    return all_of(
        SQL(f"q.decided_at IS NULL AND a.status IN {NOT_DONE}"),
        SQL("q.asked_by IS DISTINCT FROM {}", viewer.user_id),
        any_of(*decides),
        scopes.actions(viewer, now),
    )


async def possible_owners(viewer: Viewer, service_id: UUID) -> list[db.Row]:
    """Accounts that the viewer may give this service's actions to: id, name and roles.

    Whoever runs the service names its own people; others also its regional manager and
    whoever works for all services (`permissions.why_not_this_owner`).
    """
    where = SQL(
        """EXISTS (SELECT 1 FROM user_service us WHERE us.person = u.id AND us.service = {}
                   AND us.to_on IS NULL)""",
        service_id,
    )
    only_runs_it = viewer.has(*MANAGES_SERVICE) and not viewer.has(
        Role.QUALITY_MANAGER, Role.DIRECTOR, Role.HS_MANAGER, Role.REGIONAL_MANAGER
    )
    if not only_runs_it:
        where = any_of(
            where,
            SQL(
                """EXISTS (SELECT 1 FROM user_role ur WHERE ur.person = u.id AND (
                     ur.role IN ('quality_manager', 'hs_manager', 'director')
                     OR (ur.role = 'regional_manager' AND u.region =
                         (SELECT region FROM service WHERE id = {}))))""",
                service_id,
            ),
        )
    return await db.rows(
        """SELECT u.id, u.name, ARRAY(SELECT role FROM user_role WHERE person = u.id
                                      ORDER BY role) AS roles
           FROM users u WHERE u.ended_at IS NULL AND {} ORDER BY u.name, u.id""",
        where,
    )


async def _open(
    viewer: Viewer, now: datetime, which: SQL, after: Cursor | None, limit: int
) -> list[db.Row]:
    where = [SQL(f"a.status IN {OPEN}"), which, scopes.actions(viewer, now)]
    if after is not None:
        where.append(SQL("(a.due_on, a.id) > ({}, {})", *after))
    picked = SQL(
        "SELECT a.id FROM action a WHERE {} ORDER BY a.due_on, a.id LIMIT {}",
        all_of(*where),
        limit,
    )
    return await action_rows.rows(viewer, now, picked, "a.due_on, a.id")
