"""What was found, on screen: the list, one finding, and what nobody else may learn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType
from uuid import UUID, uuid4

import pytest

from action_plans import commands
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    TOMORROW,
    Cast,
    cast,
    closed,
    found,
    in_days,
    mail_of,
    started,
)
from tests.integration.action_plans.conftest import Asked
from tests.web import api, faults, links, signed_in, words

At = Callable[[datetime], None]
ADDRESSES = (
    "/findings",
    "/findings?q=larkspur",
    "/findings?q=bruises",
    "/findings?severity=high",
    "/findings?source=safeguarding",
    "/findings?answered=no",
    "/findings/new",
    "/reports",
    "/plan",
    "/my-actions",
    "/api/findings",
    "/api/findings?source=safeguarding",
    "/api/actions",
)


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(NOW)
    return await cast()


async def read(viewer: Viewer, path: str) -> str:
    async with signed_in(viewer) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 200, path
    return answer.text


async def test_what_no_action_answers_stands_first(people: Cast) -> None:
    await started(people, await found(people, text="Answered.", raised_on=in_days(0)))
    await found(people, text="Waiting.", raised_on=in_days(-5))
    async with signed_in(people.tolu) as browser:
        page = words(await browser.get("/findings"))
    assert page.index("Not answered by an action yet") < page.index("Waiting.")
    assert page.index("Waiting.") < page.index("Answered.")


async def test_filters_narrow_the_list(db: ModuleType, people: Cast) -> None:
    await started(people, await found(people, text="Fire door wedged.", source="fire_authority"))
    await found(people, text="Garden gate.", severity="low", raised_on=in_days(-9))
    code = await db.value("SELECT code FROM service WHERE id = {}", people.service)
    other = await db.value("SELECT code FROM service WHERE id = {}", people.elsewhere)
    shown = {
        "q=wedged": (True, False),
        "source=fire_authority": (True, False),
        "severity=low": (False, True),
        "answered=yes": (True, False),
        "answered=no": (False, True),
        f"from={in_days(-1)}": (True, False),
        f"to={in_days(-1)}": (False, True),
        f"service={code}": (True, True),
        f"service={other}": (False, False),
        "service=nowhere": (False, False),
        "severity=awful": (True, True),
    }
    async with signed_in(people.ros) as browser:
        for query, (door, gate) in shown.items():
            text = (await browser.get(f"/findings?{query}")).text
            assert ("Fire door" in text, "Garden gate" in text) == (door, gate), query


async def test_the_list_goes_on_by_keyset_over_both_parts(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("action_plans.controllers.findings.PAGE", 2)
    for number in range(3):
        await found(people, text=f"Waiting {number}.")
    await started(people, await found(people, text="Answered."))
    seen: list[str] = []
    async with signed_in(people.tolu) as browser:
        path: str | None = "/findings"
        while path:
            page = await browser.get(path)
            here = links(page)
            seen += [one for one in here if one.startswith("/findings/") and "new" not in one]
            path = next((one for one in here if "cursor=" in one), None)
    assert len(seen) == len(set(seen)) == 4


async def test_a_page_of_many_findings_asks_the_database_a_few_times(
    people: Cast, asked: Asked
) -> None:
    finding_id = await found(people)
    async with signed_in(people.ros) as browser:
        await browser.get("/findings")
        asked.since()
        await browser.get("/findings")
        few = asked.since()
        for _ in range(20):
            await found(people)
        asked.since()
        await browser.get("/findings")
        assert asked.since() == few <= 6
        await browser.get(f"/findings/{finding_id}")
        assert asked.since() <= 5


async def test_a_finding_keeps_its_words_and_tells_its_history(people: Cast) -> None:
    finding_id = await found(people, text="Nobody <asks> me.", framework_item="S5")
    action_id = await started(people, title="Ask everybody")
    await commands.join_finding(
        viewer=people.tolu, finding_id=finding_id, action_id=action_id, now=NOW
    )
    async with signed_in(people.tolu) as browser:
        page = await browser.get(f"/findings/{finding_id}")
    assert "Nobody &lt;asks&gt; me." in page.text
    assert "S5 Safe environments" in words(page)
    assert f"{people.tolu.name} joined it to the action Ask everybody" in words(page)
    assert f"{people.ros.name} wrote it down" in words(page)
    assert f"/actions/{action_id}" in links(page)


async def test_join_then_unjoin_loses_nothing(db: ModuleType, people: Cast) -> None:
    finding_id = await found(people, text="Plans are old.", source="family")
    action_id = await started(people, title="Review every plan")
    before = await db.row("SELECT * FROM finding WHERE id = {}", finding_id)
    plan = await db.row("SELECT * FROM action WHERE id = {}", action_id)
    async with signed_in(people.tolu) as browser:
        offered = await browser.get(f"/findings/{finding_id}/answer")
        assert "Join: Review every plan" in words(offered)
        joined = await browser.post(f"/findings/{finding_id}/answer", {"then": f"join:{action_id}"})
        assert joined.headers["location"] == f"/findings/{finding_id}"
        assert "a family" in words(await browser.get(f"/services/{people.service}/plan"))
        gone = await browser.get(f"/findings/{finding_id}/answer")
        assert gone.headers["location"] == f"/findings/{finding_id}"
        assert (await browser.post(f"/findings/{finding_id}/unjoin")).status_code == 303
        after = await browser.get(f"/findings/{finding_id}")
        assert (await browser.post(f"/findings/{finding_id}/unjoin")).status_code == 404
    assert await db.row("SELECT * FROM finding WHERE id = {}", finding_id) == before
    assert await db.row("SELECT * FROM action WHERE id = {}", action_id) == plan
    assert "No action answers it yet." in words(after)
    assert "took it away from the action" in words(after)


async def test_a_finding_that_came_back_names_the_action_before(people: Cast) -> None:
    earlier = await closed(people, title="Review every plan")
    finding_id = await found(people, text="Plans have no review again.")
    async with signed_in(people.ros) as browser:
        offered = await browser.get(f"/findings/{finding_id}/came-back")
        assert "Review every plan" in words(offered)
        saved = await browser.post(f"/findings/{finding_id}/came-back", {"action": str(earlier)})
        assert saved.status_code == 303
        page = words(await browser.get(f"/findings/{finding_id}"))
    assert "This came back. It was put right before: Review every plan" in page


async def test_a_restricted_finding_is_shown_for_a_reason_that_is_logged(
    db: ModuleType, people: Cast, at: At
) -> None:
    finding_id = await found(people, text="Bruises.", restricted=True)
    path = f"/findings/{finding_id}"
    async with signed_in(people.ros) as browser:
        action_id = await started(people, finding_id, owner_name="Office")
        own = f"/actions/{action_id}"
        for hidden in (path, "/findings", own, f"{own}/findings", "/api/findings"):
            page = await browser.get(hidden)
            assert "Bruises" not in page.text
            assert "estricted" in page.text
        await commands.unjoin_finding(
            viewer=people.ros, finding_id=finding_id, action_id=action_id, now=NOW
        )
        assert (await browser.get(f"{path}/answer")).headers["location"] == path
        assert (await browser.get(f"{path}/came-back")).headers["location"] == path
        nothing = await browser.post(f"{path}/read", {"reason": " "})
        assert nothing.status_code == 422
        assert faults(nothing) == ["Say why you need to read this."]
        assert await db.value("SELECT count(*) FROM read_log") == 0
        assert (await browser.post(f"{path}/read", {"reason": "To plan"})).status_code == 303
        assert "Bruises" in (await browser.get(path)).text
        at(NOW + timedelta(minutes=31))
        assert "Bruises" not in (await browser.get(path)).text
    logged = await db.rows("SELECT viewer, reason FROM read_log")
    assert [(row["viewer"], row["reason"]) for row in logged] == [
        (people.ros.user_id, "To plan")
    ] * 2
    async with signed_in(people.tolu) as browser:
        refused = await browser.post(f"{path}/read", {"reason": "Curious"})
        nowhere = await browser.post(f"/findings/{uuid4()}/read", {"reason": "Curious"})
    assert refused.status_code == nowhere.status_code == 404
    assert words(refused) == words(nowhere)


async def test_what_is_out_of_scope_reads_like_what_does_not_exist(people: Cast) -> None:
    finding_id = await found(people)
    async with signed_in(people.una) as browser:
        for what in ("", "/answer", "/came-back"):
            hidden = await browser.get(f"/findings/{finding_id}{what}")
            nowhere = await browser.get(f"/findings/{uuid4()}{what}")
            assert hidden.status_code == nowhere.status_code == 404
            assert words(hidden) == words(nowhere)
        for what in ("unjoin", "answer"):
            assert (await browser.post(f"/findings/{finding_id}/{what}")).status_code == 404


@pytest.mark.parametrize("who", ["tolu", "deb", "sam", "kofi", "una"])
async def test_family_names_and_restricted_findings_leak_nowhere(people: Cast, who: str) -> None:
    family = await found(
        people, source="family", text="Tea is cold.", who_said_it="Larkspur", severity="high"
    )
    secret = await found(
        people, source="safeguarding", text="Bruises.", restricted=True, severity="high"
    )
    kofi = people.kofi.user_id
    open_action = await started(people, family, title="Warm tea", owner_name=None, owner_id=kofi)
    hidden = await started(people, secret, title="Hidden plan", owner_name="Outside office")
    viewer: Viewer = getattr(people, who)
    async with signed_in(viewer) as browser, api(viewer) as program:
        services: list[UUID] = [people.service, people.elsewhere]
        for path in (
            *ADDRESSES,
            f"/actions/{open_action}",
            f"/actions/{open_action}/findings",
            f"/findings/{family}",
            *(f"/services/{one}/plan" for one in services),
            *(f"/services/{one}" for one in services),
        ):
            for answer in (await browser.get(path), await program.get(path)):
                for word in ("Larkspur", "Bruises", "Hidden plan", str(secret), str(hidden)):
                    assert word not in answer.text, (path, word)
        for path in (f"/findings/{secret}", f"/actions/{hidden}"):
            assert (await browser.get(path)).status_code == 404
        if who in ("tolu", "deb", "sam"):
            assert "1 open" in words(await browser.get(f"/services/{people.service}/plan"))
            listed = words(await browser.get("/findings"))
            assert "Tea is cold." in listed
            assert "Nothing here fits" in words(await browser.get("/findings?q=larkspur"))
            assert "Nothing here fits" in words(await browser.get("/findings?source=safeguarding"))
    assert "Larkspur" not in str(await mail_of(viewer))


async def test_the_quality_team_sees_who_said_it(people: Cast) -> None:
    family = await found(people, source="family", who_said_it="Larkspur")
    assert "Larkspur" in await read(people.ros, f"/findings/{family}")
    assert "Larkspur" not in await read(people.tolu, f"/findings/{family}")
    named = await found(people, source="family", who_said_it="Larkspur", naming="named")
    assert "Larkspur" in await read(people.tolu, f"/findings/{named}")


async def test_what_is_embargoed_is_marked_for_those_who_see_it(people: Cast) -> None:
    finding_id = await found(people, embargoed_until=TOMORROW)
    assert "The service sees this when its manager was told" in await read(
        people.ros, f"/findings/{finding_id}"
    )
    async with signed_in(people.tolu) as browser:
        assert (await browser.get(f"/findings/{finding_id}")).status_code == 404
