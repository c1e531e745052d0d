"""Recording what was found elsewhere, and what becomes of outside reports."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from action_plans import queries
from action_plans.commands import (
    join_finding,
    log_reading,
    mark_accuracy_checked,
    mark_published,
    mark_sent_on,
    record_report,
    say_no_action,
    start_action,
)
from action_plans.queries.reports import (
    possible_recipients,
    recipients,
    report,
    report_findings,
    reports_list,
    waiting_to_be_sent_on,
)
from action_plans.rules.reports import Reported, ReportedFinding
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import NOW, make_user
from tests.integration.action_plans.cast import (
    TODAY,
    cast,
    in_days,
    kinds,
    mail_of,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")

SOMETHING = "There is something to see"


def about(*services: UUID, **changes: Any) -> ReportedFinding:
    values: dict[str, Any] = {"text": "Fire door does not close.", "severity": "high"}
    return ReportedFinding(service_ids=services, **{**values, **changes})


async def recorded(viewer: Viewer, *findings: ReportedFinding, **changes: Any) -> UUID:
    values: dict[str, Any] = {"source": "cqc", "title": "Inspection of May", "received_on": TODAY}
    return await record_report(
        viewer=viewer, report=Reported(findings=findings, **{**values, **changes}), now=NOW
    )


async def words_at(viewer: Viewer, report_id: UUID) -> list[tuple[UUID, str]]:
    found = await report_findings(viewer, report_id, NOW)
    return [(one["service"], one["text"]) for one in found]


async def only(viewer: Viewer, report_id: UUID) -> Any:
    (found,) = await report_findings(viewer, report_id, NOW)
    return found


async def test_one_report_finds_several_things_at_several_services() -> None:
    people = await cast()
    report_id = await recorded(
        people.ros,
        about(people.service, people.elsewhere),
        about(people.service, text="Two plans are old.", severity="low", framework_item="S5"),
    )
    assert (await report(people.ros, report_id, NOW))["title"] == "Inspection of May"
    assert len(await words_at(people.ros, report_id)) == 3
    assert await words_at(people.tolu, report_id) == [
        (people.service, "Fire door does not close."),
        (people.service, "Two plans are old."),
    ]
    assert await words_at(people.una, report_id) == [
        (people.elsewhere, "Fire door does not close.")
    ]
    assert await kinds(report_id) == ["report.recorded"]


async def test_a_service_named_twice_gets_the_finding_once() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service, people.service))
    assert len(await words_at(people.ros, report_id)) == 1


async def test_every_director_is_told_of_an_outside_report_once() -> None:
    people = await cast()
    another = await make_user(Role.DIRECTOR)
    await recorded(people.tolu, about(people.service), about(people.service, text="Again."))
    assert await mail_of(people.helen) == [SOMETHING]
    assert await mail_of(another) == [SOMETHING]
    mails = await db.rows("SELECT body, address FROM outbox_mail")
    assert all("Inspection" not in mail["body"] for mail in mails)


async def test_a_director_named_in_a_report_hears_nothing_of_it() -> None:
    people = await cast()
    report_id = await recorded(
        people.ros, about(people.service, restricted=True, named_ids=(people.helen.user_id,))
    )
    assert await mail_of(people.helen) == []
    with pytest.raises(NotFound):
        await report(people.helen, report_id, NOW)
    assert await waiting_to_be_sent_on(people.helen, NOW) == 0


async def test_what_a_house_meeting_said_tells_no_director() -> None:
    people = await cast()
    report_id = await recorded(people.tolu, about(people.service), source="house_meeting", title="")
    assert await mail_of(people.helen) == []
    assert (await report(people.tolu, report_id, NOW))["title"] == "What a house meeting said"


async def test_every_fault_comes_at_once_with_its_field() -> None:
    people = await cast()
    with pytest.raises(Invalid) as caught:
        await recorded(
            people.ros,
            about(text=" ", severity="awful"),
            about(people.service, named_ids=(people.ben.user_id,)),
            source="family",
            title="x" * 201,
            received_on=in_days(1),
            limit_on=in_days(2),
            draft=True,
            naming="loudly",
            no_action_because="All well.",
        )
    assert [field for field, _ in caught.value.faults] == [
        "naming",
        "received_on",
        "title",
        "limit_on",
        "draft",
        "no_action_because",
        "f1.services",
        "f1.text",
        "f1.severity",
        "f2.named",
    ]
    assert await db.value("SELECT count(*) FROM report") == 0


async def test_the_name_of_a_person_we_support_is_not_kept() -> None:
    people = await cast()
    with pytest.raises(Invalid, match="person we support"):
        await recorded(people.tolu, about(people.service), source="person", who_said_it="A. B.")


async def test_one_service_out_of_scope_and_nothing_is_recorded() -> None:
    people = await cast()
    with pytest.raises(NotFound):
        await recorded(people.tolu, about(people.service, people.elsewhere))
    assert await db.value("SELECT count(*) FROM report") == 0
    assert await db.value("SELECT count(*) FROM finding") == 0


async def test_no_event_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await recorded(people.ros, about(people.service))
    for table in ("report", "finding", "outbox_mail", "plan"):
        assert await db.value(f"SELECT count(*) FROM {table}") == 0


@pytest.mark.parametrize("who", ["kofi", "dev", "priya", "margaret"])
async def test_who_keeps_no_plan_records_no_report(who: str) -> None:
    people = await cast()
    with pytest.raises(NotAllowed):
        await recorded(getattr(people, who), about(people.service))


@pytest.mark.parametrize("source", ["safeguarding", "quality_manager", "spot_check"])
async def test_a_service_manager_speaks_for_no_visitor(source: str) -> None:
    people = await cast()
    with pytest.raises(NotAllowed):
        await recorded(people.tolu, about(people.service), source=source)


async def test_a_family_is_kept_back_unless_they_chose_otherwise() -> None:
    people = await cast()
    kept = await recorded(
        people.tolu, about(people.service), source="family", who_said_it="A. Parent"
    )
    assert (await only(people.tolu, kept))["who"] is None
    assert (await only(people.ros, kept))["who"] == "A. Parent"
    named = await recorded(
        people.tolu, about(people.service), source="family", who_said_it="P.", naming="named"
    )
    assert (await only(people.tolu, named))["who"] == "P."


async def test_the_date_of_an_outside_body_cannot_be_passed_later() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service), limit_on=in_days(5))
    finding = await only(people.ros, report_id)
    action_id = await started(people, finding["id"], severity="high")
    row = await of(action_id)
    assert (row["due_on"], row["limit_on"]) == (in_days(5), in_days(5))


async def test_a_draft_of_cqc_stays_with_the_quality_team_until_it_is_published() -> None:
    people = await cast()
    report_id = await recorded(
        people.ros,
        about(people.service),
        about(people.service, text="Gas smell.", severity="critical"),
        draft=True,
    )
    for viewer in (people.ben, people.helen):
        assert len(await words_at(viewer, report_id)) == 2
    for viewer in (people.tolu, people.sam):
        assert [text for _, text in await words_at(viewer, report_id)] == ["Gas smell."]
    finding = next(
        one
        for one in await report_findings(people.ros, report_id, NOW)
        if one["severity"] == "high"
    )
    action_id = await start_action(
        viewer=people.ros,
        finding_ids=[finding["id"]],
        title="Mend the doors",
        severity="high",
        owner_id=people.tolu.user_id,
        now=NOW,
    )
    assert await mail_of(people.tolu) == []
    for viewer in (people.tolu, people.sam):
        assert not await queries.may_see_action(viewer, action_id, NOW)
    with pytest.raises(NotAllowed):
        await mark_published(viewer=people.tolu, report_id=report_id, now=NOW)
    await mark_published(viewer=people.helen, report_id=report_id, now=NOW)
    for viewer in (people.tolu, people.sam):
        assert len(await words_at(viewer, report_id)) == 2
        assert await queries.may_see_action(viewer, action_id, NOW)
    assert await mail_of(people.tolu) == ["You have a new action at a service"]
    with pytest.raises(WrongState):
        await mark_published(viewer=people.ros, report_id=report_id, now=NOW)


async def test_a_draft_joined_to_an_action_they_know_is_no_source_for_managers() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service), draft=True)
    action_id = await started(people)
    finding = await only(people.ros, report_id)
    await join_finding(viewer=people.ros, finding_id=finding["id"], action_id=action_id, now=NOW)
    for viewer in (people.tolu, people.sam):
        detail = await queries.action(viewer, action_id, NOW)
        assert detail.row["sources"] == "quality_manager"
        assert len(detail.findings) == 1
    assert (await queries.action(people.ros, action_id, NOW)).row["sources"].count(";") == 1


@pytest.mark.parametrize("who", ["tolu", "sam", "ian"])
async def test_only_the_quality_team_keeps_a_draft(who: str) -> None:
    people = await cast()
    with pytest.raises(NotAllowed):
        await recorded(getattr(people, who), about(people.service), draft=True)


async def test_the_director_sends_a_report_on_and_each_gets_one_mail() -> None:
    people = await cast()
    report_id = await recorded(people.tolu, about(people.service))
    assert await waiting_to_be_sent_on(people.helen, NOW) == 1
    offered = {one["id"] for one in await possible_recipients(report_id, NOW)}
    assert {people.sam.user_id, people.tolu.user_id, people.ros.user_id} <= offered
    assert not {people.una.user_id, people.pat.user_id, people.ian.user_id} & offered
    for _ in range(2):
        await mark_sent_on(
            viewer=people.helen, report_id=report_id, person_ids=[id_of(people.sam)], now=NOW
        )
    assert await mail_of(people.sam) == [SOMETHING]
    assert [one["person"] for one in await recipients(report_id)] == [people.sam.user_id]
    assert await kinds(report_id) == ["report.recorded", "report.sent_on"]
    assert await waiting_to_be_sent_on(people.helen, NOW) == 0
    assert await reports_list(people.helen, NOW, waiting=True) == []
    assert len(await reports_list(people.helen, NOW)) == 1


async def test_nobody_is_sent_what_they_may_not_see() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service, restricted=True))
    with pytest.raises(Invalid, match="may not see"):
        await mark_sent_on(
            viewer=people.helen, report_id=report_id, person_ids=[id_of(people.sam)], now=NOW
        )
    assert await recipients(report_id) == []
    assert await possible_roles(report_id) == {"quality_manager", "director"}


@pytest.mark.parametrize("who", ["ros", "sam", "tolu"])
async def test_only_the_director_sends_on(who: str) -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    with pytest.raises(NotAllowed):
        await mark_sent_on(
            viewer=getattr(people, who),
            report_id=report_id,
            person_ids=[id_of(people.ben)],
            now=NOW,
        )


async def test_sending_on_needs_somebody_and_an_outside_report() -> None:
    people = await cast()
    outside = await recorded(people.ros, about(people.service))
    with pytest.raises(Invalid):
        await mark_sent_on(viewer=people.helen, report_id=outside, person_ids=[], now=NOW)
    inside = await recorded(people.ros, about(people.service), source="family")
    with pytest.raises(WrongState):
        await mark_sent_on(
            viewer=people.helen, report_id=inside, person_ids=[id_of(people.ros)], now=NOW
        )


async def test_the_quality_team_says_once_that_a_report_is_right() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    with pytest.raises(NotAllowed):
        await mark_accuracy_checked(viewer=people.tolu, report_id=report_id, now=NOW)
    with pytest.raises(NotAllowed):
        await mark_accuracy_checked(viewer=COMMAND_LINE, report_id=report_id, now=NOW)
    await mark_accuracy_checked(viewer=people.ros, report_id=report_id, now=NOW)
    with pytest.raises(Conflict):
        await mark_accuracy_checked(viewer=people.ben, report_id=report_id, now=NOW)
    assert (await report(people.ros, report_id, NOW))["accuracy_checked_at"] == NOW


async def test_no_action_needs_a_reason_and_settles_the_report() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    first = await queries.unanswered_first(people.tolu, NOW, queries.FindingFilters())
    assert [one["place"] for one in first] == [0]
    with pytest.raises(Invalid):
        await say_no_action(viewer=people.ros, report_id=report_id, because=" ", now=NOW)
    with pytest.raises(NotAllowed):
        await say_no_action(viewer=people.tolu, report_id=report_id, because="Mended.", now=NOW)
    await say_no_action(viewer=people.ros, report_id=report_id, because="Mended.", now=NOW)
    with pytest.raises(Conflict):
        await say_no_action(viewer=people.ben, report_id=report_id, because="Mended.", now=NOW)
    after = await queries.unanswered_first(people.tolu, NOW, queries.FindingFilters())
    assert [one["place"] for one in after] == [1]
    assert await waiting_to_be_sent_on(people.helen, NOW) == 0


async def test_what_an_action_answers_is_not_settled_by_words() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    await started(people, (await only(people.ros, report_id))["id"])
    with pytest.raises(WrongState):
        await say_no_action(viewer=people.ros, report_id=report_id, because="Mended.", now=NOW)


async def test_a_report_that_found_nothing_is_for_the_quality_team_and_who_it_was_sent_to() -> None:
    people = await cast()
    with pytest.raises(Invalid):
        await recorded(people.ros)
    report_id = await recorded(people.ros, no_action_because="Good in all five questions.")
    assert await mail_of(people.helen) == [SOMETHING]
    with pytest.raises(NotFound):
        await report(people.sam, report_id, NOW)
    await mark_sent_on(
        viewer=people.helen, report_id=report_id, person_ids=[id_of(people.sam)], now=NOW
    )
    assert (await report(people.sam, report_id, NOW))["outcome"] == "Good in all five questions."


async def test_each_view_of_a_restricted_finding_is_logged_with_its_reason() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service, restricted=True))
    finding_id = (await only(people.ros, report_id))["id"]
    assert await log_reading(viewer=people.ros, finding_id=finding_id, now=NOW)
    assert not await log_reading(viewer=people.ben, finding_id=finding_id, now=NOW)
    with pytest.raises(Invalid):
        await log_reading(viewer=people.ben, finding_id=finding_id, now=NOW, reason=" ")
    with pytest.raises(NotFound):
        await log_reading(viewer=people.tolu, finding_id=finding_id, now=NOW, reason="Curious")
    assert await log_reading(viewer=people.ben, finding_id=finding_id, now=NOW, reason="To plan")
    soon, later = NOW + timedelta(minutes=20), NOW + timedelta(minutes=60)
    assert await log_reading(viewer=people.ben, finding_id=finding_id, now=soon)
    assert not await log_reading(viewer=people.ben, finding_id=finding_id, now=later)
    rows = await db.rows("SELECT viewer, reason FROM read_log ORDER BY at, reason")
    assert [(row["viewer"], row["reason"]) for row in rows] == [
        (people.ben.user_id, "To plan"),
        (people.ros.user_id, "Wrote it down"),
        (people.ros.user_id, "Wrote it down"),
        (people.ben.user_id, "To plan"),
    ]


async def possible_roles(report_id: UUID) -> set[str]:
    return {role for one in await possible_recipients(report_id, NOW) for role in one["roles"]}


def id_of(viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    return viewer.user_id
