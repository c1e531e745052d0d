"""Who does an action: with an account, or by name, or nobody after an account ended."""

from datetime import datetime
from uuid import UUID

from action_plans import permissions
from action_plans.commands import changing, history
from action_plans.commands.telling import NEW_ACTION, tell_owner
from action_plans.queries.standing import may_see_action, standing, standings
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import OPEN
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Invalid, require
from qa.viewer import Viewer, viewer_of


async def name_owner(
    *,
    viewer: Viewer,
    action_id: UUID,
    now: datetime,
    owner_id: UUID | None = None,
    owner_name: str | None = None,
) -> None:
    """Give an open action to somebody; due dates stay, and who had it stays known (A39).

    A service manager names people of the own service, or somebody without an account by
    name; the regional manager and the quality team anybody who may see it.
    """
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        require(permissions.why_not_name_owner(viewer, about))
        changing.require_now(Verb.NAME_OWNER, about)
        if faults := await owner_faults(owner_id, owner_name):
            raise Invalid(faults)
        if (owner_id, owner_name) == (about.owner_id, about.owner_name):
            return
        await changing.set_owner(action_id, owner_id, owner_name, by=viewer.user_id, now=now)
        after = await standing(viewer, action_id, now)
        await require_owner(viewer, after, now)
        await history.record_action(
            "action.owner_named",
            about,
            viewer=viewer,
            now=now,
            data={"owner": None if owner_id is None else str(owner_id)},
        )
        await tell_owner(NEW_ACTION, action_id, by=viewer, now=now)


async def release_owner(*, viewer: Viewer, person: UUID, now: datetime) -> int:
    """An account ends: its open actions lose their owner and keep their dates.

    They are listed without an owner until the regional manager names the next. Gives how
    many there were.
    """
    require(permissions.why_not_release(viewer))
    async with db.transaction():
        released = await standings(
            db.SQL(
                "a.owner = {} AND a.status = ANY({})",
                person,
                [status.value for status in OPEN],
            ),
            lock=True,
        )
        for about in released:
            await release(about, viewer=viewer, now=now)
    return len(released)


async def release(about: Standing, *, viewer: Viewer, now: datetime) -> None:
    """Take the owner away from one locked action."""
    await changing.set_owner(about.id, None, None, by=viewer.user_id, now=now)
    await history.record_action(
        "action.owner_ended",
        about,
        viewer=viewer,
        now=now,
        data={"owner": str(about.owner_id)},
    )


async def release_if_ended(about: Standing, *, viewer: Viewer, now: datetime) -> None:
    """An action that comes back to be done has no owner when the account has ended since."""
    if about.owner_id is not None and await viewer_of(about.owner_id) is None:
        await release(about, viewer=viewer, now=now)


async def owner_faults(owner_id: UUID | None, owner_name: str | None) -> list[tuple[str, str]]:
    """One owner, with an account that has not ended or by name (R007)."""
    if owner_id is None and not (owner_name or "").strip():
        return [("owner", "Name who will do it.")]
    if owner_id is not None and owner_name is not None:
        return [("owner", "Name one owner: somebody with an account, or somebody by name.")]
    if owner_name is not None and len(owner_name) > 200:
        return [("owner", "Write the name in 200 characters or fewer.")]
    if owner_id is not None and await viewer_of(owner_id) is None:
        return [("owner", "Choose somebody who has an account.")]
    return []


async def require_owner(viewer: Viewer, about: Standing, now: datetime) -> None:
    """An owner must be theirs to name, and be able to see the action once it is told."""
    owner = None if about.owner_id is None else await viewer_of(about.owner_id)
    if owner is None:
        return
    require(permissions.why_not_this_owner(viewer, about, owner.service_ids))
    told_at = about.embargoed_until
    if not await may_see_action(owner, about.id, told_at or now):
        raise Invalid([("owner", "They may not see this action, so they cannot do it.")])
