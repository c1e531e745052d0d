"""What the database itself refuses about checks, whoever asks."""

from uuid import UUID

import asyncpg
import pytest

from action_plans.commands import (
    add_proof,
    check_action,
    mark_done,
    name_owner,
)
from qa import db
from qa.viewer import Viewer
from tests.integration.action_plans.cast import (
    LATER,
    TOMORROW,
    Cast,
    cast,
    closed,
    done,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def check(who: Viewer, action_id: UUID, worked: bool = True) -> None:
    await check_action(
        viewer=who, action_id=action_id, worked=worked, how="Looked at three.", now=LATER
    )


async def _close_by(people: Cast, action_id: UUID, who: Viewer) -> None:
    await db.execute(
        """UPDATE action SET status = 'closed', checked_at = {}, checked_on = {}, checked_by = {}
           WHERE id = {}""",
        LATER,
        LATER.date(),
        who.user_id,
        action_id,
    )


async def test_the_database_itself_refuses_a_checker_who_had_a_part_in_it() -> None:
    people = await cast()
    owned = await done(people)
    handed_on = await started(people, owner_id=people.ros.user_id)
    await name_owner(
        viewer=people.sam, action_id=handed_on, owner_id=people.tolu.user_id, now=TOMORROW
    )
    await mark_done(viewer=people.deb, action_id=handed_on, note="x", now=TOMORROW)
    await add_proof(viewer=people.ben, action_id=owned, kind="text", text="x", now=TOMORROW)
    for action_id, who in (
        (owned, people.tolu),
        (owned, people.ben),
        (handed_on, people.deb),
        (handed_on, people.ros),
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await _close_by(people, action_id, who)
    with pytest.raises(asyncpg.CheckViolationError):
        await db.execute("UPDATE action SET status = 'closed' WHERE id = {}", owned)
    await _close_by(people, owned, people.ros)


async def test_looks_are_never_altered() -> None:
    people = await cast()
    await closed(people)
    with pytest.raises(asyncpg.RestrictViolationError):
        await db.execute("UPDATE action_check SET worked = FALSE")
