"""An outside body's date holds however an action comes by it: joined, merged, left behind."""

from uuid import UUID

import pytest

from action_plans.commands import (
    ask_for_time,
    decide_time,
    join_finding,
    merge_action,
    unjoin_finding,
)
from tests.factories import NOW
from tests.integration.action_plans.cast import TOMORROW, Cast, cast, found, in_days, of, started

pytestmark = pytest.mark.usefixtures("db")


async def _with_more_time(people: Cast) -> UUID:
    """An action that was due in 42 days and is now due in 60."""
    action_id = await started(people)
    asked = await ask_for_time(
        viewer=people.tolu, action_id=action_id, new_due_on=in_days(60), reason="Parts", now=NOW
    )
    await decide_time(viewer=people.sam, request_id=asked, agreed=True, decision="", now=NOW)
    return action_id


async def test_an_outside_date_brings_an_action_with_more_time_forward() -> None:
    people = await cast()
    action_id = await _with_more_time(people)
    letter = await found(people, source="cqc", limit_on=in_days(10))
    await join_finding(viewer=people.ros, finding_id=letter, action_id=action_id, now=TOMORROW)
    row = await of(action_id)
    assert (row["due_on"], row["limit_on"]) == (in_days(10), in_days(10))


async def test_when_one_outside_date_goes_the_next_still_holds() -> None:
    people = await cast()
    action_id = await _with_more_time(people)
    near = await found(people, source="cqc", limit_on=in_days(10))
    far = await found(people, source="fire_authority", limit_on=in_days(50))
    for letter in (near, far):
        await join_finding(viewer=people.ros, finding_id=letter, action_id=action_id, now=TOMORROW)
    await unjoin_finding(viewer=people.ros, finding_id=near, action_id=action_id, now=TOMORROW)
    row = await of(action_id)
    assert (row["due_on"], row["limit_on"]) == (in_days(50), in_days(50))


async def test_an_outside_date_goes_along_when_two_actions_become_one() -> None:
    people = await cast()
    into_id = await _with_more_time(people)
    letter = await found(people, source="cqc", limit_on=in_days(10))
    action_id = await started(people)
    await join_finding(viewer=people.ros, finding_id=letter, action_id=action_id, now=TOMORROW)
    await merge_action(viewer=people.ros, action_id=action_id, into_id=into_id, now=TOMORROW)
    row = await of(into_id)
    assert (row["due_on"], row["limit_on"]) == (in_days(10), in_days(10))
