"""Who had a part in an action, asked from either side."""

import pytest

from action_plans.commands import mark_done, merge_action, name_owner, prove
from qa import db
from tests.integration.action_plans.cast import TOMORROW, cast, closed, done, started

pytestmark = pytest.mark.usefixtures("db")


async def test_the_people_of_an_action_and_the_actions_of_a_person_are_the_same_pairs() -> None:
    people = await cast()
    await closed(people)
    await done(people)
    given_on = await started(people)
    await name_owner(
        viewer=people.tolu, action_id=given_on, owner_id=people.kofi.user_id, now=TOMORROW
    )
    await prove(viewer=people.deb, action_id=given_on, text="Seen on the rota.", now=TOMORROW)
    joined = await started(people, viewer=people.ben)
    await merge_action(viewer=people.ros, action_id=given_on, into_id=joined, now=TOMORROW)
    await mark_done(viewer=people.deb, action_id=joined, note="All read.", now=TOMORROW)

    pairs = await db.rows(
        """SELECT a.id, p.person FROM action a, action_people(a.id) p
           GROUP BY a.id, p.person ORDER BY 1, 2"""
    )
    other_way = await db.rows(
        """SELECT w.action AS id, u.id AS person FROM users u, actions_with_part_of(u.id) w
           ORDER BY 1, 2"""
    )

    assert pairs == other_way
    of_joined = {row["person"] for row in pairs if row["id"] == joined}
    assert of_joined == {one.user_id for one in (people.tolu, people.kofi, people.deb)}
