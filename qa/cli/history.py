"""``litestar history verify``."""

import click

from qa import clock, history
from qa.cli.running import in_database, refuse

GROUP = click.Group("history", help="The record of who did what.")


@GROUP.command("verify")
def verify() -> None:
    """Seal what is new, then follow the chain from its first event."""

    async def work() -> history.Verdict:
        await history.seal(clock.now())
        return await history.verify()

    found = in_database(work)
    if found.broken is not None:
        refuse(f"History does not hold: {found.broken}.")
    click.echo(f"History holds: {found.sealed:,} of {found.events:,} events are sealed.")
    if found.last_hash is not None:
        click.echo(f"Last seal: {found.last_hash}")
