"""Many findings to one action: joined and unjoined without loss."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from action_plans import queries
from action_plans.commands import join_finding, mark_done, say_it_came_back, unjoin_finding
from action_plans.rules.sources import Source
from qa import db
from qa.errors import Conflict, NotAllowed, NotFound, WrongState
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    TOMORROW,
    cast,
    closed,
    facts,
    found,
    in_days,
    kinds,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def join(who: Viewer, finding_id: UUID, action_id: UUID) -> None:
    await join_finding(viewer=who, finding_id=finding_id, action_id=action_id, now=TOMORROW)


async def unjoin(who: Viewer, finding_id: UUID, action_id: UUID) -> None:
    await unjoin_finding(viewer=who, finding_id=finding_id, action_id=action_id, now=TOMORROW)


async def test_one_action_answers_several_voices() -> None:
    people = await cast()
    action_id = await started(people)
    family = await found(people, source="family", severity="high")
    await join(people.tolu, family, action_id)
    row = await of(action_id)
    assert row["sources"] == "family;quality_manager"
    assert row["severity"] == "medium"
    assert await kinds(action_id) == ["action.started", "action.finding_joined"]


async def test_joining_twice_changes_nothing() -> None:
    people = await cast()
    action_id, finding_id = await started(people), await found(people)
    await join(people.ros, finding_id, action_id)
    before = await of(action_id)
    await join(people.ros, finding_id, action_id)
    assert await of(action_id) == before
    assert await kinds(action_id) == ["action.started", "action.finding_joined"]


async def test_a_finding_is_with_one_action_at_most() -> None:
    people = await cast()
    first, second = await started(people), await started(people)
    finding_id = await found(people)
    await join(people.ros, finding_id, first)
    with pytest.raises(Conflict):
        await join(people.ben, finding_id, second)


async def test_the_same_finding_joined_by_two_at_the_same_moment_goes_to_one() -> None:
    people = await cast()
    actions = [await started(people) for _ in range(3)]
    finding_id = await found(people)
    results = await asyncio.gather(
        *(join(people.ros, finding_id, action_id) for action_id in actions),
        return_exceptions=True,
    )
    assert sorted(str(type(result).__name__) for result in results) == [
        "Conflict",
        "Conflict",
        "NoneType",
    ]
    joined = await db.value("SELECT count(*) FROM event WHERE kind = 'action.finding_joined'")
    assert joined == 1


async def test_only_an_open_action_of_the_same_service_takes_a_finding() -> None:
    people = await cast()
    with pytest.raises(WrongState):
        await join(people.ros, await found(people), await closed(people))
    with pytest.raises(NotFound):
        await join(
            people.ros, await found(people, service_id=people.sibling), await started(people)
        )


@pytest.mark.parametrize("who", ["una", "pat", "priya", "margaret"])
async def test_what_somebody_does_not_see_is_not_found(who: str) -> None:
    people = await cast()
    action_id, finding_id = await started(people), await found(people)
    with pytest.raises(NotFound):
        await join(getattr(people, who), finding_id, action_id)


async def test_what_must_change_is_not_merged_away() -> None:
    people = await cast()
    words = await found(people, source="quality_advisor", question_key="t16.q24")
    with pytest.raises(NotAllowed, match="of its own"):
        await join(people.ros, words, await started(people))


async def test_an_open_finding_does_not_disappear_behind_a_restricted_action() -> None:
    people = await cast()
    secret = await started(
        people, await found(people, restricted=True), owner_id=people.ben.user_id
    )
    with pytest.raises(NotAllowed, match="restricted"):
        await join(people.ros, await found(people), secret)


async def test_a_restricted_finding_with_an_open_action_leaves_no_trace_for_the_service() -> None:
    people = await cast()
    action_id = await started(people)
    secret = await found(people, source="safeguarding", restricted=True)
    await join(people.ros, secret, action_id)
    detail = await queries.action(people.tolu, action_id, TOMORROW)
    assert detail.row["sources"] == "quality_manager"
    assert len(detail.findings) == 1
    assert len((await queries.action(people.ros, action_id, TOMORROW)).findings) == 2
    audience = await db.value("SELECT audience FROM event WHERE kind = 'action.finding_joined'")
    assert audience == "restricted"


async def test_an_embargoed_finding_with_a_known_action_does_not_show_to_the_service() -> None:
    people = await cast()
    action_id = await started(people)
    new = await found(people, source="health_and_safety", embargoed_until=TOMORROW)
    until = NOW + timedelta(hours=1)
    await join_finding(viewer=people.ros, finding_id=new, action_id=action_id, now=until)
    detail = await queries.action(people.tolu, action_id, until)
    assert detail.row["sources"] == "quality_manager"
    assert len(detail.findings) == 1
    assert (await queries.action(people.sam, action_id, until)).row["sources"] == (
        "health_and_safety;quality_manager"
    )
    detail = await queries.action(people.tolu, action_id, TOMORROW)
    assert detail.row["sources"] == "health_and_safety;quality_manager"
    assert len(detail.findings) == 2


async def test_an_outside_date_brings_the_action_forward_and_goes_with_its_finding() -> None:
    people = await cast()
    action_id = await started(people)
    letter = await found(people, source="cqc", limit_on=in_days(10))
    await join(people.ros, letter, action_id)
    row = await of(action_id)
    assert (row["due_on"], row["limit_on"]) == (in_days(10), in_days(10))
    assert row["first_due_on"] == in_days(42)
    await unjoin(people.ros, letter, action_id)
    row = await of(action_id)
    assert (row["due_on"], row["limit_on"]) == (in_days(42), None)
    assert await facts(action_id, "due_on") == [in_days(days).isoformat() for days in (42, 10, 42)]


async def test_a_finding_that_is_not_there_any_more_is_a_conflict() -> None:
    people = await cast()
    action_id, finding_id = await started(people), await found(people)
    with pytest.raises(Conflict):
        await unjoin(people.ros, finding_id, action_id)


async def test_no_event_no_join(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    action_id, finding_id = await started(people), await found(people, source="cqc")
    before = await of(action_id)
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await join(people.ros, finding_id, action_id)
    assert await of(action_id) == before
    assert await db.value("SELECT action FROM finding WHERE id = {}", finding_id) is None


async def test_a_finding_can_be_linked_to_what_should_have_put_it_right() -> None:
    people = await cast()
    action_id = await closed(people)
    again = await found(people)
    await say_it_came_back(viewer=people.ros, finding_id=again, action_id=action_id, now=TOMORROW)
    assert await db.value("SELECT came_back_from FROM finding WHERE id = {}", again) == action_id


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    source=st.sampled_from(list(Source)),
    severity=st.sampled_from(["low", "medium", "high", "critical"]),
    restricted=st.booleans(),
    hs_content=st.booleans(),
    limit=st.none() | st.integers(-5, 60),
    embargo=st.none() | st.integers(1, 24),
    claimed=st.booleans(),
)
async def test_join_then_unjoin_restores_the_action(
    source: Source,
    severity: str,
    restricted: bool,
    hs_content: bool,
    limit: int | None,
    embargo: int | None,
    claimed: bool,
) -> None:
    people = await cast()
    action_id = await started(people, await found(people, source="house_meeting"))
    if claimed:
        await mark_done(viewer=people.tolu, action_id=action_id, note="Done.", now=NOW)
    before = await of(action_id)
    finding_id = await found(
        people,
        source=source,
        severity=severity,
        restricted=restricted,
        hs_content=hs_content,
        limit_on=None if limit is None else in_days(limit),
        embargoed_until=None if embargo is None else NOW + timedelta(hours=embargo),
    )
    await join(people.ros, finding_id, action_id)
    await unjoin(people.ros, finding_id, action_id)
    assert await of(action_id) == before
