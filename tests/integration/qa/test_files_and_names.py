"""Files beside their rows, and the names that are pointed out in free text."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from qa import db, files
from qa.errors import Invalid, NotFound
from qa.known_names import known_names
from qa.names import names_in
from qa.roles import Role
from qa.viewer import Viewer
from tests.factories import NOW, make_region, make_service, make_user, make_worker

pytestmark = pytest.mark.usefixtures("db")


async def may(viewer: Viewer, subject_id: UUID, file_id: UUID, now: datetime) -> bool:
    return viewer.has(Role.DIRECTOR)


async def put(viewer: Viewer, name: str, content: bytes) -> UUID:
    return await files.put(
        viewer=viewer,
        name=name,
        content=content,
        subject=("test", uuid4()),
        service_id=None,
        now=NOW,
    )


async def test_a_file_comes_back_as_it_was_to_whoever_may_read_its_subject() -> None:
    helen, priya = await make_user(Role.DIRECTOR), await make_user(Role.ADMINISTRATOR)
    file_id = await put(priya, "../rota week 12.exe", b"day,staff\n1,3\n")
    opened = await files.open_file(viewer=helen, file_id=file_id, readers={"test": may}, now=NOW)
    assert (opened.name, opened.content_type) == ("rota week 12.txt", "text/plain")
    assert opened.content == b"day,staff\n1,3\n"
    with pytest.raises(NotFound):
        await files.open_file(viewer=priya, file_id=file_id, readers={"test": may}, now=NOW)
    with pytest.raises(NotFound):
        await files.open_file(viewer=helen, file_id=uuid4(), readers={"test": may}, now=NOW)


async def test_what_we_do_not_take_leaves_no_row() -> None:
    helen = await make_user(Role.DIRECTOR)
    for content in (b"", b"MZ\x90\0 a program", b"PK\x03\x04 broken"):
        with pytest.raises(Invalid):
            await put(helen, "plan.pdf", content)
    assert await db.value("SELECT count(*) FROM stored_file") == 0


async def test_names_of_workers_and_users_are_known_as_soon_as_they_are_added() -> None:
    service = await make_service(await make_region())
    assert names_in("I told Oluwaseun about it", await known_names()) == []
    await make_worker(service, name="Oluwaseun Madeupname")
    assert names_in("I told Oluwaseun about it", await known_names()) == ["Oluwaseun"]
