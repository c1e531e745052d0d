"""The jobs that run by themselves. Each may run twice, or late, and does no harm by it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from audits.commands import tell_when_run_out
from qa import db, history, mail
from qa.errors import NotFound
from qa.settings import settings
from qa.smtp import mail_server
from qa.viewer import COMMAND_LINE
from schedules.commands import recalculate

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """``run`` is given the time and says in a few words what it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[str]]


async def send_mail(now: datetime) -> str:
    """Send the mail that waits in the outbox, when a mail server is set."""
    found = settings()
    if found.smtp_url is None:
        return "no mail server is set"
    server = mail_server(found.smtp_url, base_url=found.base_url)
    done = await mail.send_waiting(server, base_url=found.base_url, now=now)
    return f"{done.sent} sent, {done.failed} refused"


async def tell_of_reports(now: datetime) -> str:
    """Write to managers whom nobody told in person within 24 hours what an audit found."""
    clockwork = replace(COMMAND_LINE, name="the clockwork", job="tell_of_reports")
    return f"{await tell_when_run_out(viewer=clockwork, now=now)} told of"


async def rate_services(now: datetime) -> str:
    """Rate every service anew: what grew old, fell due or was heard since (risk_rating.md 5)."""
    viewer = replace(COMMAND_LINE, name="the ratings", job="rate_services")
    changed = await recalculate(viewer=viewer, cause="nightly", now=now)
    return f"{changed} changed"


JOBS: dict[str, Job] = {
    job.name: job
    for job in (
        Job("send_mail", timedelta(seconds=30), send_mail),
        Job("tell_of_reports", timedelta(minutes=5), tell_of_reports),
        Job("seal_history", timedelta(minutes=5), history.seal),
        Job("rate_services", timedelta(hours=1), rate_services),
    )
}


async def run(name: str, now: datetime) -> bool:
    """Run a job once and record how it went; False when it failed.

    Raises NotFound for a name that is none. A failure is recorded and logged, never raised:
    the other jobs go on.
    """
    job = JOBS.get(name)
    if job is None:
        raise NotFound
    await db.execute(
        """INSERT INTO job_state (name, started_at) VALUES ({}, {})
           ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, ended_at = NULL""",
        name,
        now,
    )
    try:
        said = await job.run(now)
    except Exception as error:  # the job boundary: whatever it was, it is recorded
        LOG.exception("job %s failed", name)
        await db.execute(
            "UPDATE job_state SET ended_at = {}, error = {} WHERE name = {}",
            now,
            f"{type(error).__name__}: {error}"[:500],
            name,
        )
        return False
    await db.execute(
        "UPDATE job_state SET ended_at = {}, succeeded_at = {}, said = {}, error = NULL"
        " WHERE name = {}",
        now,
        now,
        said,
        name,
    )
    return True


async def states() -> Sequence[db.Row]:
    """How each job went last, those that never ran included."""
    return await db.rows(
        """SELECT j.name, s.started_at, s.ended_at, s.succeeded_at, s.said, s.error
           FROM unnest({}::text[]) AS j(name) LEFT JOIN job_state s ON s.name = j.name
           ORDER BY j.name""",
        list(JOBS),
    )
