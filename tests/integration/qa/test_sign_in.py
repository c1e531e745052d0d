"""Signing in: throttled, with a new token each time, back to a page of our own only."""

from datetime import timedelta
from types import ModuleType

import pytest

from qa import clock
from qa.auth import commands
from qa.auth.commands import MOST_BY_LOGIN
from qa.auth.middleware import COOKIE
from qa.roles import Role
from qa.viewer import COMMAND_LINE
from tests.factories import make_user
from tests.web import Browser, faults, nobody, signed_in, words

PASSWORD = "correct horse battery"


async def _account(login: str = "tolu") -> None:
    await commands.create_user(
        viewer=COMMAND_LINE,
        login=login,
        name="Tolu",
        roles=frozenset({Role.DIRECTOR}),
        now=clock.now(),
        password=PASSWORD,
    )


async def _try(browser: Browser, password: str, login: str = "tolu", **more: str) -> int:
    answer = await browser.post("/sign-in", {"email": login, "password": password, **more})
    return answer.status_code


async def test_the_right_password_signs_in_and_the_token_is_new_each_time(db: ModuleType) -> None:
    await _account()
    async with nobody() as browser:
        browser.client.cookies.set(COOKIE, "chosen-before", domain="testserver.local")
        assert await _try(browser, PASSWORD, login=" TOLU ") == 303
        first = browser.client.cookies[COOKIE]
        assert await _try(browser, PASSWORD) == 303
        second = browser.client.cookies[COOKIE]
    assert len({"chosen-before", first, second}) == 3
    kept = await db.rows("SELECT token_hash FROM session")
    assert not {first, second, "chosen-before"} & {row["token_hash"] for row in kept}


async def test_the_cookie_is_kept_from_scripts_and_other_sites(db: ModuleType) -> None:
    await _account()
    async with nobody() as browser:
        answer = await browser.post("/sign-in", {"email": "tolu", "password": PASSWORD})
    set_cookie = next(
        value for value in answer.headers.get_list("set-cookie") if value.startswith(COOKIE)
    )
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie


async def test_a_wrong_password_and_no_such_account_read_the_same(db: ModuleType) -> None:
    await _account()
    async with nobody() as browser:
        wrong = await browser.post("/sign-in", {"email": "tolu", "password": "no"})
        nobody_here = await browser.post("/sign-in", {"email": "nobody", "password": "no"})
    assert wrong.status_code == nobody_here.status_code == 422
    assert faults(wrong) == faults(nobody_here)
    assert 'value="tolu"' in wrong.text
    assert "no</" not in wrong.text


async def test_too_many_tries_wait_a_quarter_of_an_hour(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _account()
    async with nobody() as browser:
        for _ in range(MOST_BY_LOGIN):
            assert await _try(browser, "wrong") == 422
        refused = await browser.post("/sign-in", {"email": "tolu", "password": PASSWORD})
        assert "Too many tries. Wait 15 minutes" in words(refused)
        later = clock.now() + timedelta(minutes=16)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert await _try(browser, PASSWORD) == 303


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\n/x"],
)
async def test_signing_in_leads_nowhere_else(db: ModuleType, elsewhere: str) -> None:
    await _account()
    async with nobody() as browser:
        form = {"email": "tolu", "password": PASSWORD, "next": elsewhere}
        answer = await browser.post("/sign-in", form)
    assert answer.headers["location"] == "/"


async def test_who_has_not_signed_in_is_led_back_afterwards(db: ModuleType) -> None:
    await _account()
    async with nobody() as browser:
        sent = await browser.get("/services?q=a&type=b")
        assert sent.headers["location"] == "/sign-in?next=/services%3Fq%3Da%26type%3Db"
        form = {"email": "tolu", "password": PASSWORD, "next": "/services?q=a&type=b"}
        answer = await browser.post("/sign-in", form)
    assert answer.headers["location"] == "/services?q=a&type=b"


async def test_signing_out_ends_the_session_itself(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        token = browser.client.cookies[COOKIE]
        await browser.post("/sign-out")
        browser.client.cookies.set(COOKIE, token, domain="testserver.local")
        assert (await browser.get("/services")).status_code == 303


async def test_a_session_ends_by_itself(db: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        later = clock.now() + commands.SESSION_LASTS + timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert (await browser.get("/services")).status_code == 303


async def test_a_link_asks_for_a_password_of_some_length_twice(db: ModuleType) -> None:
    ros = await make_user(Role.QUALITY_MANAGER)
    assert ros.user_id is not None
    token = await commands.make_link(viewer=COMMAND_LINE, user_id=ros.user_id, now=clock.now())
    path = f"/sign-in/link/{token}"
    async with nobody() as browser:
        short = await browser.post(path, {"password": "short", "again": "short"})
        other = await browser.post(path, {"password": "long enough 1", "again": "long enough 2"})
        good = await browser.post(path, {"password": "long enough 1", "again": "long enough 1"})
    assert faults(short) == ["Use at least 10 characters"]
    assert faults(other) == ["The two passwords are not the same"]
    assert good.status_code == 303
