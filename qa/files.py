"""Files apart from their rows: a local folder by default, S3-compatible by FILES_URL.

A row of ``stored_file`` says what the file belongs to; who may read that, may read the file.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID, uuid4

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from qa import db, images
from qa.errors import Invalid, NotFound
from qa.rules.file_kinds import PHOTO, clean_name, kind_of, why_not_kind, why_not_size
from qa.settings import settings
from qa.viewer import Viewer

MayRead = Callable[[Viewer, UUID, UUID, datetime], Awaitable[bool]]

# Two photos at once are enough: opened, one fills up to 150 MB.
_drawing = asyncio.Semaphore(2)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    name: str
    content_type: str
    content: bytes


async def put(
    *,
    viewer: Viewer,
    name: str,
    content: bytes,
    subject: tuple[str, UUID],
    service_id: UUID | None,
    now: datetime,
    photo_only: bool = False,
    field: str = "file",
) -> UUID:
    """Keep a file and give its id; call it inside the transaction of the command.

    Photos are drawn anew, without location. Raises Invalid for what we do not take: told by
    content, not by name; 25 MB is the most. When the transaction is undone the bytes stay
    in the store without a row, and nobody can reach them.
    """
    if (too_much := why_not_size(content)) is not None:
        raise Invalid([(field, too_much)])
    kind = PHOTO if photo_only else kind_of(content, name)
    if kind is None:
        raise Invalid([(field, why_not_kind(content))])
    if kind.is_photo:
        async with _drawing:
            content = await asyncio.to_thread(images.redraw, content, field=field)
    file_id = uuid4()
    await obstore.put_async(_store(), _key(file_id), content)
    await db.insert(
        "stored_file",
        id=file_id,
        name=clean_name(name, kind),
        content_type=kind.content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        service=service_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        added_by=viewer.user_id,
        added_at=now,
    )
    return file_id


async def open_file(
    *, viewer: Viewer, file_id: UUID, readers: Mapping[str, MayRead], now: datetime
) -> OpenedFile:
    """A file with its content, for whoever may read what it belongs to.

    ``readers`` says, for each kind of subject, whether a viewer may read this file of that
    subject; it comes from the packages that own them. Without one the file is not found.
    """
    found = await db.row(
        "SELECT name, content_type, subject_kind, subject_id FROM stored_file WHERE id = {}",
        file_id,
    )
    reader = None if found is None else readers.get(found["subject_kind"])
    if (
        found is None
        or reader is None
        or not await reader(viewer, found["subject_id"], file_id, now)
    ):
        raise NotFound
    return OpenedFile(found["name"], found["content_type"], await content_of(file_id))


async def content_of(file_id: UUID) -> bytes:
    """The bytes of a file whose row the caller was allowed to read."""
    try:
        got = await obstore.get_async(_store(), _key(file_id))
    except FileNotFoundError as gone:
        raise NotFound from gone
    return bytes(await got.bytes_async())


@cache
def _store() -> ObjectStore:
    url = settings().files_url
    if url is not None:
        return from_url(url)
    folder = settings().data_dir / "files"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder)


def _key(file_id: UUID) -> str:
    return f"{file_id.hex[:2]}/{file_id.hex}"
