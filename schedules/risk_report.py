"""``litestar report risk``: the rating of every service, as JSON or as lines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from litestar.plugins import CLIPlugin

from qa import clock
from qa.cli.running import in_database
from qa.db import SQL
from qa.errors import Invalid
from qa.rules.london import london_day, parse_when
from schedules.queries.moment import Moment
from schedules.queries.risk_models import model_on
from schedules.queries.risk_ratings import RatedService, ratings
from schedules.risk_parts import part_data
from schedules.rules.risk_bands import PLANNING_WORDS


class RiskCommand(CLIPlugin):
    """Adds ``risk`` to ``litestar report``, which ``qa`` made."""

    def on_cli_init(self, cli: click.Group) -> None:
        group = cli.commands["report"]
        assert isinstance(group, click.Group)
        group.add_command(risk)


@dataclass(frozen=True, slots=True)
class RiskReport:
    as_at: datetime
    model_version: str
    services: Sequence[RatedService]

    def as_data(self) -> dict[str, Any]:
        """The document of contract.md, "Figures": ``band`` is in force, with every floor."""
        return {
            "as_at": london_day(self.as_at).isoformat(),
            "model_version": self.model_version,
            "services": [_service(one) for one in self.services],
        }


async def risk_report(service: str | None, *, as_at: datetime, now: datetime) -> RiskReport:
    """The ratings of all services or of one; everything, for the command line.

    Raises Invalid when no services file named this service, or it was not open then.
    """
    moment = Moment(as_at=as_at, known_at=now, now=now)
    which = SQL("TRUE") if service is None else SQL("s.code = {}", service)
    found = await ratings(moment, which)
    if service is not None and not found:
        raise Invalid([("service", f"There is no service {service}, or it was not open then.")])
    return RiskReport(as_at, (await model_on(moment.on)).version, found)


@click.command("risk")
@click.option("--as-at", "as_at", metavar="WHEN", help="As it stood then; default now.")
@click.option("--service", metavar="CODE", help="Only this service.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def risk(as_at: str | None, service: str | None, as_json: bool) -> None:
    """The risk rating of each service, with every part of its points."""
    now = clock.now()

    async def work() -> RiskReport:
        try:
            moment = now if as_at is None else parse_when(as_at)
        except ValueError as wrong:
            raise Invalid([("as_at", f"as_at: {wrong}.")]) from None
        return await risk_report(service, as_at=moment, now=now)

    found = in_database(work)
    if as_json:
        click.echo(json.dumps(found.as_data()))
        return
    for one in found.services:
        planning = one.planning
        floors = ", ".join(planning.rating.floors) or "no floor"
        words = f"{PLANNING_WORDS[planning.band]}, {planning.rating.points} points, {floors}"
        click.echo(f"{one.code} {one.name}: {words}")


def _service(one: RatedService) -> dict[str, Any]:
    rating = one.planning.rating
    return {
        "service": one.code,
        "points": rating.points,
        "band": one.planning.band.value,
        "service_band": one.service.band.value,
        "low_confidence": rating.low_confidence,
        "floors": list(rating.floors),
        "parts": [part_data(part) for part in rating.parts],
    }
