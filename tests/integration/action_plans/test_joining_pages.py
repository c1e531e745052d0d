"""Choosing on screen what belongs together."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

import pytest

from tests.factories import NOW
from tests.integration.action_plans.cast import Cast, cast, found, started
from tests.web import links, signed_in, words

At = Callable[[datetime], None]


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(NOW + timedelta(days=2))
    return await cast()


async def test_findings_are_joined_and_taken_away(people: Cast) -> None:
    action = await started(people)
    other = await found(people, text="The same in the kitchen.")
    path = f"/actions/{action}/findings"
    async with signed_in(people.tolu) as browser:
        assert "The same in the kitchen." in words(await browser.get(path))
        await browser.post(f"{path}/{other}", {"together": "yes"})
        joined = words(await browser.get(f"/actions/{action}"))
        await browser.post(f"{path}/{other}", {"together": "no"})
        apart = words(await browser.get(f"/actions/{action}"))
    assert "The same in the kitchen." in joined
    assert "The same in the kitchen." not in apart


async def test_two_actions_become_one(people: Cast) -> None:
    action = await started(people, title="Review every plan")
    other = await started(people, title="Review each plan again")
    path = f"/actions/{action}/merge"
    async with signed_in(people.tolu) as browser:
        assert "Review each plan again" in words(await browser.get(path))
        merged = await browser.post(path, {"into": str(other)})
        gone = await browser.get(f"/actions/{action}")
    assert merged.headers["location"] == f"/actions/{other}"
    assert f"/actions/{other}" in links(gone)
