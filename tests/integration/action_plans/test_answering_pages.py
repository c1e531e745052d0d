"""Answering on screen what was found: join, start, later; and outside reports."""

from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from action_plans.commands import record_report
from action_plans.rules.reports import Reported, ReportedFinding
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    TODAY,
    Cast,
    cast,
    found,
    in_days,
    mail_of,
    of,
    started,
)
from tests.integration.action_plans.conftest import Asked
from tests.web import faults, links, signed_in, words


@pytest.fixture
async def people(db: ModuleType, at: Callable[[datetime], None]) -> Cast:
    at(NOW)
    return await cast()


def new_action(people: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "then": "new",
        "new.title": "Close every fire door",
        "new.owner": str(people.tolu.user_id),
        "new.owner_name": "",
        "new.first_due_on": "",
        "new.difference": "Doors close by themselves.",
        "new.how_known": "A walk round in a month.",
        "new.steps": "Order closers\n\nFit them",
        "new.help_needed": "Property",
        **changes,
    }


async def outside(viewer: Viewer, *services: UUID, **changes: Any) -> UUID:
    values: dict[str, Any] = {"source": "fire_authority", "title": "Letter", "received_on": TODAY}
    findings = [
        ReportedFinding(service_ids=services, text=f"Door {number} is wedged.", severity=severity)
        for number, severity in ((1, "high"), (2, "low"))
    ]
    report = Reported(**{**values, "findings": findings, **changes})
    return await record_report(viewer=viewer, report=report, now=NOW)


async def test_an_action_is_started_with_everything_that_was_said(
    db: ModuleType, people: Cast
) -> None:
    finding_id = await found(people, severity="high")
    async with signed_in(people.tolu) as browser:
        page = await browser.get(f"/findings/{finding_id}/answer")
        assert "Left empty: 16 November 2026, as it is high." in words(page)
        saved = await browser.post(f"/findings/{finding_id}/answer", new_action(people))
    assert saved.status_code == 303
    row = await of(await db.value("SELECT action FROM finding"))
    assert row["severity"] == "high"
    assert row["owner"] == people.tolu.user_id
    assert row["first_due_on"] == in_days(14)
    assert row["help_needed"] == "Property"
    steps = await db.rows("SELECT text FROM action_step ORDER BY position")
    assert [step["text"] for step in steps] == ["Order closers", "Fit them"]


async def test_every_fault_of_a_new_action_at_once(db: ModuleType, people: Cast) -> None:
    finding_id = await found(people, severity="critical")
    typed = new_action(
        people,
        **{
            "new.title": "",
            "new.owner": "",
            "new.first_due_on": in_days(30).isoformat(),
            "new.steps": "Ask Deborah",
        },
    )
    async with signed_in(people.tolu) as browser:
        page = await browser.post(f"/findings/{finding_id}/answer", typed)
        nothing = await browser.post(f"/findings/{finding_id}/answer", {})
        foreign = await browser.post(
            f"/findings/{finding_id}/answer", new_action(people, **{"new.owner": str(finding_id)})
        )
    assert page.status_code == nothing.status_code == foreign.status_code == 422
    assert faults(page) == [
        "Say what will be done.",
        "Choose who will do it, or write who it is.",
        "A critical action is due within 7 days.",
        "This looks like a name: Deborah. Leave it out if you can.",
    ]
    assert "Doors close by themselves." in page.text
    assert faults(nothing) == ["Choose what happens about it."]
    assert faults(foreign) == ["Choose somebody who has an account."]
    assert await db.value("SELECT count(*) FROM action") == 0


async def test_an_outside_date_is_not_passed(people: Cast) -> None:
    finding_id = await found(people, limit_on=in_days(3))
    typed = new_action(people, **{"new.first_due_on": in_days(9).isoformat()})
    async with signed_in(people.tolu) as browser:
        page = await browser.post(f"/findings/{finding_id}/answer", typed)
        assert page.status_code == 422
        assert "It cannot be later than 5 November 2026" in words(page)
        assert (
            await browser.post(f"/findings/{finding_id}/answer", new_action(people))
        ).is_redirect


