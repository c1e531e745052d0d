"""The demonstration is possible data, and the same for the same seed, at any size."""

from datetime import UTC, datetime
from types import ModuleType

import pytest

from action_plans.rules.sources import Source
from app import ABOVE
from qa.errors import WrongState
from schedules.demonstration.build import build
from schedules.demonstration.bulk import grow, grow_actions
from schedules.demonstration.organisation import CAST, MOST
from schedules.demonstration.topics import topics

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

KINDS = {
    "statuses": "SELECT DISTINCT status AS kind FROM action",
    "sources": "SELECT DISTINCT source AS kind FROM finding",
    "outcomes": "SELECT DISTINCT outcome AS kind FROM spot_check",
    "facts": "SELECT DISTINCT field AS kind FROM action_fact",
    "workers": "SELECT DISTINCT employed_as AS kind FROM worker_version",
    "services": "SELECT DISTINCT type AS kind FROM service",
}
STORY = """
    SELECT string_agg(line, '|' ORDER BY line) FROM (
        SELECT concat_ws(',', s.code, a.title, a.status, a.raised_on, a.due_on, a.done_on,
                         a.checked_on, a.sources) AS line
        FROM action a JOIN service s ON s.id = a.service) AS lines
"""


async def _small(seed: int = 3) -> None:
    await build(ABOVE.loaders, now=NOW, services=5, years=1, seed=seed)


async def _kinds(db: ModuleType) -> dict[str, set[str]]:
    return {name: {row["kind"] for row in await db.rows(query)} for name, query in KINDS.items()}


async def test_the_same_seed_tells_the_same_story(db: ModuleType) -> None:
    await _small()
    first = await db.value(STORY)
    async with db.connection() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        for table in await db.rows(
            "SELECT tablename AS name FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> 'migration'"
        ):
            await connection.execute(f'DELETE FROM "{table["name"]}"')
    await _small()
    assert len(first) > 1_000
    assert await db.value(STORY) == first


async def test_copies_have_the_same_kinds_of_rows_as_what_went_through_the_commands(
    db: ModuleType,
) -> None:
    await _small()
    kinds = await _kinds(db)
    actions = await db.value("SELECT count(*) FROM action")
    await grow(12)
    assert await db.value("SELECT count(*) FROM service") == 12
    assert await _kinds(db) == kinds
    await grow_actions(actions * 4)
    assert await db.value("SELECT count(*) FROM action") == actions * 4
    assert await _kinds(db) == kinds
    unfit = await db.value(
        """SELECT count(*) FROM action a JOIN plan p ON p.id = a.plan
           WHERE p.service <> a.service"""
    )
    assert unfit == 0
    assert await db.value(
        """SELECT bool_and(EXISTS (SELECT FROM action_fact f
                                   WHERE f.action = a.id AND f.field = 'status')) FROM action a"""
    )


async def test_services_are_rated_in_different_bands(db: ModuleType) -> None:
    await _small()
    bands = await db.rows("SELECT DISTINCT band FROM risk_rating")
    assert {row["band"] for row in bands} >= {"medium", "high", "very_high"}
    assert await db.value("SELECT count(DISTINCT service) FROM risk_rating") == 5


async def test_every_role_can_sign_in(db: ModuleType) -> None:
    await _small()
    able = await db.value(
        "SELECT count(*) FROM users WHERE password_hash IS NOT NULL AND ended_at IS NULL"
    )
    assert able == len(CAST)


async def test_somebody_of_the_team_has_work_and_who_left_leaves_some(db: ModuleType) -> None:
    await _small()
    kofi = await db.value("SELECT id FROM users WHERE login = 'kofi@larkfield.example'")
    open_now = "SELECT count(*) FROM action WHERE status IN ('agreed', 'in_progress')"
    assert await db.value(f"{open_now} AND owner = {{}}", kofi) >= 1
    assert await db.value(f"{open_now} AND owner IS NULL AND owner_name IS NULL") >= 1


async def test_it_never_mixes_with_real_accounts(db: ModuleType) -> None:
    await _small()
    with pytest.raises(WrongState, match="empty database"):
        await _small()


def test_the_topics_speak_with_every_voice() -> None:
    made_elsewhere = {Source.QUALITY_TEAM}  # the restricted finding
    spoken = {voice for topic in topics() for voice in topic.voices}
    assert spoken >= set(Source) - made_elsewhere
    assert MOST == 24
