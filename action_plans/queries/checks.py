"""Claims that wait for somebody to look: rules.md A39 as one SQL condition."""

from datetime import datetime
from uuid import UUID

from action_plans import scopes
from action_plans.queries import action_rows
from qa import db
from qa.db import SQL, all_of, any_of, negated, one_of
from qa.roles import Role
from qa.rules.london import london_day
from qa.viewer import Viewer

Cursor = tuple[bool, datetime, UUID]


async def my_checks(
    viewer: Viewer,
    now: datetime,
    service_id: UUID | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """What was claimed as done and this viewer may check, longest waiting first.

    What is left for the next visit comes after. The waiting counts against the checker: a
    row adds ``at_next_visit``, ``done_at``, ``days_waiting`` and ``for_me``, whether it
    waits for this role before any other. The keys of the next page are at_next_visit,
    done_at and id.
    """
    if viewer.user_id is None:
        return []
    where = [SQL("a.status = 'done'"), may_check(viewer), scopes.actions(viewer, now)]
    if service_id is not None:
        where.append(SQL("a.service = {}", service_id))
    if after is not None:
        where.append(SQL("(a.check_at_next_visit, a.done_at, a.id) > ({}, {}, {})", *after))
    picked = SQL(
        """SELECT a.id, a.check_at_next_visit AS at_next_visit, a.done_at,
                  CAST({} AS date) - a.done_on AS days_waiting, {} AS for_me
           FROM action a WHERE {}
           ORDER BY a.check_at_next_visit, a.done_at, a.id LIMIT {}""",
        london_day(now),
        _first_for(viewer),
        all_of(*where),
        limit,
    )
    return await action_rows.rows(
        viewer,
        now,
        picked,
        "p.at_next_visit, p.done_at, a.id",
        ("at_next_visit", "done_at", "days_waiting", "for_me"),
    )


def may_check(viewer: Viewer) -> SQL:
    """`rules.checking.why_not_check` for rows of ``action`` under the alias a."""
    line_managed = SQL("FALSE")
    if Role.REGIONAL_MANAGER in viewer.roles and viewer.region_id is not None:
        line_managed = SQL(
            "a.service IN (SELECT id FROM service WHERE region = {})", viewer.region_id
        )
    by_role = [SQL("a.severity IN ('low', 'medium') AND {}", line_managed)]
    outside = SQL("NOT (a.severity IN ('high', 'critical') AND {})", line_managed)
    if Role.QUALITY_MANAGER in viewer.roles:
        by_role.append(outside)
    if Role.HS_MANAGER in viewer.roles:
        by_role.append(all_of(SQL("a.hs_content"), outside))
    return all_of(
        any_of(*by_role),
        negated(one_of("a.service", viewer.service_ids)),
        SQL("a.id NOT IN (SELECT action FROM actions_with_part_of({}))", viewer.user_id),
    )


def _first_for(viewer: Viewer) -> SQL:
    """`rules.checking.who_should_check`: whether it waits for one of the viewer's roles."""
    mine = []
    if Role.HS_MANAGER in viewer.roles:
        mine.append(SQL("a.hs_content"))
    if Role.QUALITY_MANAGER in viewer.roles:
        mine.append(SQL("NOT a.hs_content AND a.severity IN ('high', 'critical')"))
    if Role.REGIONAL_MANAGER in viewer.roles:
        mine.append(SQL("NOT a.hs_content AND a.severity IN ('low', 'medium')"))
    return any_of(*mine)
