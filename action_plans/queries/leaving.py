"""What an account leaves behind: numbers only, for the administrator reads no content."""

from uuid import UUID

from action_plans.rules.statuses import OPEN
from qa import db
from qa.auth.permissions import why_not_keep_accounts
from qa.errors import NotFound
from qa.viewer import Viewer


async def owned_and_left(viewer: Viewer, user_id: UUID) -> tuple[int, int]:
    """How many open actions a person owns, and how many they left that nobody owns yet."""
    if why_not_keep_accounts(viewer) is not None:
        raise NotFound
    found = await db.row(
        """SELECT count(*) FILTER (WHERE a.owner = {}) AS owned,
                  count(*) FILTER (WHERE a.owner IS NULL) AS left
           FROM action a
           WHERE a.status = ANY({}) AND (a.owner = {} OR (
               a.owner IS NULL AND a.owner_name IS NULL AND EXISTS (
                   SELECT FROM event e WHERE e.subject_id = a.id
                   AND e.kind = 'action.owner_ended' AND e.data->>'owner' = {})))""",
        user_id,
        [status.value for status in OPEN],
        user_id,
        str(user_id),
    )
    return (found["owned"], found["left"]) if found else (0, 0)
