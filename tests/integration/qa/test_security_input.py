"""Input that no page of ours sends: refused in plain words, never a 500."""

from types import ModuleType

import pytest

from qa.roles import Role
from tests.factories import make_user
from tests.web import api, signed_in, words

UNREADABLE = (
    "/services?q=%00",
    "/api/services?region=a%00b",
    "/accounts?q=%00",
    "/accounts?cursor=WyJcdTAwMDAiLCIwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiXQ",
)
NO_FILES = ("/static/%00", f"/static/{'x' * 400}", "/static/..%2fapp.py", "/static/%2fetc%2fpasswd")


@pytest.mark.parametrize("path", UNREADABLE)
async def test_what_no_column_can_hold_could_not_be_read(db: ModuleType, path: str) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 400
    assert "We could not read that." in words(answer)


@pytest.mark.parametrize("path", NO_FILES)
async def test_a_name_that_no_file_can_have_is_not_found(db: ModuleType, path: str) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 404
    assert "We could not find that." in words(answer)


@pytest.mark.parametrize("name", [b"a\x00b", b"\xff\xfe"])
async def test_bytes_that_are_no_text_change_nothing(db: ModuleType, name: bytes) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        await browser.get("/accounts/new")
        token = browser.client.cookies["qa_csrf"]
        body = (
            b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n' + name + b"\r\n"
            b'--b\r\nContent-Disposition: form-data; name="_csrf_token"\r\n\r\n'
            + token.encode()
            + b'\r\n--b\r\nContent-Disposition: form-data; name="login"\r\n\r\nx\r\n'
            b'--b\r\nContent-Disposition: form-data; name="roles"\r\n\r\ndirector\r\n--b--\r\n'
        )
        answer = await browser.client.post(
            "/accounts/new",
            content=body,
            headers={"content-type": "multipart/form-data; boundary=b"},
        )
    assert answer.status_code in (400, 403, 422)
    assert await db.value("SELECT count(*) FROM users WHERE login = 'x'") == 0


async def test_brackets_without_end_could_not_be_read(db: ModuleType) -> None:
    async with api(await make_user(Role.QUALITY_MANAGER)) as client:
        answer = await client.post(
            "/api/audits/00000000-0000-4000-8000-000000000001/answers",
            content=b"[" * 100_000,
            headers={"content-type": "application/json"},
        )
    assert answer.status_code == 400
    assert answer.json() == {"detail": "We could not read that."}
