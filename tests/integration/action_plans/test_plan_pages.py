"""The plan as its manager works through it on screen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from uuid import uuid4

import pytest

from action_plans import commands
from qa.roles import Role
from tests.factories import NOW, make_user
from tests.integration.action_plans.cast import TODAY, Cast, cast, closed, done, found, started
from tests.integration.action_plans.conftest import Asked
from tests.web import links, signed_in, words

# Monday 30 November 2026: some actions of 2 November are late by now.
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
At = Callable[[datetime], None]


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(MONDAY)
    return await cast()


async def test_one_row_names_every_source_in_plain_words(people: Cast) -> None:
    said = [
        await found(people, source=source, text=f"Said by {source}.")
        for source in ("cqc", "family", "house_meeting")
    ]
    await started(people, *said, title="Fire doors close", severity="high")
    async with signed_in(people.tolu) as browser:
        page = words(await browser.get(f"/services/{people.service}/plan"))
    assert page.count("Fire doors close") == 2  # once as the link, once in its next step
    assert "Raised by CQC, a family, a house meeting" in page
    assert "14 days late" in page


async def test_dates_are_said_in_words_and_the_first_one_stays(people: Cast) -> None:
    action = await started(people, first_due_on=date(2026, 12, 4))
    asked_for = await commands.ask_for_time(
        viewer=people.tolu, action_id=action, new_due_on=date(2026, 12, 11), reason="x", now=NOW
    )
    async with signed_in(people.tolu) as browser:
        before = words(await browser.get(f"/services/{people.service}/plan"))
        await commands.decide_time(
            viewer=people.sam, request_id=asked_for, agreed=True, decision="", now=NOW
        )
        after = words(await browser.get(f"/services/{people.service}/plan"))
    assert "due Friday 4 December" in before
    assert "more time asked for, no answer yet" in before
    assert "due Friday 11 December First date 4 December 2026" in after


async def test_counts_lead_to_exactly_their_rows(people: Cast) -> None:
    await started(people, title="Late one", severity="high")
    await started(people, title="This week", first_due_on=date(2026, 12, 2))
    await started(people, title="With property", owner_name="Property", severity="low")
    await done(people, title="To be checked")
    await closed(people, title="Closed one")
    path = f"/services/{people.service}/plan"
    parts = {
        "late": ("Late one", "1 late"),
        "week": ("This week", "1 due this week"),
        "waiting": ("With property", "1 waiting for somebody else"),
        "to_check": ("To be checked", "1 done, waiting to be checked"),
        "closed": ("Closed one", "1 put right or ended"),
    }
    titles = {title for title, _ in parts.values()}
    async with signed_in(people.tolu) as browser:
        whole = words(await browser.get(path))
        assert "4 open" in whole
        assert "1 action put right and checked in the last 90 days" in whole
        for show, (title, count) in parts.items():
            assert count in whole
            page = words(await browser.get(f"{path}?show={show}"))
            assert title in page
            assert not any(other in page for other in titles - {title})


async def test_the_list_is_searched_and_filtered(people: Cast) -> None:
    heard = await found(people, source="family", text="The garden gate is broken.")
    await started(people, heard, title="Mend the gate")
    await started(people, title="Medicines are counted", severity="critical")
    path = f"/services/{people.service}/plan"
    async with signed_in(people.tolu) as browser:
        by_words = words(await browser.get(f"{path}?q=garden"))
        by_severity = words(await browser.get(f"{path}?severity=critical"))
        by_source = words(await browser.get(f"{path}?source=family"))
        nothing = words(await browser.get(f"{path}?q=submarine"))
        unknown = await browser.get(f"{path}?show=nonsense&severity=x&source=y")
    assert "Mend the gate" in by_words
    assert "Medicines" not in by_words
    assert "Medicines" in by_severity
    assert "Mend the gate" not in by_severity
    assert "Mend the gate" in by_source
    assert "Nothing here fits what you looked for" in nothing
    assert unknown.status_code == 200


async def test_a_long_plan_is_paged_without_loss(people: Cast) -> None:
    heard = await found(people)
    for number in range(55):
        await started(people, title=f"Thing number {number:02}.", first_due_on=TODAY)
    await started(people, heard, title="The last", first_due_on=TODAY + timedelta(days=40))
    seen: list[str] = []
    path: str | None = f"/services/{people.service}/plan"
    async with signed_in(people.tolu) as browser:
        while path:
            page = await browser.get(path)
            seen += [link for link in links(page) if link.startswith("/actions/")]
            path = next((link for link in links(page) if "cursor=" in link), None)
    shown = [link for link in seen if not link.endswith("/done")]
    assert len(shown) == len(set(shown)) == 56


async def test_a_manager_of_several_services_has_them_in_one_list(people: Cast) -> None:
    both = await make_user(Role.SERVICE_MANAGER, services=(people.service, people.sibling))
    other = await found(people, service_id=people.sibling)
    await started(people, title="Here")
    await started(people, other, title="There", owner_id=both.user_id)
    async with signed_in(both) as browser:
        page = await browser.get("/plan")
    assert "Here" in words(page)
    assert "There" in words(page)
    assert f"/services/{people.sibling}/plan" in links(page)
    async with signed_in(people.tolu) as browser:
        alone = await browser.get("/plan")
    assert alone.headers["location"] == f"/services/{people.service}/plan"


async def test_who_sees_the_plan_of_a_service(people: Cast) -> None:
    await started(people, title="For those who may see it")
    path = f"/services/{people.service}/plan"
    for who in (people.ros, people.tolu, people.deb, people.sam, people.helen):
        async with signed_in(who) as browser:
            page = await browser.get(path)
        assert page.status_code == 200
        assert "For those who may see it" in words(page)
    for who in (people.una, people.pat, people.priya, people.margaret, people.dev):
        async with signed_in(who) as browser:
            hidden = await browser.get(path)
            nowhere = await browser.get(f"/services/{uuid4()}/plan")
        assert hidden.status_code == nowhere.status_code == 404
        assert words(hidden) == words(nowhere)


async def test_a_support_worker_sees_own_actions_and_not_who_raised_them(people: Cast) -> None:
    heard = await found(people, source="family", text="A secret.")
    await started(people, heard, title="For Kofi", owner_id=people.kofi.user_id)
    await started(people, title="For Tolu")
    async with signed_in(people.kofi) as browser:
        page = words(await browser.get(f"/services/{people.service}/plan"))
    assert "For Kofi" in page
    assert "For Tolu" not in page
    assert "Raised by a family" not in page


async def test_an_empty_plan_says_what_comes_here(people: Cast) -> None:
    async with signed_in(people.tolu) as browser:
        page = words(await browser.get(f"/services/{people.service}/plan"))
    assert "When something is found, it comes here" in page


async def test_the_number_of_queries_does_not_grow_with_the_plan(
    people: Cast, asked: Asked
) -> None:
    await started(people)
    async with signed_in(people.tolu) as browser:
        asked.since()
        await browser.get(f"/services/{people.service}/plan")
        few = asked.since()
        for number in range(30):
            await started(people, title=f"Thing {number}")
        asked.since()
        await browser.get(f"/services/{people.service}/plan")
    assert asked.since() == few <= 9
