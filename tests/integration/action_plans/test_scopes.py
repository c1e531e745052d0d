"""Who sees an action is the same whether the service is known beforehand or not."""

from dataclasses import fields
from datetime import timedelta

import pytest

from action_plans import scopes
from qa import db
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import TODAY, TOMORROW, cast, found, started

pytestmark = pytest.mark.usefixtures("db")


async def test_a_known_service_changes_nothing_in_what_is_seen() -> None:
    people = await cast()
    await started(people)
    await started(people, await found(people, source="fire_authority"))
    await started(people, await found(people, restricted=True), owner_name="Outside")
    await started(people, owner_id=people.kofi.user_id)
    secret = await found(people, embargoed_until=NOW + timedelta(hours=20))
    await started(people, secret, first_due_on=TODAY + timedelta(days=5))
    other = await found(people, service_id=people.elsewhere)
    await started(people, other, owner_id=people.una.user_id)
    viewers = [
        one for field in fields(people) if isinstance(one := getattr(people, field.name), Viewer)
    ]
    seen = []
    for viewer in viewers:
        for service in (people.service, people.sibling, people.elsewhere):
            for now in (NOW, TOMORROW):
                where = db.SQL("a.service = {}", service)
                usual, known = [
                    await db.rows("SELECT a.id FROM action a WHERE {} AND {} ORDER BY 1", where, of)
                    for of in (
                        scopes.actions(viewer, now),
                        scopes.actions(viewer, now, at=service),
                    )
                ]
                assert known == usual
                seen.append(len(usual))
    assert set(seen) == {0, 1, 3, 4, 5}
