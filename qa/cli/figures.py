"""``litestar report spot-check-coverage | action-closure``."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

import click

from qa import clock
from qa.cli.running import in_database
from qa.errors import Invalid, NotFound
from qa.reports.asked import Asked, asked
from qa.reports.exports import figure_csv, figure_lines
from qa.reports.shapes import ClosureFigure, CoverageFigure, Figures, as_json
from qa.viewer import COMMAND_LINE, Viewer

Made = Callable[[Viewer, Asked], Awaitable[CoverageFigure | ClosureFigure]]
OPTIONS = (
    click.option("--from", "from", required=True, metavar="DATE", help="First day."),
    click.option("--to", "to", required=True, metavar="DATE", help="Last day."),
    click.option("--as-at", "as_at", metavar="WHEN", help="As it stood then; default now."),
    click.option("--known-at", "known_at", metavar="WHEN", help="As known then; default now."),
    click.option("--service", metavar="CODE", help="Only this service."),
    click.option("--contract", metavar="CODE", help="Only this contract."),
    click.option("--region", metavar="NAME", help="Only this region."),
)
ACTION_OPTIONS = (
    click.option("--source", metavar="S", help="Only actions with a finding from this source."),
    click.option("--severity", metavar="S", help="Only actions of this severity."),
)
OUTPUT = (
    click.option("--json", "form", flag_value="json", help="One JSON document."),
    click.option("--csv", "form", flag_value="csv", help="The figure as CSV."),
)


def report_group(figures: Figures) -> click.Group:
    """The figures that app.py hands over, as commands."""
    group = click.Group("report", help="The figures, as everywhere else.")
    for name, made, options in (
        ("spot-check-coverage", figures.coverage, OPTIONS),
        ("action-closure", figures.closure, (*OPTIONS, *ACTION_OPTIONS)),
    ):
        group.add_command(_command(name, made, (*options, *OUTPUT)))
    return group


def _command(name: str, made: Made, options: tuple[Callable[..., Any], ...]) -> click.Command:
    def report(form: str | None = None, **given: str | None) -> None:
        async def work() -> CoverageFigure | ClosureFigure:
            try:
                return await made(COMMAND_LINE, asked(given, now=clock.now()))
            except NotFound:
                named = [given[key] for key in ("service", "contract", "region") if given[key]]
                words = f"No services file named {' or '.join(str(code) for code in named)}."
                raise Invalid([("service", words)]) from None

        figure = in_database(work)
        if form == "json":
            click.echo(as_json(figure).decode())
        elif form == "csv":
            sys.stdout.write(figure_csv(figure))
        else:
            click.echo("\n".join(figure_lines(figure)))

    for option in reversed(options):
        report = option(report)
    words = "Spot checks of workers (KPI 4)." if "spot" in name else "Actions put right, in time."
    return click.command(name, help=words)(report)
