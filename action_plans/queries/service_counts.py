"""How many actions are open and late, by service, for lists of services."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from action_plans import scopes
from qa import db
from qa.handed_over import ActionCounts
from qa.rules.london import london_day
from qa.viewer import Viewer


async def count_by_service(
    viewer: Viewer, service_ids: Sequence[UUID], now: datetime
) -> dict[UUID, ActionCounts]:
    """Open and late actions of these services that the viewer may see, in one query.

    Open and late as contract.md "Figures" has them: late is not done and past the present
    due date. A service without any is left out.
    """
    if not service_ids:
        return {}
    found = await db.rows(
        """SELECT a.service, count(*) AS open,
                  count(*) FILTER (WHERE a.status <> 'done' AND a.due_on < {}) AS late
           FROM action a
           WHERE a.service = ANY({}) AND {}
             AND a.status IN ('proposed', 'agreed', 'in_progress', 'done')
           GROUP BY a.service""",
        london_day(now),
        list(service_ids),
        scopes.actions(viewer, now),
    )
    return {row["service"]: ActionCounts(open=row["open"], late=row["late"]) for row in found}
