"""One action on screen, and each of its forms once through HTTP."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from types import ModuleType
from uuid import UUID, uuid4

import pytest
from PIL import Image

from action_plans import commands
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import Cast, cast, closed, done, found, of, started
from tests.integration.action_plans.conftest import Asked
from tests.web import faults, links, signed_in, words

At = Callable[[datetime], None]
SOON = NOW + timedelta(days=2)


@pytest.fixture
async def people(db: ModuleType, at: At) -> Cast:
    at(SOON)
    return await cast()


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


async def page_of(viewer: Viewer, action: UUID) -> str:
    async with signed_in(viewer) as browser:
        return words(await browser.get(f"/actions/{action}"))


async def test_everything_about_an_action_is_on_its_page(people: Cast) -> None:
    heard = await found(
        people, source="family", text="The gate bangs all night.", who_said_it="A sister"
    )
    action = await started(people, heard, steps=["Oil the gate"], help_needed="A carpenter")
    await commands.record_progress(viewer=people.tolu, action_id=action, text="Oiled.", now=NOW)
    page = await page_of(people.tolu, action)
    for part in (
        "Plans say what people want now.",
        "Three plans picked on the day.",
        "A carpenter",
        "The gate bangs all night.",
        "A family, 2 November 2026",
        "Oil the gate",
        "Oiled.",
        "14 December 2026, in 40 days",
        "started this action",
        "said how it is going",
    ):
        assert part in page, part
    assert "A sister" not in page
    assert "A sister" in await page_of(people.ros, action)


async def test_progress_is_kept_and_shown(people: Cast) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        empty = await browser.post(f"/actions/{action}/progress", {"text": " "})
        saved = await browser.post(f"/actions/{action}/progress", {"text": "Half of it."})
    assert empty.status_code == 422
    assert faults(empty) == ["Say what has happened"]
    assert saved.headers["location"] == f"/actions/{action}"
    assert "Half of it." in await page_of(people.tolu, action)


async def test_a_name_is_pointed_out_once_before_it_is_saved(people: Cast) -> None:
    action = await started(people)
    typed = {"text": "Told Margaret about it."}
    async with signed_in(people.tolu) as browser:
        held = await browser.post(f"/actions/{action}/progress", typed)
        kept = await browser.post(f"/actions/{action}/progress", {**typed, "names_kept": "yes"})
    assert held.status_code == 422
    assert "This looks like a name: Margaret" in words(held)
    assert "Told Margaret about it." in held.text
    assert 'name="names_kept"' in held.text
    assert kept.status_code == 303


async def test_a_name_is_pointed_out_together_with_the_other_faults(people: Cast) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        held = await browser.post(f"/actions/{action}/more-time", {"reason": "Margaret is away"})
    assert faults(held)[:2] == [
        "Say when it can be done",
        "This looks like a name: Margaret. Leave it out if you can.",
    ]


async def test_steps_are_added_and_ticked_without_javascript(people: Cast) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        await browser.post(f"/actions/{action}/step", {"text": "Ask the landlord"})
        page = await browser.get(f"/actions/{action}")
        tick = page.text.split(f'action="/actions/{action}/steps/')[1].split('"')[0]
        await browser.post(f"/actions/{action}/steps/{tick}", {"done": "yes"})
        ticked = words(await browser.get(f"/actions/{action}"))
        await browser.post(f"/actions/{action}/steps/{tick}", {"done": "no"})
        unticked = words(await browser.get(f"/actions/{action}"))
    assert "Ask the landlord done 4 November 2026" in ticked
    assert "done 4 November 2026" not in unticked


async def test_proof_in_words_and_as_a_photo_that_only_readers_open(people: Cast) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        nothing = await browser.post(f"/actions/{action}/proof", {})
        not_a_photo = await browser.post(
            f"/actions/{action}/proof",
            {"text": "See here"},
            files={"file": ("photo.jpg", b"MZ\x90\x00\x03\x00\xff\xfe", "image/jpeg")},
        )
        added = await browser.post(
            f"/actions/{action}/proof",
            {"text": "New holders", "where": "In the hall"},
            files={"file": ("gate.png", photo(), "image/png")},
        )
        page = await browser.get(f"/actions/{action}")
        file = next(link for link in links(page) if link.startswith("/files/"))
        opened = await browser.get(file)
    assert faults(nothing)[0].startswith("Give some proof")
    assert not_a_photo.status_code == 422
    assert "See here" in not_a_photo.text
    assert added.status_code == 303
    assert "Where to see it: In the hall" in words(page)
    assert opened.headers["content-disposition"].startswith("attachment")
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["content-type"] == "image/jpeg"
    for stranger in (people.una, people.kofi, people.priya):
        async with signed_in(stranger) as browser:
            assert (await browser.get(file)).status_code == 404
            assert (await browser.get(f"/files/{uuid4()}")).status_code == 404


async def test_done_with_nothing_but_a_photo(people: Cast) -> None:
    action = await started(people, owner_id=people.kofi.user_id)
    async with signed_in(people.kofi) as browser:
        bare = await browser.post(f"/actions/{action}/done", {})
        listed = await browser.get("/my-actions")
        assert f'action="/actions/{action}/done"' in listed.text
        answer = await browser.post(
            f"/actions/{action}/done", files={"file": ("a.png", photo(), "image/png")}
        )
    assert faults(bare) == ["Say what was done, or add proof first."]
    assert answer.status_code == 303
    assert (await of(action))["status"] == "done"


async def test_more_time_is_asked_for_with_a_reason(people: Cast) -> None:
    action = await started(people)
    path = f"/actions/{action}/more-time"
    async with signed_in(people.tolu) as browser:
        faulty = await browser.post(path, {"new_due_on": "2026-13-45", "reason": ""})
        early = await browser.post(path, {"new_due_on": "2026-11-20", "reason": "Parts."})
        asked = await browser.post(path, {"new_due_on": "2027-01-20", "reason": "Parts."})
    assert len(faults(faulty)) == 2
    assert "2026-13-45" in faulty.text
    assert faults(early) == ["The new date must be later than the present one."]
    assert "Parts." in early.text
    assert asked.status_code == 303
    assert "Asked for more time, until 20 January 2027" in await page_of(people.tolu, action)


async def test_it_is_the_landlords_and_comes_back(people: Cast) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        await browser.post(
            f"/actions/{action}/other-body", {"other_body": "The landlord", "reason": "His wall."}
        )
    async with signed_in(people.sam) as browser:
        request = (await browser.get("/requests")).text.split('action="/requests/transfer/')[1]
        await browser.post(f"/requests/transfer/{request.split(chr(34))[0]}", {"agreed": "yes"})
    assert "with The landlord" in await page_of(people.tolu, action)
    async with signed_in(people.tolu) as browser:
        back = await browser.post(f"/actions/{action}/take-back", {"reason": "He will not."})
    assert back.status_code == 303
    assert (await of(action))["status"] == "in_progress"


async def test_we_cannot_needs_its_reason(people: Cast) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        bare = await browser.post(f"/actions/{action}/we-cannot", {"reason": ""})
        said = await browser.post(f"/actions/{action}/we-cannot", {"reason": "It is listed."})
    assert faults(bare) == ["Say why"]
    assert said.status_code == 303


async def test_the_owner_is_named_from_those_who_may_be(people: Cast) -> None:
    action = await started(people)
    path = f"/actions/{action}/owner"
    async with signed_in(people.tolu) as browser:
        page = await browser.get(path)
        both = await browser.post(path, {"owner": str(people.kofi.user_id), "owner_name": "Sue"})
        neither = await browser.post(path, {})
        named = await browser.post(path, {"owner": str(people.kofi.user_id)})
    assert str(people.kofi.user_id) in page.text
    assert str(people.una.user_id) not in page.text
    assert both.status_code == neither.status_code == 422
    assert named.status_code == 303
    assert (await of(action))["owner"] == people.kofi.user_id


async def test_severity_goes_up_by_the_manager_and_down_by_the_quality_team(people: Cast) -> None:
    action = await started(people)
    path = f"/actions/{action}/severity"
    async with signed_in(people.tolu) as browser:
        offered = (await browser.get(path)).text
        await browser.post(path, {"severity": "high"})
    assert 'value="critical"' in offered
    assert 'value="low"' not in offered
    row = await of(action)
    assert row["severity"] == "high"
    assert row["due_on"] == date(2026, 11, 18)
    assert row["first_due_on"] == date(2026, 12, 14)


async def test_a_proposed_action_is_agreed(people: Cast) -> None:
    action = await started(people, status="proposed")
    async with signed_in(people.tolu) as browser:
        assert f'action="/actions/{action}/agree"' in (await browser.get(f"/actions/{action}")).text
        await browser.post(f"/actions/{action}/agree")
    assert (await of(action))["status"] == "agreed"


async def test_what_was_closed_is_opened_again_with_a_reason(people: Cast) -> None:
    action = await closed(people)
    async with signed_in(people.ros) as browser:
        again = await browser.post(f"/actions/{action}/reopen", {"reason": "Wedges are back."})
    assert again.status_code == 303
    assert "Opened again: Wedges are back." in await page_of(people.tolu, action)


async def test_only_what_may_be_done_is_offered(people: Cast) -> None:
    action = await done(people)
    async with signed_in(people.tolu) as browser:
        page = await browser.get(f"/actions/{action}")
        for what in ("done", "more-time", "check", "progress"):
            assert (await browser.get(f"/actions/{action}/{what}")).status_code == 404
    assert f"/actions/{action}/done" not in links(page)
    assert "The waiting does not count against you." in words(page)
    high = await done(people, severity="high")
    assert "checked by somebody from outside it" in await page_of(people.sam, high)


async def test_who_sees_an_action(people: Cast) -> None:
    action = await started(people)
    for who in (people.ros, people.tolu, people.deb, people.sam, people.helen):
        await page_of(who, action)
        async with signed_in(who) as browser:
            assert (await browser.get(f"/actions/{action}")).status_code == 200
    for who in (people.una, people.pat, people.kofi, people.priya, people.margaret, people.dev):
        async with signed_in(who) as browser:
            hidden = await browser.get(f"/actions/{action}")
            nowhere = await browser.get(f"/actions/{uuid4()}")
            sent = await browser.post(f"/actions/{action}/progress", {"text": "x"})
        assert hidden.status_code == nowhere.status_code == sent.status_code == 404
        assert words(hidden) == words(nowhere)


async def test_the_number_of_queries_does_not_grow_with_the_action(
    people: Cast, asked: Asked
) -> None:
    action = await started(people)
    async with signed_in(people.tolu) as browser:
        asked.since()
        await browser.get(f"/actions/{action}")
        few = asked.since()
        for number in range(12):
            await commands.add_step(
                viewer=people.tolu, action_id=action, text=f"Step {number}", now=NOW
            )
            await commands.join_finding(
                viewer=people.tolu, finding_id=await found(people), action_id=action, now=NOW
            )
        asked.since()
        await browser.get(f"/actions/{action}")
    assert asked.since() == few <= 14
