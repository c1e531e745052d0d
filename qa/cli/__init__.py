"""``litestar database | load | user | report | history | backup | restore`` (contract.md)."""

from collections.abc import Mapping

import click
from litestar.plugins import CLIPlugin

from qa.cli import accounts, copies, database, figures, files, history
from qa.loads.loading import Loader
from qa.reports.shapes import Figures


class QualityCommands(CLIPlugin):
    """The commands of ``qa``, with what the packages above it hand over."""

    def __init__(self, loaders: Mapping[str, Loader], made: Figures) -> None:
        self.loaders, self.made = loaders, made

    def on_cli_init(self, cli: click.Group) -> None:
        cli.add_command(database.GROUP)
        cli.add_command(files.load_command(self.loaders))
        cli.add_command(accounts.GROUP)
        cli.add_command(figures.report_group(self.made))
        cli.add_command(history.GROUP)
        cli.add_command(copies.backup)
        cli.add_command(copies.restore)
