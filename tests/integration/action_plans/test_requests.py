"""Asking for more time, "the landlord's", "we cannot"; and the decisions."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from action_plans import queries
from action_plans.commands import (
    ask_for_time,
    decide_other_body,
    decide_time,
    decide_we_cannot,
    mark_done,
    say_other_body,
    say_we_cannot,
    take_back,
)
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from qa.viewer import Viewer
from tests.integration.action_plans.cast import (
    TOMORROW,
    Cast,
    cast,
    closed,
    done,
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

DECIDED = "Your question about an action was answered"


async def ask(people: Cast, action_id: UUID, days: int = 60, who: Viewer | None = None) -> UUID:
    return await ask_for_time(
        viewer=who or people.tolu,
        action_id=action_id,
        new_due_on=in_days(days),
        reason="The builder comes in December.",
        now=TOMORROW,
    )


async def landlords(people: Cast, action_id: UUID) -> UUID:
    return await say_other_body(
        viewer=people.tolu,
        action_id=action_id,
        other_body="Harbour Homes",
        reason="It is their roof.",
        now=TOMORROW,
    )


async def test_more_time_moves_the_due_date_and_never_the_first() -> None:
    people = await cast()
    action_id = await started(people)
    request = await ask(people, action_id)
    await decide_time(viewer=people.sam, request_id=request, agreed=True, decision="", now=TOMORROW)
    row = await of(action_id)
    assert (row["due_on"], row["first_due_on"]) == (in_days(60), in_days(42))
    assert await facts(action_id, "due_on") == [in_days(d).isoformat() for d in (42, 60)]
    assert (await kinds(action_id))[1:] == ["action.extension_asked", "action.request_decided"]
    assert DECIDED in await mail_of(people.tolu)


async def test_a_no_needs_its_reason_and_changes_nothing() -> None:
    people = await cast()
    action_id = await started(people)
    request = await ask(people, action_id)
    with pytest.raises(Invalid):
        await decide_time(
            viewer=people.sam, request_id=request, agreed=False, decision=" ", now=TOMORROW
        )
    await decide_time(
        viewer=people.sam, request_id=request, agreed=False, decision="Sooner.", now=TOMORROW
    )
    assert (await of(action_id))["due_on"] == in_days(42)
    assert (await queries.action(people.tolu, action_id, TOMORROW)).requests[0]["agreed"] is False


async def test_an_outside_bodys_date_is_not_passed_by_asking() -> None:
    people = await cast()
    action_id = await started(people, await found(people, source="cqc", limit_on=in_days(50)))
    with pytest.raises(Invalid, match="cannot be passed"):
        await ask(people, action_id, 51)
    await ask(people, action_id, 50)


@pytest.mark.parametrize("days", [42, 10, -1])
async def test_more_time_is_later_than_now(days: int) -> None:
    people = await cast()
    with pytest.raises(Invalid):
        await ask(people, await started(people), days)


async def test_one_question_of_a_kind_waits_at_a_time() -> None:
    people = await cast()
    action_id = await started(people)
    await ask(people, action_id)
    with pytest.raises(Conflict):
        await ask(people, action_id)
    await landlords(people, action_id)


async def test_who_asked_does_not_decide_nor_does_the_service() -> None:
    people = await cast()
    action_id = await started(people, owner_id=people.sam.user_id)
    request = await ask(people, action_id, who=people.sam)
    for who in (people.sam, people.tolu, people.ros):
        with pytest.raises(NotAllowed):
            await decide_time(
                viewer=who, request_id=request, agreed=True, decision="", now=TOMORROW
            )
    with pytest.raises(NotFound):
        await decide_time(
            viewer=people.pat, request_id=request, agreed=True, decision="", now=TOMORROW
        )
    await decide_time(
        viewer=people.helen, request_id=request, agreed=True, decision="", now=TOMORROW
    )


async def test_two_decide_the_same_question_at_the_same_moment_and_one_wins() -> None:
    people = await cast()
    action_id = await started(people)
    request = await ask(people, action_id)
    results = await asyncio.gather(
        *(
            decide_time(viewer=who, request_id=request, agreed=agreed, decision="So.", now=TOMORROW)
            for who, agreed in ((people.sam, True), (people.helen, False), (people.helen, True))
        ),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == [
        "Conflict",
        "Conflict",
        "NoneType",
    ]
    assert (await kinds(action_id)).count("action.request_decided") == 1


@pytest.mark.parametrize("kind", ["transfer", "rejection"])
async def test_deciding_a_second_time_is_a_conflict(kind: str) -> None:
    people = await cast()
    action_id = await started(people)
    if kind == "transfer":
        request, decide, who = await landlords(people, action_id), decide_other_body, people.sam
    else:
        request = await say_we_cannot(
            viewer=people.tolu, action_id=action_id, reason="Not ours.", now=TOMORROW
        )
        decide, who = decide_we_cannot, people.ros
    await decide(viewer=who, request_id=request, agreed=True, decision="", now=TOMORROW)
    with pytest.raises(Conflict):
        await decide(viewer=who, request_id=request, agreed=True, decision="", now=TOMORROW)


async def test_what_was_done_meanwhile_gets_no_more_time() -> None:
    people = await cast()
    action_id = await started(people)
    request = await ask(people, action_id)
    await mark_done(viewer=people.tolu, action_id=action_id, note="Done.", now=TOMORROW)
    assert await queries.requests_waiting(people.sam, TOMORROW) == []
    with pytest.raises(WrongState):
        await decide_time(
            viewer=people.sam, request_id=request, agreed=True, decision="", now=TOMORROW
        )


async def test_the_landlords_counts_once_the_regional_manager_agrees() -> None:
    people = await cast()
    action_id = await started(people)
    request = await landlords(people, action_id)
    assert (await of(action_id))["status"] == "agreed"
    await decide_other_body(
        viewer=people.sam, request_id=request, agreed=True, decision="", now=TOMORROW
    )
    row = await of(action_id)
    assert (row["status"], row["other_body"]) == ("transferred", "Harbour Homes")
    await take_back(viewer=people.tolu, action_id=action_id, reason="They say no.", now=TOMORROW)
    assert await facts(action_id, "status") == ["agreed", "transferred", "in_progress"]
    assert (await of(action_id))["other_body"] is None


async def test_we_could_not_because_needs_a_quality_manager() -> None:
    people = await cast()
    action_id = await started(people)
    request = await say_we_cannot(
        viewer=people.tolu, action_id=action_id, reason="The lease ends.", now=TOMORROW
    )
    for who in (people.sam, people.helen):
        with pytest.raises(NotAllowed):
            await decide_we_cannot(
                viewer=who, request_id=request, agreed=True, decision="", now=TOMORROW
            )
    await decide_we_cannot(
        viewer=people.ros, request_id=request, agreed=True, decision="", now=TOMORROW
    )
    row = await of(action_id)
    assert (row["status"], row["not_done_because"]) == ("rejected", "The lease ends.")


async def test_what_must_change_is_never_turned_down() -> None:
    people = await cast()
    words = await found(people, source="quality_advisor", question_key="t16.q24")
    with pytest.raises(NotAllowed, match="must change"):
        await say_we_cannot(
            viewer=people.tolu,
            action_id=await started(people, words),
            reason="No money.",
            now=TOMORROW,
        )


async def test_questions_wait_with_those_who_decide_them() -> None:
    people = await cast()
    action_id = await started(people)
    time, transfer = await ask(people, action_id), await landlords(people, action_id)
    cannot = await say_we_cannot(
        viewer=people.tolu, action_id=action_id, reason="No.", now=TOMORROW
    )

    async def waiting(who: Viewer) -> set[UUID]:
        return {row["request"] for row in await queries.requests_waiting(who, TOMORROW)}

    assert await waiting(people.sam) == await waiting(people.helen) == {time, transfer}
    assert await waiting(people.ros) == {cannot}
    for who in (people.tolu, people.pat, people.kofi, people.ian):
        assert await waiting(who) == set()


async def test_nothing_is_asked_about_what_is_done_or_closed() -> None:
    people = await cast()
    for action_id in (await done(people), await closed(people)):
        with pytest.raises(WrongState):
            await ask(people, action_id)
        with pytest.raises(WrongState):
            await landlords(people, action_id)
        with pytest.raises(WrongState):
            await say_we_cannot(viewer=people.tolu, action_id=action_id, reason="No.", now=TOMORROW)
        with pytest.raises(WrongState):
            await take_back(viewer=people.tolu, action_id=action_id, reason="x", now=TOMORROW)


async def test_what_is_missing_is_said() -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(Invalid) as caught:
        await say_other_body(
            viewer=people.tolu, action_id=action_id, other_body="", reason="", now=TOMORROW
        )
    assert [field for field, _ in caught.value.faults] == ["other_body", "reason"]
    with pytest.raises(Invalid):
        await say_we_cannot(viewer=people.tolu, action_id=action_id, reason=" ", now=TOMORROW)
    with pytest.raises(Invalid):
        await ask_for_time(
            viewer=people.tolu,
            action_id=action_id,
            new_due_on=in_days(60),
            reason="",
            now=TOMORROW,
        )


async def test_no_event_no_question_and_no_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    action_id = await started(people)
    request = await ask(people, action_id)
    before = await of(action_id)
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await landlords(people, action_id)
    with pytest.raises(OSError, match="disk full"):
        await decide_time(
            viewer=people.sam, request_id=request, agreed=True, decision="", now=TOMORROW
        )
    assert await of(action_id) == before
    assert await db.value("SELECT count(*) FROM action_request WHERE decided_at IS NULL") == 1


async def test_the_database_itself_refuses_who_asked_as_who_decides() -> None:
    people = await cast()
    await ask(people, await started(people))
    with pytest.raises(asyncpg.CheckViolationError, match="by_another"):
        await db.execute(
            "UPDATE action_request SET decided_by = asked_by, decided_at = {}, agreed = TRUE",
            TOMORROW,
        )
