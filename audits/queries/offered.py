"""Open actions that may be about the same improvement, for a finding as it is written."""

from datetime import datetime
from uuid import UUID

from action_plans import scopes as plan_scopes
from action_plans.queries import action_rows
from action_plans.queries.similar import similar_actions
from qa import db
from qa.db import SQL
from qa.viewer import Viewer


async def offered_actions(
    *,
    viewer: Viewer,
    service_id: UUID,
    words: str,
    framework_item: str | None,
    joined: UUID | None,
    now: datetime,
) -> list[db.Row]:
    """The nearest open actions of the service, the one joined already always among them."""
    found = await similar_actions(viewer, service_id, words, framework_item, now)
    if joined is None or any(row["id"] == joined for row in found):
        return found
    picked = SQL(
        "SELECT a.id FROM action a WHERE a.id = {} AND ({})",
        joined,
        plan_scopes.actions(viewer, now),
    )
    return [*await action_rows.rows(viewer, now, picked, "a.id"), *found]
