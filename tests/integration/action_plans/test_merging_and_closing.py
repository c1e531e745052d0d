"""Two actions become one; a service closes."""

from uuid import UUID

import asyncpg
import pytest

from action_plans import queries
from action_plans.commands import ask_for_time, merge_action, move_or_end_actions
from qa import db
from qa.errors import Invalid, NotAllowed, NotFound, WrongState
from qa.viewer import Viewer
from tests.integration.action_plans.cast import (
    LATER,
    TODAY,
    TOMORROW,
    Cast,
    cast,
    closed,
    done,
    facts,
    found,
    in_days,
    kinds,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def merge(who: Viewer, action_id: UUID, into_id: UUID) -> None:
    await merge_action(viewer=who, action_id=action_id, into_id=into_id, now=TOMORROW)


async def settle(
    people: Cast,
    *,
    moves: dict[UUID, UUID] | None = None,
    ends: dict[UUID, str] | None = None,
    who: Viewer | None = None,
) -> None:
    await move_or_end_actions(
        viewer=who or people.sam,
        service_id=people.service,
        moves=moves or {},
        ends=ends or {},
        now=LATER,
    )


async def close(service_id: UUID) -> None:
    await db.execute("UPDATE service SET closed_on = {} WHERE id = {}", TODAY, service_id)


async def test_merging_takes_findings_the_higher_severity_and_the_earlier_date_along() -> None:
    people = await cast()
    finding_id = await found(people, source="cqc")
    small = await started(people, finding_id, severity="high")
    large = await started(people, severity="low")
    await merge(people.tolu, small, large)
    row = await of(large)
    assert (row["severity"], row["due_on"], row["first_due_on"]) == (
        "high",
        in_days(14),
        in_days(90),
    )
    assert row["sources"] == "cqc;quality_manager"
    gone = await of(small)
    assert (gone["status"], gone["merged_into"], gone["sources"]) == ("merged", large, "")
    assert await db.value("SELECT action FROM finding WHERE id = {}", finding_id) == large
    assert (await kinds(small))[-1] == "action.merged"
    assert await facts(small, "status") == ["agreed", "merged"]


async def test_what_must_change_is_never_merged_away() -> None:
    people = await cast()
    words = await found(people, source="quality_advisor", question_key="t16.q24")
    action_id, other = await started(people, words), await started(people)
    with pytest.raises(NotAllowed, match="must change"):
        await merge(people.ros, action_id, other)
    await merge(people.ros, other, action_id)


async def test_only_two_open_actions_of_one_service_merge() -> None:
    people = await cast()
    action_id = await started(people)
    elsewhere = await started(
        people, await found(people, service_id=people.sibling), owner_name="Property"
    )
    secret = await started(people, await found(people, restricted=True), owner_name="Outside")
    for into in (action_id, elsewhere, secret):
        with pytest.raises(Invalid):
            await merge(people.ros, action_id, into)
    for into in (await done(people), await closed(people)):
        with pytest.raises(WrongState):
            await merge(people.ros, action_id, into)
    with pytest.raises(NotFound):
        await merge(people.tolu, action_id, elsewhere)


async def test_no_event_no_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    one, two = await started(people), await started(people)
    before = [await of(one), await of(two)]
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await merge(people.ros, one, two)
    assert [await of(one), await of(two)] == before


async def test_the_actions_of_a_closed_service_move_or_end_with_a_reason() -> None:
    people = await cast()
    moving, ending, claimed = await started(people), await started(people), await done(people)
    await ask_for_time(
        viewer=people.tolu,
        action_id=moving,
        new_due_on=in_days(50),
        reason="Moving house.",
        now=TOMORROW,
    )
    await close(people.service)
    assert len(await queries.left_at_closed_services(people.sam, LATER)) == 3
    await settle(
        people,
        moves={moving: people.sibling},
        ends={ending: "Nobody lives there now.", claimed: "Nobody lives there now."},
    )
    row = await of(moving)
    assert (row["service"], row["due_on"], row["owner"]) == (
        people.sibling,
        in_days(42),
        people.tolu.user_id,
    )
    plan_id = await db.value("SELECT id FROM plan WHERE service = {}", people.sibling)
    assert row["plan"] == plan_id
    for action_id in (ending, claimed):
        row = await of(action_id)
        assert (row["status"], row["not_done_because"]) == ("rejected", "Nobody lives there now.")
    assert (await kinds(moving))[-1] == "action.moved"
    assert (await kinds(ending))[-1] == "action.ended"
    assert await queries.left_at_closed_services(people.sam, LATER) == []


async def test_only_a_closed_service_lets_its_actions_go_like_this() -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(NotAllowed, match="closed service"):
        await settle(people, ends={action_id: "x"})
    await close(people.service)
    with pytest.raises(Invalid):
        await settle(people, ends={action_id: " "})
    with pytest.raises(Invalid):
        await settle(people, moves={action_id: people.elsewhere})
    for who in (people.tolu, people.deb):
        with pytest.raises(NotAllowed):
            await settle(people, ends={action_id: "x"}, who=who)
    for who in (people.pat, people.priya):
        with pytest.raises(NotFound):
            await settle(people, ends={action_id: "x"}, who=who)
    over = await closed(people)
    with pytest.raises(WrongState):
        await settle(people, ends={over: "x"})


async def test_what_must_change_moves_and_does_not_end() -> None:
    people = await cast()
    words = await found(people, source="quality_advisor", question_key="t16.q24")
    action_id = await started(people, words)
    await close(people.service)
    with pytest.raises(Invalid, match="must change"):
        await settle(people, ends={action_id: "Closed."})
    await settle(people, moves={action_id: people.sibling})


async def test_all_move_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    one, two = await started(people), await started(people)
    await close(people.service)
    with pytest.raises(NotFound):
        await settle(people, moves={one: people.sibling, people.region: people.sibling})
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await settle(people, moves={one: people.sibling}, ends={two: "Closed."})
    assert (await of(one))["service"] == people.service
    assert (await of(two))["status"] == "agreed"


async def test_the_database_itself_keeps_one_plan_for_a_service() -> None:
    people = await cast()
    plan_id = (await of(await started(people)))["plan"]
    with pytest.raises(asyncpg.UniqueViolationError):
        await db.execute(
            "INSERT INTO plan (id, service, created_at) SELECT {}, service, created_at FROM plan"
            " WHERE id = {}",
            people.region,
            plan_id,
        )
