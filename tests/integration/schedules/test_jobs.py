"""Jobs run in one process at a time, and how they went is known."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

import pytest

from qa.errors import NotFound
from schedules import clockwork, jobs
from schedules.jobs import Job
from tests.factories import NOW


def _only(monkeypatch: pytest.MonkeyPatch, *made: Job) -> None:
    monkeypatch.setattr(jobs, "JOBS", {job.name: job for job in made})


async def _until(true: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def test_how_a_job_went_is_recorded(db: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    async def count(now: datetime) -> str:
        return "3 counted"

    _only(monkeypatch, Job("count", timedelta(minutes=1), count))
    (before,) = await jobs.states()
    assert before["started_at"] is None
    assert await jobs.run("count", NOW)
    (after,) = await jobs.states()
    assert (after["said"], after["succeeded_at"], after["error"]) == ("3 counted", NOW, None)


async def test_a_job_that_fails_is_recorded_and_keeps_its_last_success(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = False

    async def sometimes(now: datetime) -> str:
        if fails:
            raise ValueError("no paper")
        return "done"

    _only(monkeypatch, Job("sometimes", timedelta(minutes=1), sometimes))
    await jobs.run("sometimes", NOW)
    fails = True
    assert not await jobs.run("sometimes", NOW + timedelta(hours=1))
    (found,) = await jobs.states()
    assert found["error"] == "ValueError: no paper"
    assert found["succeeded_at"] == NOW


async def test_there_is_no_such_job(db: ModuleType) -> None:
    with pytest.raises(NotFound):
        await jobs.run("nosuch", NOW)


async def test_mail_waits_when_no_server_is_set(db: ModuleType) -> None:
    assert await jobs.send_mail(NOW) == "no mail server is set"


async def test_one_of_two_processes_runs_the_jobs_and_the_other_takes_over(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, most, runs = 0, 0, 0

    async def slow(now: datetime) -> str:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1
        return "done"

    _only(monkeypatch, Job("slow", timedelta(seconds=0.05), slow))
    monkeypatch.setattr(clockwork, "BETWEEN_TRIES", 0.05)
    async with clockwork.clockwork():
        await _until(lambda: runs > 1)
        async with clockwork.clockwork():
            await _until(lambda: runs > 4)
            leaders = await db.value(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            assert (leaders, most) == (1, 1)
            # The leader's connection is lost: it, or the other, leads again by itself.
            await db.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                " AND granted AND pid <> pg_backend_pid() AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            so_far = runs
            await _until(lambda: runs > so_far + 2)
    so_far = runs
    await asyncio.sleep(0.3)
    assert runs == so_far
