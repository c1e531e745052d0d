"""Who may read a file that belongs to an audit."""

from datetime import datetime
from uuid import UUID

from audits import scopes
from qa import db
from qa.viewer import Viewer


async def may_read_file(viewer: Viewer, audit_id: UUID, file_id: UUID, now: datetime) -> bool:
    """Whoever sees the audit sees its photos, but for those taken back; hand it to
    ``qa.files.open_file`` for the subject kind ``audit``."""
    found = await db.value(
        """SELECT TRUE FROM evidence e
           JOIN audit au ON au.id = e.audit
           JOIN definition_version dv ON dv.id = au.definition
           WHERE e.file = {} AND e.audit = {} AND e.taken_back_at IS NULL AND ({})""",
        file_id,
        audit_id,
        scopes.audits(viewer, now),
    )
    return found is True
