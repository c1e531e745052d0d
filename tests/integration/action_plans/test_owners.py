"""Who does an action, and what becomes of it when an account ends."""

import pytest

from action_plans import queries
from action_plans.commands import mark_done, name_owner, release_owner, reopen
from action_plans.commands.leaving import end_account
from qa import db
from qa.errors import Invalid, NotAllowed, NotFound, WrongState
from tests.factories import NOW
from tests.integration.action_plans.cast import (
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


async def test_the_manager_hands_an_action_to_somebody_of_the_service() -> None:
    people = await cast()
    action_id = await started(people)
    await name_owner(
        viewer=people.tolu, action_id=action_id, owner_id=people.kofi.user_id, now=TOMORROW
    )
    assert (await of(action_id))["owner"] == people.kofi.user_id
    assert await facts(action_id, "owner") == [str(people.tolu.user_id), str(people.kofi.user_id)]
    assert await kinds(action_id) == ["action.started", "action.owner_named"]
    assert await mail_of(people.kofi) == ["You have a new action at a service"]
    assert [row["id"] for row in await queries.my_actions(people.kofi, TOMORROW)] == [action_id]


async def test_naming_the_same_owner_again_changes_nothing() -> None:
    people = await cast()
    action_id = await started(people)
    await name_owner(
        viewer=people.ros, action_id=action_id, owner_id=people.tolu.user_id, now=TOMORROW
    )
    assert len(await facts(action_id, "owner")) == 1


async def test_only_who_oversees_names_people_from_elsewhere() -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(NotAllowed, match="regional manager"):
        await name_owner(
            viewer=people.tolu, action_id=action_id, owner_id=people.una.user_id, now=TOMORROW
        )
    await name_owner(
        viewer=people.sam, action_id=action_id, owner_id=people.una.user_id, now=TOMORROW
    )
    assert await queries.may_see_action(people.una, action_id, TOMORROW)


async def test_a_support_worker_owns_but_does_not_hand_on() -> None:
    people = await cast()
    action_id = await started(people, owner_id=people.kofi.user_id)
    with pytest.raises(NotAllowed):
        await name_owner(
            viewer=people.kofi, action_id=action_id, owner_id=people.deb.user_id, now=TOMORROW
        )


async def test_one_owner_with_an_account_that_goes_on() -> None:
    people = await cast()
    action_id = await started(people)
    await end_account(viewer=people.priya, user_id=people.deb.user_id or people.region, now=NOW)
    for owner in (
        {},
        {"owner_id": people.kofi.user_id, "owner_name": "Property"},
        {"owner_id": people.deb.user_id},
        {"owner_id": people.region},
    ):
        with pytest.raises(Invalid):
            await name_owner(viewer=people.sam, action_id=action_id, now=TOMORROW, **owner)


async def test_what_is_closed_keeps_its_owner() -> None:
    people = await cast()
    action_id = await closed(people)
    with pytest.raises(WrongState):
        await name_owner(
            viewer=people.sam, action_id=action_id, owner_id=people.kofi.user_id, now=TOMORROW
        )


async def test_ending_an_account_leaves_its_open_actions_on_a_list_with_their_dates() -> None:
    people = await cast()
    open_one, claimed, over = await started(people), await done(people), await closed(people)
    due = (await of(open_one))["due_on"]
    tolu = people.tolu.user_id
    assert tolu is not None
    assert await end_account(viewer=people.priya, user_id=tolu, now=TOMORROW) == 2
    for action_id in (open_one, claimed):
        assert await facts(action_id, "owner") == [str(tolu), None]
        assert (await kinds(action_id))[-1] == "action.owner_ended"
    assert (await of(open_one))["due_on"] == due
    assert (await of(over))["owner"] == tolu
    listed = await queries.unowned_actions(people.sam, TOMORROW)
    assert {row["id"] for row in listed} == {open_one, claimed}
    assert await queries.unowned_actions(people.pat, TOMORROW) == []
    await name_owner(
        viewer=people.sam, action_id=open_one, owner_id=people.deb.user_id, now=TOMORROW
    )
    assert len(await queries.unowned_actions(people.sam, TOMORROW)) == 1


async def test_what_comes_back_after_its_owner_left_has_no_owner() -> None:
    people = await cast()
    action_id = await closed(people)
    assert people.tolu.user_id is not None
    await end_account(viewer=people.priya, user_id=people.tolu.user_id, now=TOMORROW)
    await reopen(viewer=people.ros, action_id=action_id, reason="It is back.", now=TOMORROW)
    assert (await of(action_id))["owner"] is None


async def test_only_an_administrator_takes_actions_away_from_an_account() -> None:
    people = await cast()
    assert people.tolu.user_id is not None
    with pytest.raises(NotAllowed):
        await release_owner(viewer=people.sam, person=people.tolu.user_id, now=TOMORROW)


async def test_no_event_no_new_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    action_id = await started(people)
    before = await of(action_id)
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await name_owner(
            viewer=people.sam, action_id=action_id, owner_id=people.kofi.user_id, now=TOMORROW
        )
    assert people.tolu.user_id is not None
    with pytest.raises(OSError, match="disk full"):
        await release_owner(viewer=people.priya, person=people.tolu.user_id, now=TOMORROW)
    assert await of(action_id) == before
    assert len(await facts(action_id, "owner")) == 1


async def test_an_owner_from_elsewhere_works_on_the_action_and_sees_nothing_else() -> None:
    people = await cast()
    action_id = await started(people, owner_id=people.una.user_id, viewer=people.sam)
    other, finding_id = await started(people), await found(people)
    await mark_done(viewer=people.una, action_id=action_id, note="Done.", now=TOMORROW)
    assert not await queries.may_see_action(people.una, other, TOMORROW)
    with pytest.raises(NotFound):
        await queries.finding(people.una, finding_id, TOMORROW)
    assert (await queries.action(people.una, action_id, TOMORROW)).findings == []


async def test_choices_of_owners_are_those_that_would_be_taken() -> None:
    people = await cast()
    own = {row["id"] for row in await queries.possible_owners(people.tolu, people.service)}
    assert own == {people.tolu.user_id, people.deb.user_id, people.kofi.user_id}
    wide = {row["id"] for row in await queries.possible_owners(people.sam, people.service)}
    assert {people.sam.user_id, people.ros.user_id} <= wide
    assert people.una.user_id not in wide
    assert await db.value("SELECT count(*) FROM action") == 0
