"""Actions of all services for other programs: filtered, in a stable order."""

from datetime import datetime
from uuid import UUID

from action_plans import scopes
from action_plans.forms.listing import ActionListFilters
from action_plans.queries import action_rows
from action_plans.queries.action_rows import NOT_DONE
from qa import db
from qa.db import SQL, all_of
from qa.rules.london import london_day
from qa.viewer import Viewer


async def actions_list(
    viewer: Viewer,
    now: datetime,
    filters: ActionListFilters,
    after: UUID | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """Actions that the viewer may see, by id: the key of the next page.

    ``owner`` and ``checked_by`` are what people sign in with, or a name where there is no
    account; ``findings`` are references of those that the viewer may read.
    """
    where = [scopes.actions(viewer, now), *_chosen(now, filters)]
    if after is not None:
        where.append(SQL("a.id > {}", after))
    return await db.rows(
        """SELECT a.id, a.ref, s.code AS service, a.title, a.severity, a.status,
                  coalesce(uo.login, a.owner_name) AS owner, a.raised_on, a.first_due_on,
                  a.due_on, a.done_on, a.checked_on,
                  coalesce(uc.login, a.checked_by_name) AS checked_by, {} AS sources,
                  ARRAY(SELECT f.ref FROM finding f WHERE f.action = a.id AND {}
                        ORDER BY f.raised_on, f.ref) AS findings
           FROM (SELECT a.* FROM action a WHERE {} ORDER BY a.id LIMIT {}) a
           JOIN service s ON s.id = a.service
           LEFT JOIN users uo ON uo.id = a.owner
           LEFT JOIN users uc ON uc.id = a.checked_by
           ORDER BY a.id""",
        action_rows.sources(viewer, now),
        scopes.findings(viewer, now),
        all_of(*where),
        limit,
    )


async def service_of_code(code: str) -> UUID | None:
    """The id of a service by its code, in any case; what may be read of it is asked later."""
    found: UUID | None = await db.value(
        "SELECT s.id FROM service s WHERE lower(s.code) = lower({})", code
    )
    return found


def _chosen(now: datetime, filters: ActionListFilters) -> list[SQL]:
    late = SQL(f"a.status IN {NOT_DONE} AND a.due_on < {{}}", london_day(now))
    where = []
    if filters.status is not None:
        where.append(SQL("a.status = {}", filters.status))
    if filters.overdue is not None:
        where.append(late if filters.overdue else SQL("NOT ({})", late))
    if filters.service is not None:
        where.append(
            SQL(
                "a.service IN (SELECT id FROM service WHERE lower(code) = lower({}))",
                filters.service,
            )
        )
    if filters.owner is not None:
        where.append(
            SQL(
                "(a.owner IN (SELECT id FROM users WHERE login = lower({}))"
                " OR lower(a.owner_name) = lower({}))",
                filters.owner,
                filters.owner,
            )
        )
    return where
