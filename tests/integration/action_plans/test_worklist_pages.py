"""What waits for one person: to do, to name an owner for, to answer."""

from collections.abc import Callable
from datetime import date, datetime
from types import ModuleType
from uuid import UUID

import pytest

from action_plans import commands
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.integration.action_plans.cast import TOMORROW, Cast, cast, found, of, started
from tests.integration.action_plans.conftest import Asked
from tests.web import faults, links, signed_in, words

At = Callable[[datetime], None]


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(TOMORROW)
    return await cast()


async def asked_for_time(people: Cast, action: UUID) -> UUID:
    return await commands.ask_for_time(
        viewer=people.tolu,
        action_id=action,
        new_due_on=date(2027, 1, 20),
        reason="The parts are late.",
        now=NOW,
    )


async def test_my_actions_are_mine_alone_and_hold_a_form_for_the_photo(people: Cast) -> None:
    heard = await found(people, source="family", text="Never mind who.")
    mine = await started(people, heard, title="Oil the gate", owner_id=people.kofi.user_id)
    await started(people, title="Not mine")
    async with signed_in(people.kofi) as browser:
        page = await browser.get("/my-actions")
    assert "Oil the gate" in words(page)
    assert "Not mine" not in words(page)
    assert "a family" not in words(page)
    assert f'action="/actions/{mine}/done"' in page.text


async def test_nothing_to_do_says_so(people: Cast) -> None:
    async with signed_in(people.kofi) as browser:
        assert "You have nothing to put right" in words(await browser.get("/my-actions"))


async def test_more_time_is_given_and_the_first_date_stays(people: Cast) -> None:
    action = await started(people, title="Mend the wall")
    request = await asked_for_time(people, action)
    async with signed_in(people.sam) as browser:
        page = words(await browser.get("/requests"))
        answer = await browser.post(f"/requests/extension/{request}", {"agreed": "yes"})
    assert "More time, until 20 January 2027" in page
    assert "Mend the wall" in page
    assert "The parts are late." in page
    assert answer.status_code == 303
    row = await of(action)
    assert (row["due_on"], row["first_due_on"]) == (date(2027, 1, 20), date(2026, 12, 14))


async def test_a_no_needs_its_reason_and_keeps_what_was_typed(people: Cast) -> None:
    action = await started(people)
    request = await asked_for_time(people, action)
    path = f"/requests/extension/{request}"
    async with signed_in(people.sam) as browser:
        bare = await browser.post(path, {"agreed": "no", "decision": ""})
        named = await browser.post(path, {"agreed": "no", "decision": "Ask Margaret."})
        said = await browser.post(path, {"agreed": "no", "decision": "It is a fire door."})
    assert faults(bare) == ["Say why not"]
    assert "Ask Margaret." in named.text
    assert "This looks like a name" in words(named)
    assert said.status_code == 303
    assert (await of(action))["due_on"] == date(2026, 12, 14)


async def test_we_cannot_is_for_a_quality_manager(people: Cast) -> None:
    action = await started(people)
    request = await commands.say_we_cannot(
        viewer=people.tolu, action_id=action, reason="It is listed.", now=NOW
    )
    path = f"/requests/rejection/{request}"
    async with signed_in(people.sam) as browser:
        assert "It is listed." not in words(await browser.get("/requests"))
        refused = await browser.post(path, {"agreed": "yes"})
    assert refused.status_code == 403
    async with signed_in(people.ros) as browser:
        assert "It is listed." in words(await browser.get("/requests"))
        await browser.post(path, {"agreed": "yes"})
    assert (await of(action))["status"] == "rejected"


async def test_actions_without_an_owner_get_the_next(people: Cast) -> None:
    action = await started(people, title="Left behind")
    assert people.tolu.user_id is not None
    await commands.release_owner(viewer=COMMAND_LINE, person=people.tolu.user_id, now=NOW)
    async with signed_in(people.sam) as browser:
        page = await browser.get("/unowned")
        await browser.post(f"/actions/{action}/owner", {"owner": str(people.deb.user_id)})
        after = words(await browser.get("/unowned"))
    assert "Left behind" in words(page)
    assert f"/actions/{action}/owner" in links(page)
    assert "Every open action has an owner." in after


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/requests", "sam", 200),
        ("/requests", "helen", 200),
        ("/requests", "ros", 200),
        ("/requests", "tolu", 404),
        ("/requests", "kofi", 404),
        ("/unowned", "sam", 200),
        ("/unowned", "tolu", 200),
        ("/unowned", "kofi", 404),
        ("/unowned", "priya", 404),
        ("/my-actions", "kofi", 200),
        ("/my-actions", "ian", 200),
    ],
)
async def test_who_has_which_list(people: Cast, path: str, who: str, status: int) -> None:
    async with signed_in(getattr(people, who)) as browser:
        assert (await browser.get(path)).status_code == status


async def test_the_number_of_queries_does_not_grow(people: Cast, asked: Asked) -> None:
    async with signed_in(people.sam) as browser:
        asked.since()
        await browser.get("/requests")
        few = asked.since()
        for number in range(8):
            await asked_for_time(people, await started(people, title=f"Thing {number}"))
        asked.since()
        await browser.get("/requests")
    assert asked.since() == few <= 3
