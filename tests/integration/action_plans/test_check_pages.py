"""Somebody else looks whether it worked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

import pytest

from tests.integration.action_plans.cast import TOMORROW, Cast, cast, done, of, started
from tests.integration.action_plans.conftest import Asked
from tests.web import faults, signed_in, words

At = Callable[[datetime], None]
LOOKED = {"ways": ["looked", "asked"], "seen": "Walked round at tea.", "worked": "yes"}


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(TOMORROW + timedelta(days=4))
    return await cast()


async def test_my_checks_show_what_waits_and_how_long(people: Cast) -> None:
    action = await done(people, title="Count the medicines", severity="high")
    async with signed_in(people.ros) as browser:
        page = await browser.get("/my-checks")
    assert "Count the medicines" in words(page)
    assert "Waiting for 4 days" in words(page)
    assert f"/actions/{action}/check" in page.text


async def test_the_check_page_shows_the_promise_and_the_proof(people: Cast) -> None:
    action = await done(people)
    async with signed_in(people.ros) as browser:
        page = words(await browser.get(f"/actions/{action}/check"))
    for part in (
        "Plans say what people want now.",
        "Three plans picked on the day.",
        "Two plans have no review date.",
        "All six reviewed.",
        "done on 3 November 2026",
    ):
        assert part in page, part


async def test_it_worked_and_the_action_is_closed(people: Cast) -> None:
    action = await done(people)
    async with signed_in(people.ros) as browser:
        answer = await browser.post(f"/actions/{action}/check", LOOKED)
    assert answer.headers["location"] == "/my-checks"
    assert (await of(action))["status"] == "closed"
    async with signed_in(people.tolu) as browser:
        page = words(await browser.get(f"/actions/{action}"))
    assert "It worked. I looked myself, I asked people: Walked round at tea." in page


async def test_it_is_sent_back_with_what_is_still_to_put_right(people: Cast) -> None:
    action = await done(people)
    async with signed_in(people.ros) as browser:
        bare = await browser.post(f"/actions/{action}/check", {"worked": "no"})
        answer = await browser.post(f"/actions/{action}/check", {**LOOKED, "worked": "no"})
    assert faults(bare) == ["Say how you looked", "Say what is still to put right"]
    assert answer.status_code == 303
    assert (await of(action))["status"] == "in_progress"


async def test_what_was_ticked_and_typed_stays_after_a_fault(people: Cast) -> None:
    action = await done(people)
    async with signed_in(people.ros) as browser:
        page = await browser.post(
            f"/actions/{action}/check", {"ways": "sampled", "seen": "Read three."}
        )
    assert page.status_code == 422
    assert faults(page) == ["Say whether it worked"]
    assert 'value="sampled" checked' in page.text
    assert "Read three." in page.text


async def test_it_is_left_for_the_next_visit(people: Cast) -> None:
    action = await done(people)
    async with signed_in(people.ros) as browser:
        await browser.post(f"/actions/{action}/next-visit")
        assert "At my next visit" in words(await browser.get("/my-checks"))


async def test_who_had_a_part_in_it_cannot_check(people: Cast) -> None:
    action = await done(people)
    not_done = await started(people)
    for who in (people.tolu, people.deb, people.helen):
        async with signed_in(who) as browser:
            assert (await browser.get(f"/actions/{action}/check")).status_code == 404
            assert (await browser.post(f"/actions/{action}/check", LOOKED)).status_code == 403
    async with signed_in(people.ros) as browser:
        assert (await browser.get(f"/actions/{not_done}/check")).status_code == 404
        assert (await browser.post(f"/actions/{not_done}/check", LOOKED)).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("ros", 200), ("ian", 200), ("sam", 200), ("tolu", 404), ("kofi", 404), ("margaret", 404)],
)
async def test_who_has_checks(people: Cast, who: str, status: int) -> None:
    async with signed_in(getattr(people, who)) as browser:
        assert (await browser.get("/my-checks")).status_code == status


async def test_the_number_of_queries_does_not_grow(people: Cast, asked: Asked) -> None:
    await done(people)
    async with signed_in(people.ros) as browser:
        asked.since()
        await browser.get("/my-checks")
        few = asked.since()
        for number in range(10):
            await done(people, title=f"Thing {number}")
        asked.since()
        await browser.get("/my-checks")
    assert asked.since() == few <= 4
