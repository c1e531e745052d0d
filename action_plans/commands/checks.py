"""Done is a claim; somebody else looks whether it worked (rules.md A39)."""

from datetime import datetime
from uuid import UUID, uuid4

from action_plans import permissions
from action_plans.commands import changing, history
from action_plans.commands.owners import release_if_ended
from action_plans.commands.progress import add_note
from action_plans.commands.telling import OPENED_AGAIN, SENT_BACK, tell_owner
from action_plans.queries.standing import checkable, standing
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Conflict, Invalid, require
from qa.rules.london import london_day
from qa.viewer import Viewer

_NO_CLAIM = {"done_at": None, "done_on": None, "done_by": None, "done_by_name": None}
_NO_CHECK = {
    "checked_at": None,
    "checked_on": None,
    "checked_by": None,
    "checked_by_name": None,
    "check_at_next_visit": False,
}


async def mark_done(
    *,
    viewer: Viewer,
    action_id: UUID,
    now: datetime,
    note: str = "",
    happened_at: datetime | None = None,
) -> None:
    """Claim that an action is done, with a note of what was done or proof added before.

    From now on the waiting counts against the checker, not the owner.
    """
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        require(permissions.why_not_mark_done(viewer, about))
        changing.require_now(Verb.MARK_DONE, about)
        if not note.strip() and not await db.value(
            "SELECT 1 FROM proof WHERE action = {} LIMIT 1", action_id
        ):
            raise Invalid([("note", "Say what was done, or add proof first.")])
        done_at = happened_at or now
        await changing.claim_status(
            about,
            Status.DONE,
            by=viewer.user_id,
            now=now,
            happened_at=happened_at,
            columns={
                "done_at": done_at,
                "done_on": london_day(done_at),
                "done_by": viewer.user_id,
                "check_at_next_visit": False,
            },
        )
        if note.strip():
            await add_note(action_id, "done", note, viewer=viewer, now=now)
        await history.record_action(
            "action.done", about, viewer=viewer, now=now, happened_at=happened_at
        )


async def check_action(
    *,
    viewer: Viewer,
    action_id: UUID,
    worked: bool,
    how: str,
    now: datetime,
    happened_at: datetime | None = None,
) -> None:
    """Say, after looking, that it worked (checked, and with that closed) or send it back.

    rules.md A39. Each look is kept; what is sent back is under way again, its claim taken
    off, and its owner is told why.
    """
    if not how.strip():
        raise Invalid(
            [("how", "Say how you looked." if worked else "Say why you are sending it back.")]
        )
    async with db.transaction():
        about = await _to_check(viewer, action_id, now, Verb.CHECK)
        checked_at = happened_at or now
        if worked:
            await changing.claim_status(
                about,
                Status.CLOSED,
                through=Status.CHECKED,
                by=viewer.user_id,
                now=now,
                happened_at=happened_at,
                columns={
                    "checked_at": checked_at,
                    "checked_on": london_day(checked_at),
                    "checked_by": viewer.user_id,
                },
            )
        else:
            await changing.claim_status(
                about,
                Status.IN_PROGRESS,
                by=viewer.user_id,
                now=now,
                happened_at=happened_at,
                columns={**_NO_CLAIM, "check_at_next_visit": False},
            )
        await db.insert(
            "action_check",
            id=uuid4(),
            action=action_id,
            worked=worked,
            how=how.strip(),
            claim_done_at=about.done_at,
            checked_by=viewer.user_id,
            checked_at=checked_at,
            recorded_at=now,
        )
        await history.record_action(
            "action.checked" if worked else "action.sent_back",
            about,
            viewer=viewer,
            now=now,
            happened_at=happened_at,
        )
        if not worked:
            await add_note(action_id, "sent_back", how, viewer=viewer, now=now)
            await tell_owner(SENT_BACK, action_id, by=viewer, now=now)


async def check_at_next_visit(*, viewer: Viewer, action_id: UUID, now: datetime) -> None:
    """Put a claim on the list of what to look at when next at the service."""
    async with db.transaction():
        about = await _to_check(viewer, action_id, now, Verb.CHECK_AT_NEXT_VISIT)
        claimed = await db.row(
            """UPDATE action SET check_at_next_visit = TRUE
               WHERE id = {} AND status = 'done' AND NOT check_at_next_visit RETURNING id""",
            action_id,
        )
        if claimed is None:
            raise Conflict("This is on the list for the next visit already.")
        await history.record_action("action.left_for_visit", about, viewer=viewer, now=now)


async def reopen(*, viewer: Viewer, action_id: UUID, reason: str, now: datetime) -> None:
    """What was checked turns out not to have worked: under way again, counted as reopened."""
    if not reason.strip():
        raise Invalid([("reason", "Say why it has to be done again.")])
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        require(permissions.why_not_reopen(viewer, about))
        changing.require_now(Verb.REOPEN, about)
        await changing.claim_status(
            about,
            Status.IN_PROGRESS,
            by=viewer.user_id,
            now=now,
            columns={**_NO_CLAIM, **_NO_CHECK},
        )
        await release_if_ended(about, viewer=viewer, now=now)
        await add_note(action_id, "reopened", reason, viewer=viewer, now=now)
        await history.record_action("action.reopened", about, viewer=viewer, now=now)
        await tell_owner(OPENED_AGAIN, action_id, by=viewer, now=now)


async def take_back(*, viewer: Viewer, action_id: UUID, reason: str, now: datetime) -> None:
    """What another body was to do comes back to the service, under way."""
    if not reason.strip():
        raise Invalid([("reason", "Say why it comes back.")])
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        require(permissions.why_not_take_back(viewer, about))
        changing.require_now(Verb.TAKE_BACK, about)
        await changing.claim_status(
            about,
            Status.IN_PROGRESS,
            by=viewer.user_id,
            now=now,
            columns={"other_body": None},
        )
        await release_if_ended(about, viewer=viewer, now=now)
        await add_note(action_id, "taken_back", reason, viewer=viewer, now=now)
        await history.record_action("action.taken_back", about, viewer=viewer, now=now)
        await tell_owner(OPENED_AGAIN, action_id, by=viewer, now=now)


async def _to_check(viewer: Viewer, action_id: UUID, now: datetime, verb: Verb) -> Standing:
    about = await standing(viewer, action_id, now)
    changing.require_now(verb, about)
    require(permissions.why_not_check(viewer, await checkable(about)))
    return about
