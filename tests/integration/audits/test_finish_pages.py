"""Finishing on the screen: what is missing, the closing fields, telling the manager."""

from uuid import UUID

import pytest

from audits.commands.completing import complete_audit
from audits.queries.audits import audit
from tests.factories import NOW
from tests.integration.audits.cast import (
    CRITICAL,
    LATER,
    SHORT,
    cast,
    fill_in,
    opened,
    ready,
    say,
)
from tests.integration.audits.pages import hidden, statements
from tests.web import Browser, faults, links, signed_in, words

pytestmark = pytest.mark.usefixtures("db")

TOLD = {"told": "yes", "told_on": "2026-11-02", "told_time": "16:00", "complete": "1"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.clock.now", lambda: LATER)


async def _form(browser: Browser, audit_id: UUID) -> dict[str, str]:
    page = await browser.get(f"/audits/{audit_id}/finish")
    fields = {
        "closing.good": "People were at ease.",
        "closing.people_spoken_to": "2",
        "closing.staff_spoken_to": "2",
        "closing.families_spoken_to": "2",
        "closing.professionals_spoken_to": "2",
        "closing.time_in": "14:30",
        "closing.time_out": "14:30",
    }
    return hidden(page) | fields


async def test_everything_that_is_missing_is_listed_with_its_link() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "partly"}})
    await say(people.ros, audit_id, CRITICAL, {"a": {"answer": "no"}})
    async with signed_in(people.ros) as browser:
        page = await browser.get(f"/audits/{audit_id}/finish")
        refused = await browser.post(f"/audits/{audit_id}/finish", {"told": "no", "complete": "1"})
    found = links(page)
    assert f"/audits/{audit_id}/sections/A#t01.q01" in found
    assert f"/audits/{audit_id}/put-right/{SHORT}" in found
    assert f"/audits/{audit_id}/put-right/{CRITICAL}" in found
    assert f"/audits/{audit_id}/sections/B#{CRITICAL}" in found
    assert "#closing.good" in found
    assert refused.status_code == 422
    said = words(refused)
    assert "It cannot be completed yet: 40 things to do" in said
    assert "Say what you did to make this safe before you left." in said
    assert "Write what you found, or say why nothing needs to be put right." in said
    assert "What is good here? : Fill this in." in said


async def test_completing_shows_the_report_to_the_service_once_it_was_told() -> None:
    people = await cast()
    audit_id = await ready(people)
    async with signed_in(people.ros) as browser:
        form = await _form(browser, audit_id)
        answer = await browser.post(f"/audits/{audit_id}/finish", form | TOLD)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/audits/{audit_id}/report"
        gone_on = await browser.get(f"/audits/{audit_id}/sections/A")
        assert gone_on.headers["location"] == f"/audits/{audit_id}"
        start = await browser.get(f"/audits/{audit_id}")
        assert start.headers["location"] == f"/audits/{audit_id}/report"
    async with signed_in(people.tolu) as browser:
        page = words(await browser.get(f"/audits/{audit_id}/report"))
    assert page.index("What is good") < page.index("To put right") < page.index("All answers")
    assert "People were at ease." in page
    assert "Made safe: Unlocked the door." in page
    assert "Internal only" not in page


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Say whether you told the manager in person."),
        ({"told": "yes"}, "Write the day on which you told the manager."),
        (
            {"told": "yes", "told_on": "2026-11-02", "told_time": "23:00"},
            "This time has not come yet.",
        ),
        (
            {"told": "yes", "told_on": "2026-11-01", "told_time": "10:00"},
            "This is before the day of the visit.",
        ),
    ],
)
async def test_it_must_be_said_whether_and_when_the_manager_was_told(
    told: dict[str, str], said: str
) -> None:
    people = await cast()
    audit_id = await ready(people)
    async with signed_in(people.ros) as browser:
        form = await _form(browser, audit_id)
        answer = await browser.post(f"/audits/{audit_id}/finish", form | told | {"complete": "1"})
    assert answer.status_code == 422
    assert said in faults(answer)
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.head.status == "open"


