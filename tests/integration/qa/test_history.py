"""The chain over history: whole when nothing was touched, and broken where it was."""

from types import ModuleType
from uuid import UUID

import pytest

from qa import events, history
from qa.viewer import COMMAND_LINE
from tests.factories import NOW, make_region


async def _event(subject: UUID, kind: str = "service.changed") -> None:
    await events.record(
        kind, viewer=COMMAND_LINE, subject=("service", subject), now=NOW, data={"b": 1, "a": [2]}
    )


@pytest.fixture(autouse=True)
async def some_events(db: ModuleType) -> UUID:
    subject = await make_region()
    for _ in range(3):
        await _event(subject)
    return subject


async def _tamper(db: ModuleType, statement: str) -> None:
    """What somebody could do who owns the database."""
    async with db.connection() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(statement)


async def test_sealing_twice_seals_once_and_the_chain_holds(
    db: ModuleType, some_events: UUID
) -> None:
    assert await history.seal(NOW) == "3 events sealed"
    assert await history.seal(NOW) == "0 events sealed"
    await _event(some_events)
    before = await history.verify()
    assert (before.events, before.sealed, before.broken) == (4, 3, None)
    await history.seal(NOW)
    after = await history.verify()
    assert (after.sealed, after.broken) == (4, None)
    assert after.last_hash not in (None, before.last_hash)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE event SET kind = 'service.closed' WHERE seq = (SELECT min(seq) + 1 FROM event)",
            "it was changed after it was sealed",
        ),
        (
            """UPDATE event SET data = jsonb_build_object('a', 3)
               WHERE seq = (SELECT max(seq) FROM event)""",
            "it was changed after it was sealed",
        ),
        (
            "DELETE FROM event WHERE seq = (SELECT min(seq) + 1 FROM event)",
            "an event before it was removed or put in",
        ),
        (
            """UPDATE event SET hash = NULL, prev_hash = NULL
               WHERE seq = (SELECT min(seq) FROM event)""",
            "an event before it was removed or put in",
        ),
    ],
)
async def test_what_was_done_to_history_shows(db: ModuleType, statement: str, words: str) -> None:
    await history.seal(NOW)
    await _tamper(db, statement)
    assert words in str((await history.verify()).broken)


async def test_an_event_put_in_later_shows(db: ModuleType) -> None:
    await history.seal(NOW)
    await _tamper(
        db,
        """INSERT INTO event (seq, id, happened_at, recorded_at, job, kind, subject_kind,
                              subject_id, audience, schema_version, data)
           SELECT min(seq) - 1, gen_random_uuid(), now(), now(), 'job', 'x', 'x',
                  gen_random_uuid(), 'service', 1, '{}' FROM event""",
    )
    assert "it was put in after the seal" in str((await history.verify()).broken)


async def test_sealing_waits_for_nobody_who_writes_for_long(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "WRITERS_GET_ON", "50ms")
    async with db.connection() as connection, connection.transaction():
        await connection.execute("LOCK TABLE event IN ROW EXCLUSIVE MODE")
        assert await history.seal(NOW) == "others were writing; the next run seals"
