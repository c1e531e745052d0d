"""Wording what is to be put right, and what happens about it."""

from datetime import timedelta
from re import search
from types import ModuleType
from typing import Any

import pytest

from audits.commands.completing import complete_audit
from audits.queries.audits import audit
from tests.factories import NOW
from tests.integration.audits.cast import CRITICAL, SHORT, cast, draft, opened, ready, say
from tests.web import faults, links, signed_in, words

pytestmark = pytest.mark.usefixtures("db")

FINDING = {
    "text": "Nobody was asked.",
    "suggested_action": "Invite them.",
    "severity": "medium",
    "framework_item": "R4",
}
NEW = {
    "then": "new",
    "new.title": "Invite people to the next check",
    "new.owner_name": "Property team",
    "new.first_due_on": "2026-12-01",
    "new.difference": "People help to check.",
    "new.how_known": "Ask them in January.",
    "new.steps": "Ask who wants to\r\n\r\nPlan the day",
    "new.help_needed": "A driver",
}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.clock.now", lambda: NOW + timedelta(minutes=5))


async def test_a_shortfall_is_offered_with_its_note_and_severity() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, CRITICAL, {"a": {"answer": "no"}})
    await say(people.ros, audit_id, CRITICAL, {"text": "The door was locked."}, "note")
    async with signed_in(people.ros) as browser:
        listed = await browser.get(f"/audits/{audit_id}/put-right")
        assert f"/audits/{audit_id}/put-right/{CRITICAL}" in links(listed)
        assert "Still to be worded" in words(listed)
        page = await browser.get(f"/audits/{audit_id}/put-right/{CRITICAL}")
    assert ">The door was locked.</textarea>" in page.text
    assert 'value="critical" checked' in page.text
    assert "No finding is needed" not in words(page)


async def test_a_new_action_is_drafted_whole() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "partly"}})
    path = f"/audits/{audit_id}/put-right/{SHORT}"
    async with signed_in(people.ros) as browser:
        answer = await browser.post(path, FINDING | NEW)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/audits/{audit_id}/put-right"
        listed = words(await browser.get(f"/audits/{audit_id}/put-right"))
        page = await browser.get(path)
    assert "starts an action with 2 steps: Invite people to the next check" in listed
    assert 'value="new" checked' in page.text
    kept = (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).drafts[SHORT]
    assert kept.text == "Nobody was asked."
    assert kept.new_action is not None
    assert kept.new_action.steps == ("Ask who wants to", "Plan the day")
    assert kept.new_action.owner_name == "Property team"


async def test_an_open_action_about_the_same_is_offered_first_and_joined(db: ModuleType) -> None:
    people = await cast()
    first = await ready(people)
    await complete_audit(viewer=people.ros, audit_id=first, told_manager_at=NOW, now=NOW)
    action = await db.value("SELECT action FROM finding WHERE question_key = {}", SHORT)
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "partly"}})
    path = f"/audits/{audit_id}/put-right/{SHORT}"
    async with signed_in(people.ros) as browser:
        page = await browser.get(path)
        assert f'value="join:{action}"' in page.text
        assert "owner Team leader" in words(page)
        await browser.post(path, FINDING | {"then": f"join:{action}"})
        again = await browser.get(path)
        assert search(rf'value="join:{action}"[^>]* checked', again.text)
    kept = (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).drafts[SHORT]
    assert kept.join_action_id == action


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"then": "new", "text": "", "new.title": "Do it"}, ["Write what you found."]),
        (FINDING, ["Choose what happens about it."]),
        ({"then": "none"}, ["Say why nothing needs to be put right."]),
        (
            FINDING | {"then": "new", "new.title": "", "new.first_due_on": "soon"},
            ["Write the date as year-month-day, like 2026-07-01."],
        ),
        (
            FINDING | {"then": "new", "new.title": ""},
            ["Say what will be done.", "Name who will do it."],
        ),
        (
            FINDING
            | {"then": "new", "severity": "critical", "new.title": "Do it"}
            | {"new.owner_name": "Property team", "new.first_due_on": "2026-12-31"},
            ["A critical action is due within 7 days."],
        ),
    ],
)
async def test_faults_stand_beside_their_fields(form: dict[str, Any], said: list[str]) -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "partly"}})
    async with signed_in(people.ros) as browser:
        answer = await browser.post(f"/audits/{audit_id}/put-right/{SHORT}", form)
    assert answer.status_code == 422
    assert faults(answer) == said
    if form.get("text"):
        assert ">Nobody was asked.</textarea>" in answer.text


async def test_a_name_comes_back_before_it_is_saved_and_can_be_saved_anyway() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "partly"}})
    path = f"/audits/{audit_id}/put-right/{SHORT}"
    form = FINDING | {"text": "Kofi did not ask.", "then": "later"}
    async with signed_in(people.ros) as browser:
        answer = await browser.post(path, form)
        assert answer.status_code == 422
        assert "This looks like a name: Kofi" in words(answer)
        assert "save anyway" in words(answer)
        assert SHORT not in (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).drafts
        assert (await browser.post(path, form | {"anyway": "1"})).status_code == 303
    kept = (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).drafts[SHORT]
    assert kept.text == "Kofi did not ask."


async def test_what_is_critical_goes_into_the_plan_at_once(db: ModuleType) -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, CRITICAL, {"a": {"answer": "no"}})
    path = f"/audits/{audit_id}/put-right/{CRITICAL}"
    form = FINDING | {
        "severity": "critical",
        "then": "new",
        "new.title": "Open the door",
        "new.owner_name": "Team leader",
        "now": "1",
    }
    async with signed_in(people.ros) as browser:
        assert (await browser.post(path, form)).status_code == 303
        assert "In the action plan already" in words(
            await browser.get(f"/audits/{audit_id}/put-right")
        )
        page = words(await browser.get(path))
        assert (await browser.post(path, form)).status_code == 409
    assert "its words stay as they are" in page
    assert await db.value("SELECT count(*) FROM finding WHERE embargoed_until IS NULL") == 1


async def test_a_finding_for_a_question_that_is_well_again_is_taken_out() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "no"}})
    await draft(people.ros, audit_id, SHORT)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "yes"}})
    async with signed_in(people.ros) as browser:
        listed = await browser.get(f"/audits/{audit_id}/put-right")
        assert "This question is answered well now." in words(listed)
        await browser.post(f"/audits/{audit_id}/put-right/{SHORT}", {"take_out": "1"})
        after = words(await browser.get(f"/audits/{audit_id}/put-right"))
    assert "Nothing is to be put right so far" in after


async def test_only_who_makes_the_audit_words_its_findings() -> None:
    people = await cast()
    audit_id = await opened(people)
    for viewer, status in ((people.tolu, 404), (people.ian, 404), (people.helen, 403)):
        async with signed_in(viewer) as browser:
            for path in ("put-right", f"put-right/{SHORT}"):
                assert (await browser.get(f"/audits/{audit_id}/{path}")).status_code == status
            posted = await browser.post(f"/audits/{audit_id}/put-right/{SHORT}", FINDING)
            assert posted.status_code == status
