"""Photos are redrawn and read by whoever sees the audit; what is no photo is refused."""

from datetime import datetime
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from audits.commands.evidence import add_photo, add_pointer, take_back_evidence
from audits.queries.audits import audit
from audits.queries.evidence import may_read_file
from qa import db, files
from qa.errors import Invalid, NotAllowed, NotFound
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.audits.cast import Cast, cast, opened

pytestmark = pytest.mark.usefixtures("db")

GPS_IFD = 0x8825
READERS = {"audit": may_read_file}


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (52.0, 42.0, 0.0), 3: "W", 4: (2.0, 45.0, 0.0)})
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


async def add(people: Cast, audit_id: UUID, content: bytes, name: str = "door.jpg") -> UUID:
    return await add_photo(
        viewer=people.ros,
        audit_id=audit_id,
        question_key="t01.q20",
        name=name,
        content=content,
        caption="The door",
        now=NOW,
    )


async def read(viewer: Viewer, audit_id: UUID, now: datetime = NOW) -> files.OpenedFile:
    file_id = await db.value("SELECT file FROM evidence WHERE audit = {}", audit_id)
    return await files.open_file(viewer=viewer, file_id=file_id, readers=READERS, now=now)


async def test_a_photo_comes_back_without_its_location() -> None:
    people = await cast()
    audit_id = await opened(people)
    given = photo_with_place()
    assert Image.open(BytesIO(given)).getexif().get_ifd(GPS_IFD)
    await add(people, audit_id, given)
    kept = await read(people.ros, audit_id)
    assert (kept.name, kept.content_type) == ("door.jpg", "image/jpeg")
    assert not Image.open(BytesIO(kept.content)).getexif()
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert [(one.kind, one.caption) for one in view.evidence] == [("photo", "The door")]


async def test_a_text_file_called_jpg_is_refused() -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(Invalid) as refused:
        await add(people, audit_id, b"just words", "photo.jpg")
    assert refused.value.faults[0][0] == "t01.q20.photo"
    assert await db.value("SELECT count(*) FROM stored_file") == 0


async def test_a_photo_over_25_megabytes_is_refused() -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(Invalid, match="25 MB"):
        await add(people, audit_id, b"\xff\xd8\xff" + bytes(25 * 1024 * 1024))


async def test_who_does_not_see_the_audit_does_not_see_its_photos() -> None:
    people = await cast()
    audit_id = await opened(people)
    await add(people, audit_id, photo_with_place())
    for viewer in (people.tolu, people.sam, people.ian):
        with pytest.raises(NotFound):
            await read(viewer, audit_id)


async def test_a_file_without_a_reader_for_its_subject_is_not_found() -> None:
    people = await cast()
    audit_id = await opened(people)
    await add(people, audit_id, photo_with_place())
    file_id = await db.value("SELECT file FROM evidence")
    with pytest.raises(NotFound):
        await files.open_file(viewer=people.ros, file_id=file_id, readers={}, now=NOW)


async def test_what_was_taken_back_is_read_by_nobody() -> None:
    people = await cast()
    audit_id = await opened(people)
    evidence_id = await add(people, audit_id, photo_with_place())
    await take_back_evidence(viewer=people.ros, audit_id=audit_id, evidence_id=evidence_id, now=NOW)
    with pytest.raises(NotFound):
        await read(people.ros, audit_id)
    assert not (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).evidence
    with pytest.raises(NotFound):
        await take_back_evidence(
            viewer=people.ros, audit_id=audit_id, evidence_id=evidence_id, now=NOW
        )


async def test_where_it_can_be_seen_is_evidence_too() -> None:
    people = await cast()
    audit_id = await opened(people)
    for viewer, where in ((people.helen, "MAR chart, week 12"), (people.ros, " ")):
        with pytest.raises((NotAllowed, Invalid)):
            await add_pointer(
                viewer=viewer, audit_id=audit_id, question_key="t01.q09", where=where, now=NOW
            )
    await add_pointer(
        viewer=people.ros,
        audit_id=audit_id,
        question_key="t01.q09",
        where="MAR chart, week 12, office file 3",
        now=NOW,
    )
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert [(one.kind, one.file_id) for one in view.evidence] == [("pointer", None)]
