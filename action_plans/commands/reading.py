"""The log of reads: who read a restricted finding, when and why."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from action_plans import scopes
from qa import db
from qa.errors import Invalid, NotFound
from qa.viewer import Viewer

# One reason serves for as long as somebody works on it.
SITTING = timedelta(minutes=30)


async def log_reading(
    *, viewer: Viewer, finding_id: UUID, now: datetime, reason: str | None = None
) -> bool:
    """Write down one view of a restricted finding with its reason (glossary.md 7.4, rule 4).

    Without a reason the one that the same person gave in the last 30 minutes is written
    again; False when there is none, so that it has to be asked for first. NotFound when the
    viewer may not read it at all; Invalid for an empty reason.
    """
    if reason is not None and not reason.strip():
        raise Invalid([("reason", "Say why you need to read this.")])
    seen = await db.value(
        "SELECT 1 FROM finding f WHERE f.id = {} AND {}", finding_id, scopes.findings(viewer, now)
    )
    if seen is None:
        raise NotFound
    if viewer.user_id is None:
        return True
    if reason is None:
        reason = await db.value(
            """SELECT reason FROM read_log
               WHERE subject_id = {} AND viewer = {} AND at > {} ORDER BY at DESC LIMIT 1""",
            finding_id,
            viewer.user_id,
            now - SITTING,
        )
        if reason is None:
            return False
    await db.insert(
        "read_log",
        id=uuid4(),
        viewer=viewer.user_id,
        subject_kind="finding",
        subject_id=finding_id,
        at=now,
        reason=reason.strip(),
    )
    return True
