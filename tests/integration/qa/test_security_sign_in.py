"""What an attacker tries against sign-in and accounts, and does not get."""

import asyncio
from types import ModuleType

import pytest

from qa import clock
from qa.auth import commands
from qa.auth.commands import MOST_BY_LOGIN
from qa.errors import Conflict, Invalid
from qa.roles import Role
from qa.viewer import COMMAND_LINE
from tests.factories import make_user
from tests.web import PASSWORD, signed_in, words


async def _guess(number: int) -> str:
    try:
        await commands.sign_in(
            login="tolu", password=f"guess {number}", address="10.0.0.1", now=clock.now()
        )
    except Invalid as refused:
        return str(refused)
    raise AssertionError("signed in with a guess")


async def test_many_tries_at_one_moment_are_throttled_like_tries_one_by_one(
    db: ModuleType,
) -> None:
    said = await asyncio.gather(*(_guess(number) for number in range(3 * MOST_BY_LOGIN)))
    looked_at = sum("do not match" in words for words in said)
    assert looked_at <= MOST_BY_LOGIN


async def test_what_was_refused_for_too_many_tries_makes_nobody_wait_longer(
    db: ModuleType,
) -> None:
    for number in range(MOST_BY_LOGIN + 5):
        await _guess(number)
    assert await db.value("SELECT count(*) FROM sign_in_attempt") == MOST_BY_LOGIN


async def test_a_new_password_ends_the_other_links_to_the_account(db: ModuleType) -> None:
    ros = await make_user(Role.QUALITY_MANAGER)
    assert ros.user_id is not None
    now = clock.now()
    links = [
        await commands.make_link(viewer=COMMAND_LINE, user_id=ros.user_id, now=now)
        for _ in range(2)
    ]
    await commands.use_link(token=links[0], password=PASSWORD, now=now)
    with pytest.raises(Conflict):
        await commands.use_link(token=links[1], password="somebody else's", now=now)


async def test_an_administrator_cannot_give_themselves_a_role(db: ModuleType) -> None:
    priya = await make_user(Role.ADMINISTRATOR)
    async with signed_in(priya) as browser:
        answer = await browser.post(
            f"/accounts/{priya.user_id}/change", {"roles": ["administrator", "director"]}
        )
        assert answer.status_code == 422
        assert "You cannot give yourself a role" in words(answer)
        assert (await browser.get("/findings")).status_code == 200
    assert await db.value(
        "SELECT string_agg(role, ';') FROM user_role WHERE person = {}", priya.user_id
    ) == ("administrator")