async def test_not_yet_told_the_report_says_when_the_service_reads_it_and_takes_it_later() -> None:
    people = await cast()
    audit_id = await ready(people)
    path = f"/audits/{audit_id}"
    async with signed_in(people.ros) as browser:
        form = await _form(browser, audit_id)
        await browser.post(f"{path}/finish", form | {"told": "no", "complete": "1"})
        page = words(await browser.get(f"{path}/report"))
        assert "The service does not see this report before 3 November 2026 at 5pm" in page
        async with signed_in(people.tolu) as at_the_service:
            assert (await at_the_service.get(f"{path}/report")).status_code == 404
        bad = await browser.post(f"{path}/told", {"told_on": "2026-11-02", "told_time": ""})
        assert bad.status_code == 422
        assert faults(bad) == ["Write the time at which you told the manager."]
        good = await browser.post(f"{path}/told", {"told_on": "2026-11-02", "told_time": "16:30"})
        assert good.status_code == 303
    async with signed_in(people.tolu) as at_the_service:
        assert (await at_the_service.get(f"{path}/report")).status_code == 200


async def test_saving_for_later_keeps_the_closing_fields() -> None:
    people = await cast()
    audit_id = await opened(people)
    async with signed_in(people.ros) as browser:
        answer = await browser.post(
            f"/audits/{audit_id}/finish", {"closing.good": "Warm.", "closing.staff_spoken_to": "x"}
        )
        assert answer.status_code == 422
        assert faults(answer) == ["Write a whole number from 0 to 100000."]
        assert 'value="x"' in answer.text
        ok = await browser.post(f"/audits/{audit_id}/finish", {"closing.time_in": "09:00"})
        assert ok.headers["location"] == f"/audits/{audit_id}/finish"
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.fields["closing.good"] == {"text": "Warm."}
    assert view.fields["closing.time_in"] == {"at": "09:00"}


async def test_the_second_of_two_people_is_told() -> None:
    people = await cast()
    audit_id = await ready(people)
    async with signed_in(people.ben) as browser:
        form = await _form(browser, audit_id)
        await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=NOW, now=NOW)
        answer = await browser.post(f"/audits/{audit_id}/finish", form | TOLD)
    assert answer.status_code == 409


async def test_the_score_is_internal_and_said_to_be() -> None:
    people = await cast()
    audit_id = await ready(people)
    await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=NOW, now=NOW)
    for viewer, sees in (
        (people.ros, True),
        (people.helen, True),
        (people.sam, False),
        (people.tolu, False),
    ):
        async with signed_in(viewer) as browser:
            page = words(await browser.get(f"/audits/{audit_id}/report"))
        assert ("Score Internal only 95.31%, 1 critical failed" in page) is sees
        assert ("(internal)" in page) is sees


async def test_a_quarterly_return_by_the_manager_asks_nobody_to_be_told() -> None:
    people = await cast()
    audit_id = await opened(people, people.tolu, "t13")
    await fill_in(people, people.tolu, audit_id)
    async with signed_in(people.tolu) as browser:
        page = await browser.get(f"/audits/{audit_id}/finish")
        assert "told the manager in person" not in words(page)
        answer = await browser.post(f"/audits/{audit_id}/finish", {"complete": "1"})
    assert answer.status_code == 303


async def test_ending_early_needs_its_reason() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}"
    async with signed_in(people.ros) as browser:
        assert (await browser.post(f"{path}/end-early", {"reason": " "})).status_code == 422
        named = await browser.post(f"{path}/end-early", {"reason": "Deborah said no"})
        assert "This looks like a name: Deborah." in words(named)
        assert "Deborah said no</textarea>" in named.text
        answer = await browser.post(f"{path}/end-early", {"reason": "People said not today"})
        assert answer.status_code == 303
        page = words(await browser.get(path))
    assert "Ended early by" in page
    assert "People said not today" in page


async def test_finishing_asks_the_database_as_often_for_a_full_audit_as_for_an_empty_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = await cast()
    empty_id, full_id = await opened(people), await ready(people)
    async with signed_in(people.ros) as browser:
        counts = []
        for audit_id in (empty_id, full_id):
            for page in ("finish", "put-right", ""):
                path = f"/audits/{audit_id}/{page}".rstrip("/")
                await browser.get(path)
                with statements(monkeypatch) as sent:
                    await browser.get(path)
                counts.append(len(sent))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 14


async def test_everybody_finds_what_to_do_when_somebody_is_in_danger() -> None:
    people = await cast()
    audit_id = await opened(people)
    async with signed_in(people.ros) as browser:
        page = await browser.get(f"/audits/{audit_id}")
        href = f"/someone-in-danger?back=/audits/{audit_id}"
        assert href in links(page)
        help_now = await browser.get(href)
        assert f"/audits/{audit_id}" in links(help_now)
        astray = await browser.get("/someone-in-danger?back=https://elsewhere.example/")
    assert "Call 999" in words(help_now)
    assert "Do not write it into the audit." in words(help_now)
    assert not any("elsewhere" in href for href in links(astray))
