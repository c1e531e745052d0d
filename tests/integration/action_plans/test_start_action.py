"""Starting an action for what was found."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from action_plans import queries
from action_plans.commands import agree_action
from qa import db
from qa.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    TOMORROW,
    cast,
    facts,
    found,
    in_days,
    kinds,
    mail_of,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def test_an_action_has_owner_due_date_facts_history_and_its_findings() -> None:
    people = await cast()
    one = await found(people)
    two = await found(people, source="family", raised_on=in_days(-3))
    action_id = await started(people, one, two, steps=("Read them", " ", "Write them"))
    row = await of(action_id)
    assert row["status"] == "agreed"
    assert row["first_due_on"] == row["due_on"] == in_days(42)
    assert row["sources"] == "family;quality_manager"
    assert await facts(action_id, "status") == ["agreed"]
    assert await facts(action_id, "owner") == [str(people.tolu.user_id)]
    assert await facts(action_id, "due_on") == [in_days(42).isoformat()]
    assert await facts(action_id, "severity") == ["medium"]
    assert await kinds(action_id) == ["action.started"]
    assert await mail_of(people.tolu) == ["You have a new action at a service"]
    detail = await queries.action(people.tolu, action_id, NOW)
    assert [step["text"] for step in detail.steps] == ["Read them", "Write them"]
    assert [finding["id"] for finding in detail.findings] == [two, one]


@pytest.mark.parametrize(
    ("severity", "days"), [("critical", 7), ("high", 14), ("medium", 42), ("low", 90)]
)
async def test_the_first_due_date_follows_the_severity(severity: str, days: int) -> None:
    people = await cast()
    row = await of(await started(people, severity=severity))
    assert row["first_due_on"] == in_days(days)


async def test_an_outside_bodys_date_cannot_be_passed() -> None:
    people = await cast()
    finding_id = await found(people, source="fire_authority", limit_on=in_days(10))
    with pytest.raises(Invalid, match="cannot be passed"):
        await started(people, finding_id, first_due_on=in_days(11))
    row = await of(await started(people, finding_id))
    assert (row["first_due_on"], row["limit_on"]) == (in_days(10), in_days(10))
    assert row["hs_content"]


async def test_an_outside_date_that_has_gone_by_asks_for_today() -> None:
    people = await cast()
    finding_id = await found(people, source="cqc", limit_on=in_days(-5), raised_on=in_days(-30))
    assert (await of(await started(people, finding_id)))["first_due_on"] == in_days(0)


async def test_every_fault_comes_at_once() -> None:
    people = await cast()
    finding_id = await found(people)
    with pytest.raises(Invalid) as caught:
        await started(
            people,
            finding_id,
            title=" ",
            first_due_on=in_days(-1),
            owner_id=None,
            status="closed",
        )
    assert {field for field, _ in caught.value.faults} == {
        "title",
        "status",
        "first_due_on",
        "owner",
    }


async def test_an_owner_without_an_account_is_named_and_the_manager_hears_of_it() -> None:
    people = await cast()
    action_id = await started(people, owner_name="Property team")
    assert await facts(action_id, "owner") == ["name:Property team"]
    assert await mail_of(people.tolu) == ["You have a new action at a service"]


async def test_restricted_when_every_finding_is() -> None:
    people = await cast()
    secret = await found(people, restricted=True)
    also = await found(people, restricted=True)
    plain = await found(people)
    mixed = await started(people, secret, plain)
    assert not (await of(mixed))["restricted"]
    assert (await of(mixed))["sources"] == "quality_manager"
    hidden = await started(people, also, owner_id=people.ben.user_id)
    assert (await of(hidden))["restricted"]
    assert (await of(hidden))["sources"] == ""
    audience = await db.value("SELECT audience FROM event WHERE subject_id = {}", hidden)
    assert audience == "restricted"


async def test_who_may_not_see_an_action_cannot_own_it() -> None:
    people = await cast()
    secret = await found(people, restricted=True, named_ids=[people.ben.user_id])
    for who in (people.tolu, people.ben, people.sam):
        with pytest.raises(Invalid, match="may not see"):
            await started(people, secret, owner_id=who.user_id)


async def test_embargoed_until_the_last_ends_unless_one_is_open_or_critical() -> None:
    people = await cast()
    soon, later = NOW + timedelta(hours=5), NOW + timedelta(hours=20)
    one = await found(people, embargoed_until=soon)
    two = await found(people, embargoed_until=later)
    three = await found(people, embargoed_until=later)
    four = await found(people, embargoed_until=later)
    assert (await of(await started(people, one, two)))["embargoed_until"] == later
    assert (await of(await started(people, three, await found(people))))["embargoed_until"] is None
    assert (await of(await started(people, four, severity="critical")))["embargoed_until"] is None


async def test_what_must_change_gets_an_action_of_its_own() -> None:
    people = await cast()
    words = await found(people, source="quality_advisor", question_key="t16.q24")
    with pytest.raises(Invalid, match="of its own"):
        await started(people, words, await found(people))
    assert await started(people, words)


async def test_findings_of_two_services_do_not_share_an_action() -> None:
    people = await cast()
    with pytest.raises(Invalid, match="different services"):
        await started(people, await found(people), await found(people, service_id=people.sibling))


@pytest.mark.parametrize("who", ["una", "pat", "kofi", "dev", "priya", "margaret", "wendy"])
async def test_what_somebody_does_not_see_is_not_found(who: str) -> None:
    people = await cast()
    with pytest.raises(NotFound):
        await started(people, await found(people), viewer=getattr(people, who))


async def test_a_service_manager_gives_actions_to_the_own_people_only() -> None:
    people = await cast()
    assert await started(people, viewer=people.tolu, owner_id=people.kofi.user_id)
    with pytest.raises(NotAllowed, match="do not work"):
        await started(people, viewer=people.tolu, owner_id=people.una.user_id)


async def test_two_actions_for_one_finding_at_the_same_moment_are_one() -> None:
    people = await cast()
    finding_id = await found(people)
    results = await asyncio.gather(
        *(started(people, finding_id) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Conflict", "UUID"]
    assert await db.value("SELECT count(*) FROM action") == 1


async def test_a_finding_that_is_taken_is_a_conflict() -> None:
    people = await cast()
    finding_id = await found(people)
    await started(people, finding_id)
    with pytest.raises(Conflict):
        await started(people, finding_id)


async def test_a_proposed_action_is_agreed_by_the_service_once() -> None:
    people = await cast()
    action_id = await started(people, status="proposed")
    with pytest.raises(NotAllowed):
        await agree_action(viewer=people.ben, action_id=action_id, now=TOMORROW)
    await agree_action(viewer=people.tolu, action_id=action_id, now=TOMORROW)
    assert await facts(action_id, "status") == ["proposed", "agreed"]
    with pytest.raises(DomainError):
        await agree_action(viewer=people.tolu, action_id=action_id, now=TOMORROW)


async def test_no_event_no_action(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    finding_id = await found(people)
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await started(people, finding_id)
    assert await db.value("SELECT count(*) FROM action") == 0
    assert await db.value("SELECT count(*) FROM outbox_mail") == 0
    assert await db.value("SELECT action FROM finding WHERE id = {}", finding_id) is None


async def test_the_database_itself_keeps_the_first_due_date_and_the_facts() -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(asyncpg.RestrictViolationError):
        await db.execute("UPDATE action SET first_due_on = first_due_on + 1")
    with pytest.raises(asyncpg.RestrictViolationError):
        await db.execute("DELETE FROM action_fact WHERE action = {}", action_id)


async def test_only_the_quality_team_lets_an_action_count_less_than_what_was_found() -> None:
    people = await cast()
    with pytest.raises(Invalid, match="quality team"):
        await started(people, await found(people, severity="high"), viewer=people.tolu)
    assert await started(people, await found(people, severity="high"), viewer=people.ros)
    words = await found(people, source="quality_advisor", question_key="t16.q24", severity="high")
    with pytest.raises(Invalid, match="must change"):
        await started(people, words)
