"""A person's own mail that waits in the outbox."""

from collections.abc import Sequence

from qa import db
from qa.viewer import Viewer

MOST_SHOWN = 100


async def waiting(viewer: Viewer) -> Sequence[db.Row]:
    """The newest mails to this viewer that were not sent, and to nobody else."""
    return await db.rows(
        """SELECT subject, body, address, created_at FROM outbox_mail
           WHERE person = {} AND sent_at IS NULL ORDER BY created_at DESC, id LIMIT {}""",
        viewer.user_id,
        MOST_SHOWN,
    )
