"""An account ends, and with it the ownership of its open actions: both, or neither."""

from datetime import datetime
from uuid import UUID

from action_plans.commands.owners import release_owner
from qa import db
from qa.auth.commands import end_user
from qa.viewer import Viewer


async def end_account(*, viewer: Viewer, user_id: UUID, now: datetime) -> int:
    """End an account at once; gives how many open actions have no owner now, dates kept."""
    async with db.transaction():
        await end_user(viewer=viewer, user_id=user_id, now=now)
        return await release_owner(viewer=viewer, person=user_id, now=now)