async def test_findings_of_a_report_are_answered_one_after_the_other(
    db: ModuleType, people: Cast
) -> None:
    report_id = await outside(people.tolu, people.service)
    action_id = await started(people, title="No door is wedged")
    async with signed_in(people.tolu) as browser:
        report = await browser.get(f"/reports/{report_id}")
        (first,) = [one for one in links(report) if one.endswith("/answer?queue=yes")]
        page = await browser.get(first)
        assert "finding 1 of 2" in words(page)
        assert "Join: No door is wedged" in words(page)
        path = first.removesuffix("?queue=yes")
        then = await browser.post(path, {"then": f"join:{action_id}", "queue": "yes"})
        second = then.headers["location"]
        assert "finding 2 of 2" in words(await browser.get(second))
        path = second.removesuffix("?queue=yes")
        end = await browser.post(path, {"then": "later", "queue": "yes"})
    assert end.headers["location"] == f"/reports/{report_id}"
    assert await db.value("SELECT count(*) FROM finding WHERE action IS NULL") == 1


@pytest.mark.parametrize("who", ["kofi", "dev"])
async def test_who_keeps_no_plan_answers_nothing(people: Cast, who: str) -> None:
    viewer = getattr(people, who)
    finding_id = await found(
        people, people.dev if who == "dev" else people.tolu, source="quality_advisor"
    )
    async with signed_in(viewer) as browser:
        assert (await browser.get(f"/findings/{finding_id}/answer")).status_code == 404
        assert (await browser.post(f"/findings/{finding_id}/answer", {})).status_code == 404


async def test_the_director_sends_a_report_on(db: ModuleType, people: Cast) -> None:
    report_id = await outside(people.tolu, people.service)
    path = f"/reports/{report_id}"
    async with signed_in(people.helen) as browser:
        assert "Not sent on yet" in words(await browser.get("/reports?waiting=yes"))
        page = await browser.get(path)
        assert people.sam.name in words(page)
        assert people.pat.name not in words(page)
        nobody = await browser.post(f"{path}/send-on", {})
        assert faults(nobody) == ["Choose who gets this report."]
        wrong = await browser.post(f"{path}/send-on", {"people": "x"})
        assert wrong.status_code == 422
        sent = await browser.post(f"{path}/send-on", {"people": [str(people.sam.user_id)]})
        assert sent.status_code == 303
        assert f"Sent on to {people.sam.name}" in words(await browser.get(path))
        assert "Every report was sent on" in words(await browser.get("/reports?waiting=yes"))
    assert await mail_of(people.sam) == ["There is something to see"]
    async with signed_in(people.sam) as browser:
        assert "Send it on" not in words(await browser.get(path))
        assert (await browser.post(f"{path}/send-on", {"people": "x"})).status_code == 403


async def test_a_report_is_read_for_fairness_and_may_need_no_action(people: Cast) -> None:
    path = f"/reports/{await outside(people.tolu, people.service)}"
    async with signed_in(people.ros) as browser:
        assert (await browser.post(f"{path}/right")).status_code == 303
        assert f"by {people.ros.name}" in words(await browser.get(path))
        assert (await browser.post(f"{path}/no-action", {"because": ""})).status_code == 422
        named = await browser.post(f"{path}/no-action", {"because": "Deborah did it."})
        assert "This looks like a name: Deborah." in words(named)
        assert "Deborah did it.</textarea>" in named.text
        assert (await browser.post(f"{path}/no-action", {"because": "Mended."})).is_redirect
    async with signed_in(people.tolu) as browser:
        page = words(await browser.get(path))
    assert "No action is needed, because: Mended." in page
    assert "Not answered yet" not in page


async def test_each_reads_only_their_part_of_a_report(people: Cast, asked: Asked) -> None:
    report_id = await outside(people.ros, people.service, people.elsewhere)
    async with signed_in(people.tolu) as browser:
        page = await browser.get(f"/reports/{report_id}")
        listed = await browser.get("/reports")
    assert page.text.count("qa-row__title") == 2
    async with signed_in(people.ros) as browser:
        asked.since()
        whole = await browser.get(f"/reports/{report_id}")
        assert asked.since() <= 6
    assert whole.text.count("qa-row__title") == 4
    assert listed.text.count("Test Street") == 1
    async with signed_in(people.kofi) as browser:
        assert (await browser.get(f"/reports/{report_id}")).status_code == 404
