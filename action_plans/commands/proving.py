"""Several kinds of proof at once, and with them the claim that it is done."""

from datetime import datetime
from uuid import UUID

from action_plans import permissions
from action_plans.commands import changing
from action_plans.commands.checks import mark_done
from action_plans.commands.progress import add_proof
from action_plans.queries.standing import standing
from action_plans.rules.verbs import Verb
from qa import db, files
from qa.errors import Invalid, require
from qa.viewer import Viewer


async def prove(
    *,
    viewer: Viewer,
    action_id: UUID,
    now: datetime,
    text: str | None = None,
    where: str | None = None,
    file: tuple[str, bytes] | None = None,
    done: bool = False,
) -> None:
    """Add words, a place and a file (name, content) as proof; with ``done``, mark it done too.

    All or nothing: a file that cannot be taken leaves the action as it was. With ``done``
    the words are the note of what was done.
    """
    if not done and text is None and where is None and file is None:
        raise Invalid([("text", "Give some proof: words, a photo, a file, or where to see it.")])
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        if where is not None or file is not None or not done:
            require(permissions.why_not_add_proof(viewer, about))
            changing.require_now(Verb.ADD_PROOF, about)
        if file is not None:
            await _add_file(about.id, file, about.service_id, viewer=viewer, now=now)
        if where is not None:
            await add_proof(viewer=viewer, action_id=action_id, kind="where", text=where, now=now)
        if text is not None and not done:
            await add_proof(viewer=viewer, action_id=action_id, kind="text", text=text, now=now)
        if done:
            await mark_done(viewer=viewer, action_id=action_id, note=text or "", now=now)


async def _add_file(
    action_id: UUID,
    file: tuple[str, bytes],
    service_id: UUID,
    *,
    viewer: Viewer,
    now: datetime,
) -> None:
    name, content = file
    file_id = await files.put(
        viewer=viewer,
        name=name,
        content=content,
        subject=("action", action_id),
        service_id=service_id,
        now=now,
    )
    kind = await db.value("SELECT content_type FROM stored_file WHERE id = {}", file_id)
    await add_proof(
        viewer=viewer,
        action_id=action_id,
        kind="photo" if kind.startswith("image/") else "file",
        file_id=file_id,
        now=now,
    )
