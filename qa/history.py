"""The chain over history: each event is sealed with the one before, so that a change shows.

Sealing is a job of its own, since sealing inside each write halved what the system could
write. What has not been sealed yet is held by the database alone, which lets nobody change
or remove an event.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import asyncpg
import msgspec

from qa import db

TURN = 4_102_339  # the advisory lock of sealing; any number of our own
BATCH = 5_000
WRITERS_GET_ON = "2s"
SEALED = (
    "seq, id, happened_at, recorded_at, actor, job, kind, subject_kind, subject_id, service,"
    " audience, client_change_id, schema_version, data"
)
FIRST = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far history holds: ``broken`` says where it does not, in plain English."""

    events: int
    sealed: int
    last_hash: str | None
    broken: str | None


async def seal(now: datetime) -> str:
    """Seal every event written so far, in order; a job, which may run twice or late."""
    upto = await _settled()
    if upto is None:
        return "others were writing; the next run seals"
    sealed = 0
    while done := await _seal_batch(upto):
        sealed += done
    return f"{sealed} events sealed"


async def verify() -> Verdict:
    """Follow the chain from its first event (history verify)."""
    total = await db.value("SELECT count(*) FROM event")
    before, sealed, broken = FIRST, 0, None
    async for event in _sealed_events():
        if event["prev_hash"] != before:
            broken = f"event {event['id']}: an event before it was removed or put in"
        elif event["hash"] != _hash(before, event):
            broken = f"event {event['id']}: it was changed after it was sealed"
        if broken:
            break
        before, sealed = event["hash"], sealed + 1
    if not broken:
        broken = await _unsealed_before_sealed()
    return Verdict(total, sealed, before.hex() if sealed else None, broken)


async def _settled() -> int | None:
    """The highest number that no transaction under way can still go below, or None.

    The lock waits for writers under way, and holds up new ones for no longer than a moment.
    """
    try:
        async with db.transaction():
            await db.execute(f"SET LOCAL lock_timeout = '{WRITERS_GET_ON}'")
            await db.execute("LOCK TABLE event IN SHARE MODE")
            upto: int = await db.value("SELECT coalesce(max(seq), 0) FROM event")
            return upto
    except asyncpg.LockNotAvailableError:
        return None


async def _seal_batch(upto: int) -> int:
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock({})", TURN)
        before: bytes = (
            await db.value(
                "SELECT hash FROM event WHERE hash IS NOT NULL ORDER BY seq DESC LIMIT 1"
            )
            or FIRST
        )
        events = await db.rows(
            f"""SELECT {SEALED} FROM event WHERE hash IS NULL AND seq <= {{}}
                ORDER BY seq LIMIT {BATCH}""",
            upto,
        )
        links = []
        for event in events:
            links.append((event["seq"], before, before := _hash(before, event)))
        if links:
            await db.execute(
                """UPDATE event e SET prev_hash = l.prev_hash, hash = l.hash
                   FROM unnest({}::bigint[], {}::bytea[], {}::bytea[]) AS l(seq, prev_hash, hash)
                   WHERE e.seq = l.seq""",
                *(list(column) for column in zip(*links, strict=True)),
            )
        return len(links)


async def _sealed_events() -> AsyncIterator[db.Row]:
    last = 0
    while found := await db.rows(
        f"""SELECT {SEALED}, prev_hash, hash FROM event
            WHERE hash IS NOT NULL AND seq > {{}} ORDER BY seq LIMIT {BATCH}""",
        last,
    ):
        for event in found:
            yield event
        last = found[-1]["seq"]


async def _unsealed_before_sealed() -> str | None:
    found = await db.row(
        """SELECT id FROM event WHERE hash IS NULL
           AND seq < (SELECT max(seq) FROM event WHERE hash IS NOT NULL) LIMIT 1"""
    )
    return None if found is None else f"event {found['id']}: it was put in after the seal"


def _hash(before: bytes, event: db.Row) -> bytes:
    told = [_plain(event[name.strip()]) for name in SEALED.split(",")]
    told[-1] = msgspec.json.decode(event["data"])
    return sha256(before + msgspec.json.encode(told, order="sorted")).digest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
