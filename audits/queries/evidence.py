"""Who may read a file that belongs to an audit, and its photos."""

from datetime import datetime
from uuid import UUID

from audits import scopes
from qa import db, files
from qa.errors import NotFound
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


async def photo(*, viewer: Viewer, audit_id: UUID, evidence_id: UUID, now: datetime) -> bytes:
    """A photo of an audit that this viewer sees; NotFound for all others."""
    file_id = await db.value(
        """SELECT e.file FROM evidence e
           JOIN audit au ON au.id = e.audit
           JOIN definition_version dv ON dv.id = au.definition
           WHERE e.id = {} AND e.audit = {} AND e.taken_back_at IS NULL AND ({})""",
        evidence_id,
        audit_id,
        scopes.audits(viewer, now),
    )
    if file_id is None:
        raise NotFound
    return await files.content_of(file_id)
