"""Recording what was found elsewhere: one report with its findings."""

import pytest

from action_plans import queries
from action_plans.commands import (
    join_finding,
    mark_published,
    start_action,
)
from action_plans.queries.reports import (
    report,
    report_findings,
    waiting_to_be_sent_on,
)
from qa import db
from qa.errors import Invalid, NotAllowed, NotFound, WrongState
from qa.roles import Role
from tests.factories import NOW, make_user
from tests.integration.action_plans.cast import (
    cast,
    in_days,
    kinds,
    mail_of,
    no_event,
    of,
    started,
)
from tests.integration.action_plans.reporting import (
    SOMETHING,
    about,
    only,
    recorded,
    words_at,
)

pytestmark = pytest.mark.usefixtures("db")


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
