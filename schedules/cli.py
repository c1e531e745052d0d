"""``litestar jobs run NAME | serve | status``."""

import asyncio
import json
import sys
from datetime import datetime

import click
from litestar.plugins import CLIPlugin

from qa import clock, db, postgres
from qa.errors import NotFound
from qa.rules.london import parse_when
from schedules import jobs
from schedules.clockwork import clockwork


class JobCommands(CLIPlugin):
    def on_cli_init(self, cli: click.Group) -> None:
        cli.add_command(jobs_group)


@click.group("jobs")
def jobs_group() -> None:
    """Run jobs now, keep them running, or see how they went."""


@jobs_group.command("run")
@click.argument("name")
@click.option("--now", "at", default=None, metavar="TIME", help="Run as if it were this time.")
def run(name: str, at: str | None) -> None:
    """Run one job once. Exit status 1 when it failed."""
    now = clock.now() if at is None else _time(at)
    with postgres.connected() as url:
        asyncio.run(_run(url, name, now))


@jobs_group.command("serve")
def serve() -> None:
    """Keep the jobs running until stopped; beside the web server, or instead of it."""
    with postgres.connected() as url:
        asyncio.run(_serve(url))


@jobs_group.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def status(as_json: bool) -> None:
    """How each job went last."""
    with postgres.connected() as url:
        found = asyncio.run(_states(url))
    if as_json:
        click.echo(json.dumps(found))
        return
    for one in found:
        went = f"failed: {one['error']}" if one["error"] else one["said"] or ""
        click.echo(f"{one['name']}: {one['started_at'] or 'never run'} {went}".rstrip())


async def _run(url: str, name: str, now: datetime) -> None:
    db.use(url)
    try:
        went_well = await jobs.run(name, now)
    except NotFound:
        raise click.UsageError(
            f"There is no job {name}. There are: {', '.join(jobs.JOBS)}."
        ) from None
    found = next(one for one in await jobs.states() if one["name"] == name)
    if not went_well:
        click.echo(f"{name} failed: {found['error']}", err=True)
        sys.exit(1)
    click.echo(f"{name}: {found['said']}")


async def _serve(url: str) -> None:
    db.use(url)
    await db.open_pool(size=4)
    async with clockwork():
        await asyncio.Event().wait()


async def _states(url: str) -> list[dict[str, str | None]]:
    db.use(url)
    return [
        {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in one.items()
        }
        for one in await jobs.states()
    ]


def _time(text: str) -> datetime:
    try:
        return parse_when(text)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--now") from None
