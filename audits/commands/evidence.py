"""Photos, and where a thing can be seen, beside an answer."""

from datetime import datetime
from uuid import UUID, uuid4

from audits.permissions import why_not_change
from audits.queries.audits import Head, head
from qa import db, events, files
from qa.errors import Conflict, Invalid, NotFound, WrongState, require
from qa.viewer import Viewer

NOT_OPEN = "This audit is not open any more."
LONGEST = 2000


async def add_photo(
    *,
    viewer: Viewer,
    audit_id: UUID,
    question_key: str,
    name: str,
    content: bytes,
    caption: str,
    evidence_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Add a photo to a question; it is drawn anew, without location (glossary.md 7.4).

    Gives the evidence's id; with one made by the client, sending it twice adds it once.
    Raises Invalid, in plain words, for what is not a photo.
    """
    async with db.transaction():
        top = await _ready(viewer, audit_id, question_key, caption, now)
        new_id = evidence_id or uuid4()
        if await _is_there(new_id, audit_id):
            return new_id
        file_id = await files.put(
            viewer=viewer,
            name=name,
            content=content,
            subject=("audit", audit_id),
            service_id=top.service_id,
            now=now,
            photo_only=True,
            field=f"{question_key}.photo",
        )
        await _add(viewer, top, new_id, question_key, "photo", caption, file_id, now)
    return new_id


async def add_pointer(
    *,
    viewer: Viewer,
    audit_id: UUID,
    question_key: str,
    where: str,
    evidence_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Say where a thing can be seen, instead of a copy (glossary.md section 4, Evidence).

    With an id made by the client, sending it twice adds it once.
    """
    if not where.strip():
        raise Invalid([(f"{question_key}.where", "Say where it can be seen.")])
    async with db.transaction():
        top = await _ready(viewer, audit_id, question_key, where, now)
        new_id = evidence_id or uuid4()
        if not await _is_there(new_id, audit_id):
            await _add(viewer, top, new_id, question_key, "pointer", where, None, now)
    return new_id


async def take_back_evidence(
    *, viewer: Viewer, audit_id: UUID, evidence_id: UUID, now: datetime
) -> None:
    """Take evidence back while the audit is open; from then on nobody can read its file."""
    async with db.transaction():
        top = await _open_head(viewer, audit_id, now)
        taken = await db.row(
            """UPDATE evidence SET taken_back_at = {} WHERE id = {} AND audit = {}
               AND taken_back_at IS NULL RETURNING question_key""",
            now,
            evidence_id,
            audit_id,
        )
        if taken is None:
            raise NotFound
        await _record("evidence.taken_back", viewer, top, evidence_id, taken["question_key"], now)


async def _open_head(viewer: Viewer, audit_id: UUID, now: datetime) -> Head:
    top = await head(viewer=viewer, audit_id=audit_id, now=now, lock="SHARE")
    require(why_not_change(viewer, top.definition, top.service_id, top.opened_by))
    if top.status != "open":
        raise WrongState(NOT_OPEN)
    return top


async def _ready(
    viewer: Viewer, audit_id: UUID, question_key: str, words: str, now: datetime
) -> Head:
    top = await _open_head(viewer, audit_id, now)
    asked = {question.key for section in top.sections for question in section.questions}
    if question_key not in asked:
        raise Invalid([(question_key, "This audit has no such question.")])
    if len(words) > LONGEST:
        raise Invalid([(f"{question_key}.caption", f"Write at most {LONGEST} letters.")])
    return top


async def _add(
    viewer: Viewer,
    top: Head,
    evidence_id: UUID,
    question_key: str,
    kind: str,
    caption: str,
    file_id: UUID | None,
    now: datetime,
) -> None:
    await db.insert(
        "evidence",
        id=evidence_id,
        audit=top.id,
        question_key=question_key,
        kind=kind,
        caption=caption.strip() or None,
        file=file_id,
        added_by=viewer.user_id,
        added_at=now,
    )
    await _record("evidence.added", viewer, top, evidence_id, question_key, now)


async def _is_there(evidence_id: UUID, audit_id: UUID) -> bool:
    found = await db.value("SELECT audit FROM evidence WHERE id = {}", evidence_id)
    if found is not None and found != audit_id:
        raise Conflict("This was saved for another audit.")
    return found is not None


async def _record(
    kind: str, viewer: Viewer, top: Head, evidence_id: UUID, question_key: str, now: datetime
) -> None:
    await events.record(
        kind,
        viewer=viewer,
        subject=("audit", top.id),
        now=now,
        service_id=top.service_id,
        audience="quality_team",
        data={"evidence": str(evidence_id), "question": question_key},
    )
