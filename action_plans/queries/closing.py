"""The open actions of a closed service, for those who say what becomes of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from action_plans import scopes
from action_plans.rules.statuses import OPEN
from qa import db
from qa.scopes import content_services
from qa.viewer import Viewer


async def still_open(viewer: Viewer, service_id: UUID, now: datetime) -> Sequence[db.Row]:
    """Open actions there that this viewer may see, the soonest due first."""
    return await db.rows(
        """SELECT a.id, a.title, a.status, a.severity, a.due_on, a.first_due_on, a.done_on,
                  a.checked_on, a.other_body, a.sources,
                  coalesce(u.name, a.owner_name) AS owner_name
           FROM action a LEFT JOIN users u ON u.id = a.owner
           WHERE a.service = {} AND a.status = ANY({}) AND {}
           ORDER BY a.due_on, a.id""",
        service_id,
        [status.value for status in OPEN],
        scopes.actions(viewer, now),
    )


async def open_services_by_code(viewer: Viewer, codes: Iterable[str]) -> dict[str, UUID]:
    """Services that can take an action: open ones of this viewer's, by code in small letters."""
    found = await db.rows(
        "SELECT lower(s.code) AS code, s.id FROM service s"
        " WHERE s.closed_on IS NULL AND lower(s.code) = ANY({}) AND {}",
        [code.lower() for code in codes],
        content_services(viewer, "s.id"),
    )
    return {row["code"]: row["id"] for row in found}
