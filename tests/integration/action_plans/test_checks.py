"""Done is a claim; somebody else looks whether it worked."""

import asyncio
from itertools import product
from uuid import UUID

import pytest

from action_plans import permissions, queries
from action_plans.commands import (
    add_proof,
    check_action,
    check_at_next_visit,
    mark_done,
    merge_action,
    name_owner,
    reopen,
)
from action_plans.queries.standing import checkable
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import make_user
from tests.integration.action_plans.cast import (
    LATER,
    TOMORROW,
    cast,
    closed,
    done,
    facts,
    found,
    kinds,
    mail_of,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def check(who: Viewer, action_id: UUID, worked: bool = True) -> None:
    await check_action(
        viewer=who, action_id=action_id, worked=worked, how="Looked at three.", now=LATER
    )


async def test_done_is_a_claim_with_its_day() -> None:
    people = await cast()
    action_id = await done(people)
    row = await of(action_id)
    assert (row["status"], row["done_by"]) == ("done", people.tolu.user_id)
    assert row["done_on"] == TOMORROW.date()
    assert await facts(action_id, "status") == ["agreed", "done"]
    assert (await kinds(action_id))[-1] == "action.done"


async def test_done_needs_a_note_or_proof() -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(Invalid):
        await mark_done(viewer=people.tolu, action_id=action_id, now=TOMORROW)
    await add_proof(viewer=people.tolu, action_id=action_id, kind="text", text="x", now=TOMORROW)
    await mark_done(viewer=people.tolu, action_id=action_id, now=TOMORROW)


async def test_only_who_answers_for_it_says_done() -> None:
    people = await cast()
    for who in (people.ros, people.helen):
        with pytest.raises(NotAllowed):
            await mark_done(viewer=who, action_id=await started(people), note="x", now=TOMORROW)
    with pytest.raises(NotAllowed):
        await mark_done(
            viewer=COMMAND_LINE, action_id=await started(people), note="x", now=TOMORROW
        )


async def test_checked_by_another_closes_and_keeps_both_words_and_dates() -> None:
    people = await cast()
    action_id = await done(people)
    await check(people.ros, action_id)
    row = await of(action_id)
    assert (row["status"], row["checked_by"]) == ("closed", people.ros.user_id)
    assert row["checked_on"] == LATER.date()
    assert await facts(action_id, "status") == ["agreed", "done", "checked", "closed"]
    detail = await queries.action(people.tolu, action_id, LATER)
    assert detail.checks[0]["worked"]
    assert detail.checks[0]["how"] == "Looked at three."


async def test_sent_back_is_under_way_again_and_the_owner_is_told_why() -> None:
    people = await cast()
    action_id = await done(people)
    await check(people.ros, action_id, worked=False)
    row = await of(action_id)
    assert row["status"] == "in_progress"
    assert row["done_at"] is row["done_on"] is row["done_by"] is None
    detail = await queries.action(people.tolu, action_id, LATER)
    assert [look["worked"] for look in detail.checks] == [False]
    assert detail.notes[-1]["kind"] == "sent_back"
    assert "An action at a service was sent back to you" in await mail_of(people.tolu)
    assert (await kinds(action_id))[-1] == "action.sent_back"


async def test_who_had_a_part_in_it_never_checks() -> None:
    people = await cast()
    first_owner = await started(people, owner_id=people.ros.user_id)
    await name_owner(
        viewer=people.sam, action_id=first_owner, owner_id=people.tolu.user_id, now=TOMORROW
    )
    await mark_done(viewer=people.tolu, action_id=first_owner, note="x", now=TOMORROW)
    with pytest.raises(NotAllowed, match="owned it before"):
        await check(people.ros, first_owner)

    proved = await started(people)
    await add_proof(viewer=people.ros, action_id=proved, kind="text", text="x", now=TOMORROW)
    await mark_done(viewer=people.tolu, action_id=proved, note="x", now=TOMORROW)
    with pytest.raises(NotAllowed, match="added proof"):
        await check(people.ros, proved)

    claimed = await started(people)
    await mark_done(viewer=people.sam, action_id=claimed, note="x", now=TOMORROW)
    await check(people.ros, claimed, worked=False)
    await mark_done(viewer=people.tolu, action_id=claimed, note="x", now=LATER)
    with pytest.raises(NotAllowed, match="marked this action done"):
        await check(people.sam, claimed)

    kept, gone = await started(people), await started(people)
    await add_proof(viewer=people.sam, action_id=gone, kind="text", text="x", now=TOMORROW)
    await merge_action(viewer=people.ros, action_id=gone, into_id=kept, now=TOMORROW)
    await mark_done(viewer=people.tolu, action_id=kept, note="x", now=TOMORROW)
    with pytest.raises(NotAllowed, match="added proof"):
        await check(people.sam, kept)


async def test_the_deputy_does_not_check_for_the_manager() -> None:
    people = await cast()
    action_id = await done(people)
    with pytest.raises(NotAllowed, match="work at this service"):
        await check(people.deb, action_id)
    with pytest.raises(NotAllowed):
        await check(COMMAND_LINE, action_id)


async def test_high_and_critical_are_checked_from_outside() -> None:
    people = await cast()
    for severity in ("high", "critical"):
        action_id = await done(people, severity=severity)
        with pytest.raises(NotAllowed, match="outside"):
            await check(people.sam, action_id)
        await check(people.ros, action_id)
    await check(people.sam, await done(people, severity="medium"))


async def test_the_list_of_checks_says_the_same_as_the_rule() -> None:
    people = await cast()
    both = await make_user(Role.QUALITY_MANAGER, Role.REGIONAL_MANAGER, region_id=people.region)
    works_there = await make_user(Role.QUALITY_MANAGER, services=(people.service,))
    actions = []
    for severity, source in product(
        ("low", "medium", "high", "critical"), ("cqc", "health_and_safety")
    ):
        finding_id = await found(people, source=source)
        actions.append(await started(people, finding_id, severity=severity))
    await add_proof(viewer=people.ian, action_id=actions[1], kind="text", text="x", now=TOMORROW)
    await add_proof(viewer=people.ros, action_id=actions[4], kind="text", text="x", now=TOMORROW)
    for action_id in actions:
        await mark_done(viewer=people.tolu, action_id=action_id, note="x", now=TOMORROW)
    viewers = (
        *(people.ros, people.ben, people.ian, people.sam, people.pat, people.tolu, people.deb),
        *(people.helen, people.kofi, people.dev, people.priya, both, works_there),
    )
    for viewer in viewers:
        listed = {row["id"] for row in await queries.my_checks(viewer, LATER)}
        allowed = set()
        for action_id in actions:
            if await queries.may_see_action(viewer, action_id, LATER):
                about = await queries.standing(viewer, action_id, LATER)
                if permissions.why_not_check(viewer, await checkable(about)) is None:
                    allowed.add(action_id)
        assert listed == allowed, viewer.roles
    assert len(await queries.my_checks(people.ben, LATER)) == 8
    assert await queries.my_checks(COMMAND_LINE, LATER) == []


async def test_the_list_shows_who_waits_longest_and_pages() -> None:
    people = await cast()
    first, second = await done(people), await done(people)
    await check_at_next_visit(viewer=people.ros, action_id=first, now=LATER)
    listed = await queries.my_checks(people.ros, LATER)
    assert [row["id"] for row in listed] == [second, first]
    assert listed[0]["days_waiting"] == (LATER.date() - TOMORROW.date()).days
    assert not listed[0]["for_me"]
    assert (await queries.my_checks(people.sam, LATER))[0]["for_me"]
    page = await queries.my_checks(people.ros, LATER, limit=1)
    last = page[-1]
    rest = await queries.my_checks(
        people.ros, LATER, after=(last["at_next_visit"], last["done_at"], last["id"])
    )
    assert [row["id"] for row in rest] == [first]
    assert await queries.my_checks(people.ros, LATER, people.sibling) == []
    with pytest.raises(Conflict):
        await check_at_next_visit(viewer=people.ros, action_id=first, now=LATER)


async def test_two_close_the_same_action_at_the_same_moment_and_one_wins() -> None:
    people = await cast()
    action_id = await done(people)
    results = await asyncio.gather(
        check(people.ros, action_id),
        check(people.ben, action_id),
        check(people.sam, action_id, worked=False),
        return_exceptions=True,
    )
    assert results.count(None) == 1
    assert sum(isinstance(result, WrongState) for result in results) == 2
    assert await db.value("SELECT count(*) FROM action_check") == 1


async def test_proof_added_while_it_is_checked_does_not_slip_through() -> None:
    people = await cast()
    for _ in range(5):
        action_id = await done(people)
        await asyncio.gather(
            add_proof(viewer=people.ros, action_id=action_id, kind="text", text="x", now=LATER),
            check(people.ros, action_id),
            return_exceptions=True,
        )
        row = await of(action_id)
        proofs = await db.value("SELECT count(*) FROM proof WHERE action = {}", action_id)
        assert (row["status"], proofs) in (("closed", 0), ("done", 1))


async def test_only_a_claim_is_checked() -> None:
    people = await cast()
    for action_id in (await started(people), await closed(people)):
        with pytest.raises(WrongState):
            await check(people.ben, action_id)
    with pytest.raises(Invalid):
        await check_action(
            viewer=people.ros, action_id=await done(people), worked=True, how=" ", now=LATER
        )


async def test_opened_again_with_a_reason() -> None:
    people = await cast()
    action_id = await closed(people)
    with pytest.raises(Invalid):
        await reopen(viewer=people.ben, action_id=action_id, reason="", now=LATER)
    with pytest.raises(NotAllowed):
        await reopen(viewer=people.tolu, action_id=action_id, reason="Back.", now=LATER)
    await reopen(viewer=people.ben, action_id=action_id, reason="It is back.", now=LATER)
    row = await of(action_id)
    assert (row["status"], row["checked_by"], row["done_by"]) == ("in_progress", None, None)
    assert (await kinds(action_id))[-1] == "action.reopened"
    assert "An action at a service was opened again" in await mail_of(people.tolu)
    with pytest.raises(WrongState):
        await reopen(viewer=people.ben, action_id=action_id, reason="x", now=LATER)


async def test_the_same_words_for_what_is_not_theirs_and_what_is_not_there() -> None:
    people = await cast()
    action_id = await done(people)
    messages = set()
    for who, which in ((people.una, action_id), (people.ros, people.region)):
        with pytest.raises(NotFound) as caught:
            await check(who, which)
        messages.add(str(caught.value))
    assert len(messages) == 1


async def test_no_event_no_claim_and_no_check(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    action_id, waiting, over = await started(people), await done(people), await closed(people)
    before = [await of(one) for one in (action_id, waiting, over)]
    no_event(monkeypatch)
    for attempt in (
        mark_done(viewer=people.tolu, action_id=action_id, note="x", now=LATER),
        check(people.ros, waiting),
        check(people.ros, waiting, worked=False),
        reopen(viewer=people.ros, action_id=over, reason="x", now=LATER),
    ):
        with pytest.raises(OSError, match="disk full"):
            await attempt
    assert [await of(one) for one in (action_id, waiting, over)] == before
    assert await db.value("SELECT count(*) FROM action_check") == 1
