"""``litestar demo``: fills an empty database with a fictional organisation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from litestar.plugins import CLIPlugin

from qa import clock
from qa.cli.running import in_database
from qa.loads.loading import Loader
from qa.settings import settings
from schedules.demonstration.build import build
from schedules.demonstration.organisation import CAST, MOST, PASSWORD

SIGN_INS = "sign-ins.txt"
FEWEST = 4


class DemonstrationCommand(CLIPlugin):
    """``litestar demo [--services N] [--years N] [--seed N]`` (contract.md)."""

    def __init__(self, loaders: Mapping[str, Loader]) -> None:
        self.loaders = loaders

    def on_cli_init(self, cli: click.Group) -> None:
        cli.add_command(_command(self.loaders))


def _command(loaders: Mapping[str, Loader]) -> click.Command:
    @click.command("demo")
    @click.option("--services", type=click.IntRange(FEWEST, 5_000), default=MOST)
    @click.option("--years", type=click.IntRange(1, 5), default=2)
    @click.option("--seed", type=int, default=1)
    def demo(services: int, years: int, seed: int) -> None:
        """Fill an empty database with a fictional organisation of any size."""

        async def work() -> None:
            await build(loaders, now=clock.now(), services=services, years=years, seed=seed)

        in_database(work)
        click.echo(write_sign_ins(settings().data_dir).rstrip())

    return demo


def write_sign_ins(data_dir: Path) -> str:
    """One line for each role, kept beside the data so that every start can print it."""
    lines = [
        f"  {short}@larkfield.example  {PASSWORD}  {', '.join(roles).replace('_', ' ')}"
        for short, _, roles in CAST
    ]
    text = "\n".join(["Sign in as one of these (the organisation is invented):", *lines, ""])
    path = data_dir / SIGN_INS
    path.write_text(text)
    path.chmod(0o600)
    return text
