"""What happens on the way: progress, steps and proof."""

from datetime import datetime
from uuid import UUID, uuid4

from action_plans import permissions
from action_plans.commands import changing, history
from action_plans.queries.standing import standing
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Invalid, NotFound, require
from qa.viewer import Viewer

PROOF_IN_WORDS = ("text", "where")
PROOF_IN_FILES = ("photo", "file")


async def record_progress(*, viewer: Viewer, action_id: UUID, text: str, now: datetime) -> None:
    """Say how far it is; the first word of progress puts an agreed action under way."""
    if not text.strip():
        raise Invalid([("text", "Say how far it is.")])
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        require(permissions.why_not_work_on(viewer, about))
        changing.require_now(Verb.RECORD_PROGRESS, about)
        if about.status is Status.AGREED:
            await changing.claim_status(about, Status.IN_PROGRESS, by=viewer.user_id, now=now)
        await add_note(action_id, "progress", text, viewer=viewer, now=now)
        await history.record_action("action.progress", about, viewer=viewer, now=now)


async def add_note(action_id: UUID, kind: str, text: str, *, viewer: Viewer, now: datetime) -> None:
    """Keep what somebody said about an action: progress, or the reason of a change."""
    await db.insert(
        "action_note",
        id=uuid4(),
        action=action_id,
        kind=kind,
        text=text.strip(),
        by=viewer.user_id,
        at=now,
    )


async def add_step(*, viewer: Viewer, action_id: UUID, text: str, now: datetime) -> UUID:
    """Add one thing to do at the end of the list (R007)."""
    if not text.strip() or len(text.strip()) > 300:
        raise Invalid([("text", "Write the step in 1 to 300 characters.")])
    async with db.transaction():
        about = await _steps_of(viewer, action_id, now)
        step_id = uuid4()
        await db.execute(
            """INSERT INTO action_step (id, action, position, text)
               SELECT {}, {}, coalesce(max(position), 0) + 1, {}
               FROM action_step WHERE action = {}""",
            step_id,
            action_id,
            text.strip(),
            action_id,
        )
        await history.record_action(
            "action.step_added", about, viewer=viewer, now=now, data={"step": str(step_id)}
        )
    return step_id


async def tick_step(*, viewer: Viewer, step_id: UUID, now: datetime) -> None:
    """A step is done; Conflict when it is ticked already."""
    async with db.transaction():
        about = await _steps_of(viewer, await _action_of(step_id), now)
        await db.claim(
            """UPDATE action_step SET done_at = {}, done_by = {}
               WHERE id = {} AND done_at IS NULL RETURNING id""",
            now,
            viewer.user_id,
            step_id,
        )
        await history.record_action(
            "action.step_ticked", about, viewer=viewer, now=now, data={"step": str(step_id)}
        )


async def untick_step(*, viewer: Viewer, step_id: UUID, now: datetime) -> None:
    """A step is not done after all; Conflict when it is not ticked."""
    async with db.transaction():
        about = await _steps_of(viewer, await _action_of(step_id), now)
        await db.claim(
            """UPDATE action_step SET done_at = NULL, done_by = NULL
               WHERE id = {} AND done_at IS NOT NULL RETURNING id""",
            step_id,
        )
        await history.record_action(
            "action.step_unticked", about, viewer=viewer, now=now, data={"step": str(step_id)}
        )


async def add_proof(
    *,
    viewer: Viewer,
    action_id: UUID,
    kind: str,
    now: datetime,
    text: str | None = None,
    file_id: UUID | None = None,
) -> UUID:
    """Add why we may believe it: words, where it can be seen, a photo or a file.

    Whoever adds proof can never check the action (A39). A file is one that was kept for
    this action.
    """
    words = (text or "").strip() or None
    if kind not in (*PROOF_IN_WORDS, *PROOF_IN_FILES):
        raise Invalid([("kind", "Choose what kind of proof it is.")])
    if kind in PROOF_IN_WORDS and words is None:
        raise Invalid([("text", "Say what shows that it is done, or where it can be seen.")])
    if kind in PROOF_IN_FILES and file_id is None:
        raise Invalid([("file", "Choose a photo or a file.")])
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        require(permissions.why_not_add_proof(viewer, about))
        changing.require_now(Verb.ADD_PROOF, about)
        if file_id is not None and not await db.value(
            """SELECT 1 FROM stored_file
               WHERE id = {} AND subject_kind = 'action' AND subject_id = {}""",
            file_id,
            action_id,
        ):
            raise NotFound
        proof_id = uuid4()
        await db.insert(
            "proof",
            id=proof_id,
            action=action_id,
            kind=kind,
            text=words,
            file=file_id if kind in PROOF_IN_FILES else None,
            added_by=viewer.user_id,
            added_at=now,
        )
        await history.record_action(
            "action.proof_added",
            about,
            viewer=viewer,
            now=now,
            data={"proof": str(proof_id), "kind": kind},
        )
    return proof_id


async def _steps_of(viewer: Viewer, action_id: UUID, now: datetime) -> Standing:
    about = await standing(viewer, action_id, now, lock=True)
    require(permissions.why_not_work_on(viewer, about))
    changing.require_now(Verb.CHANGE_STEPS, about)
    return about


async def _action_of(step_id: UUID) -> UUID:
    action_id: UUID | None = await db.value("SELECT action FROM action_step WHERE id = {}", step_id)
    if action_id is None:
        raise NotFound
    return action_id
