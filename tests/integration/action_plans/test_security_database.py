"""What the database itself refuses, whoever asks: rules.md A39 does not rest on code alone."""

import asyncpg
import pytest

from action_plans.commands import add_proof, check_action, mark_done
from action_plans.queries import my_checks
from qa import db
from qa.errors import NotAllowed
from tests.integration.action_plans.cast import TOMORROW, cast, closed, started

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    "change", ["DELETE FROM proof", "UPDATE proof SET added_by = {}", "TRUNCATE proof"]
)
async def test_proof_is_never_taken_away_nor_given_to_another(change: str) -> None:
    people = await cast()
    action_id = await started(people)
    await add_proof(
        viewer=people.tolu, action_id=action_id, kind="text", text="Done.", now=TOMORROW
    )
    given = [people.ros.user_id] if "{}" in change else []
    with pytest.raises(asyncpg.RestrictViolationError):
        await db.execute(change, *given)


async def test_the_checker_of_a_closed_action_is_not_changed_to_who_had_a_part() -> None:
    people = await cast()
    action_id = await closed(people)
    # The owner of now is refused by a constraint; one of before by who had a part.
    await db.execute("UPDATE action SET owner = {} WHERE id = {}", people.sam.user_id, action_id)
    await db.execute("UPDATE action SET done_by = {} WHERE id = {}", people.sam.user_id, action_id)
    with pytest.raises(asyncpg.CheckViolationError, match="had a part"):
        await db.execute(
            "UPDATE action SET checked_by = {} WHERE id = {}", people.tolu.user_id, action_id
        )


async def test_dated_facts_are_not_emptied() -> None:
    await started(await cast())
    with pytest.raises(asyncpg.RestrictViolationError):
        await db.execute("TRUNCATE action_fact")


async def test_who_is_written_down_as_owner_by_name_does_not_check_with_an_account() -> None:
    people = await cast()
    action_id = await started(people, owner_name=people.ros.name.upper())
    await mark_done(viewer=people.tolu, action_id=action_id, note="Done.", now=TOMORROW)
    assert action_id not in {row["id"] for row in await my_checks(people.ros, TOMORROW)}
    with pytest.raises(NotAllowed, match="You own this action"):
        await check_action(
            viewer=people.ros, action_id=action_id, worked=True, how="Looked.", now=TOMORROW
        )
