"""The director's ten seconds."""

from collections.abc import Callable
from datetime import date, datetime
from types import ModuleType

import pytest

from action_plans import commands
from tests.factories import NOW
from tests.integration.action_plans.cast import LATER, TODAY, Cast, cast, found, started
from tests.integration.action_plans.conftest import Asked
from tests.web import api, links, signed_in, words

At = Callable[[datetime], None]


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(LATER)  # 24 December 2026
    return await cast()


async def test_serious_and_old_comes_first_with_who_is_stuck(people: Cast) -> None:
    await started(people, title="A low one", severity="low", first_due_on=TODAY)
    stuck = await started(people, title="A high one", severity="high")
    await started(people, title="A critical one", severity="critical")
    await commands.ask_for_time(
        viewer=people.tolu,
        action_id=stuck,
        new_due_on=date(2027, 1, 20),
        reason="Parts.",
        now=NOW,
    )
    await commands.record_progress(viewer=people.tolu, action_id=stuck, text="Ordered.", now=NOW)
    async with signed_in(people.helen) as browser:
        page = words(await browser.get("/overview"))
    assert page.index("A critical one") < page.index("A high one") < page.index("A low one")
    assert "45 days late" in page
    assert "Waits for the regional manager: more time was asked for. Owner: " in page
    assert "Last word: Ordered." in page


async def test_numbers_by_region_lead_to_exactly_their_rows(people: Cast) -> None:
    await started(people, title="North and high", severity="high")
    await started(people, title="North and low", severity="low", first_due_on=TODAY)
    other = await found(people, service_id=people.elsewhere)
    await started(
        people, other, title="South and high", severity="high", owner_id=people.una.user_id
    )
    async with signed_in(people.helen) as browser:
        page = await browser.get("/overview")
        serious = next(
            link
            for link in links(page)
            if f"region={people.region}" in link and "show=serious" in link
        )
        rows = words(await browser.get(serious))
    assert "North and high" in rows
    assert "North and low" not in rows
    assert "South and high" not in rows


async def test_the_figures_stand_beside_the_period_before(people: Cast) -> None:
    await started(people)
    async with signed_in(people.helen) as browser:
        page = words(await browser.get("/overview"))
    assert "Put right and checked 0.00% So far: 0 of 1 actions first due" in page
    assert "As many days before: none to count" in page
    assert "Support workers spot-checked none to count" in page


async def test_a_regional_manager_sees_the_services_of_the_region(people: Cast) -> None:
    await started(people, title="Mine", severity="high")
    other = await found(people, service_id=people.elsewhere)
    await started(people, other, title="Not mine", severity="high", owner_id=people.una.user_id)
    async with signed_in(people.sam) as browser:
        page = await browser.get("/overview")
    assert "What is late, by service" in words(page)
    assert "Mine" in words(page)
    assert "Not mine" not in words(page)


async def test_a_long_list_is_paged(people: Cast) -> None:
    for number in range(23):
        await started(people, title=f"Thing {number:02}.", severity="high")
    seen: list[str] = []
    path: str | None = "/overview"
    async with signed_in(people.helen) as browser:
        while path:
            page = await browser.get(path)
            seen += [link for link in links(page) if link.startswith("/actions/")]
            path = next((link for link in links(page) if "cursor=" in link), None)
    assert len(seen) == len(set(seen)) == 23


@pytest.mark.parametrize(
    ("who", "status"),
    [("helen", 200), ("sam", 200), ("ros", 200), ("tolu", 404), ("kofi", 404), ("priya", 404)],
)
async def test_who_has_the_overview(people: Cast, who: str, status: int) -> None:
    async with signed_in(getattr(people, who)) as browser:
        assert (await browser.get("/overview")).status_code == status


async def test_the_number_of_queries_does_not_grow(people: Cast, asked: Asked) -> None:
    await started(people, severity="high")
    async with signed_in(people.helen) as browser:
        asked.since()
        await browser.get("/overview")
        few = asked.since()
        for number in range(10):
            await started(people, title=f"Thing {number}", severity="high")
        asked.since()
        await browser.get("/overview")
    assert asked.since() == few <= 14


async def test_actions_as_json_are_filtered_and_paged(people: Cast) -> None:
    heard = await found(people, source="cqc")
    late = await started(people, heard, title="Late", severity="high")
    await started(people, title="With property", owner_name="Property", first_due_on=LATER.date())
    async with api(people.ros) as program:
        everything = (await program.get("/api/actions?page_size=1")).json()
        rest = (await program.get(f"/api/actions?cursor={everything['next']}")).json()
        overdue = (await program.get("/api/actions?overdue=true")).json()["items"]
        same = (await program.get("/api/actions?status=&overdue=yes&service=&owner=")).json()
        neither = await program.get("/api/actions?overdue=perhaps")
        theirs = (await program.get("/api/actions?owner=property")).json()["items"]
        none = (await program.get("/api/actions?service=nowhere")).json()
        unknown = await program.get("/api/actions?status=nonsense")
    assert len(everything["items"]) == len(rest["items"]) == 1
    assert rest["next"] is None
    assert [one["id"] for one in overdue] == [str(late)]
    assert same["items"] == overdue
    assert neither.json()["detail"] == "overdue: must be yes or no."
    assert overdue[0]["sources"] == ["cqc"]
    assert len(overdue[0]["findings"]) == 1
    assert overdue[0]["owner"].endswith("@example.org")
    assert [one["title"] for one in theirs] == ["With property"]
    assert none == {"items": [], "next": None}
    assert unknown.status_code == 422
    assert unknown.json()["detail"].startswith("status: must be one of")


async def test_json_shows_what_the_caller_may_see_and_never_who_said_it(people: Cast) -> None:
    heard = await found(people, source="family", text="The gate bangs.", who_said_it="A sister")
    await started(people, heard)
    async with api(people.una) as stranger:
        assert (await stranger.get("/api/actions")).json()["items"] == []
        assert (await stranger.get("/api/findings")).json()["items"] == []
    async with api(people.ros) as program:
        answer = await program.get("/api/findings?source=family")
    (item,) = answer.json()["items"]
    assert item["text"] == "The gate bangs."
    assert item["status"] == "agreed"
    assert "A sister" not in answer.text
