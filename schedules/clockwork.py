"""Runs the jobs on time, in one process at a time.

Each process asks for one advisory lock, on a connection of its own. Who has it leads; when
that process dies the database gives the lock back, and the next one has it within a second.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import asyncpg
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from qa import clock, db
from qa.rules.london import LONDON
from schedules import jobs

LOG = logging.getLogger(__name__)
logging.getLogger("apscheduler").setLevel(logging.ERROR)  # else a line every half minute
LEAD = 4_102_340  # the advisory lock of the process that runs the jobs; any number of our own
BETWEEN_TRIES = 1.0
ANSWER_WITHIN = 5.0
END_WITHIN = 3.0
_TURNS: set[asyncio.Task[None]] = set()
LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


@asynccontextmanager
async def clockwork() -> AsyncIterator[None]:
    """Jobs run while this is open, here or in another process."""
    task = asyncio.create_task(keep_going())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _end_turns()


async def keep_going() -> None:
    """Ask for the lead, lead, and ask again when the database was away; until cancelled."""
    while True:
        try:
            async with db.own_connection() as connection:
                await _lead_when_ours(connection)
        except LOST as error:
            LOG.warning("the jobs wait for the database: %s", error)
        await asyncio.sleep(BETWEEN_TRIES)


async def _lead_when_ours(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    # Asked again and again instead of waiting inside the database: a statement that waits for
    # days would keep VACUUM from cleaning up.
    while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEAD):
        await asyncio.sleep(BETWEEN_TRIES)
    scheduler = _started()
    try:
        while True:
            await asyncio.sleep(BETWEEN_TRIES)
            await connection.execute("SELECT 1", timeout=ANSWER_WITHIN)
    finally:
        scheduler.shutdown(wait=False)


def _started() -> AsyncIOScheduler:
    """Every job runs at once, which catches up what was missed, then at its own pace."""
    scheduler = AsyncIOScheduler(
        timezone=LONDON,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs.JOBS.values():
        scheduler.add_job(
            _run,
            "interval",
            args=[job.name],
            seconds=job.every.total_seconds(),
            next_run_time=datetime.now(UTC),  # the scheduler's own time, which CLOCK does not move
        )
    scheduler.start()
    return scheduler


async def _run(name: str) -> None:
    """One turn of a job. The scheduler may be stopped meanwhile: the turn is still ended."""
    turn = asyncio.create_task(_turn(name))
    _TURNS.add(turn)
    turn.add_done_callback(_TURNS.discard)
    with suppress(asyncio.CancelledError):
        await asyncio.shield(turn)


async def _turn(name: str) -> None:
    try:
        await jobs.run(name, clock.now())
    except LOST as error:  # not even the failure could be recorded; the next turn tries again
        LOG.warning("job %s waits for the database: %s", name, error)


async def _end_turns() -> None:
    """A mail that the server has taken must be written down as sent before we stop."""
    if _TURNS:
        await asyncio.wait(_TURNS, timeout=END_WITHIN)
