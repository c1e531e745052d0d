"""``litestar schedule plan``: the plan of visits, as JSON or as lines."""

import json
import time
from datetime import date
from fractions import Fraction
from typing import Any

import click
from litestar.plugins import CLIPlugin

from qa import clock
from qa.cli.running import in_database
from qa.errors import Invalid
from qa.rules.london import parse_day
from schedules.queries.planning import asked_for
from schedules.rules.planning import plan
from schedules.rules.planning_shapes import WORDS, Plan, Shortfall, Visit

LONGEST_YEARS = 3


class ScheduleCommands(CLIPlugin):
    def on_cli_init(self, cli: click.Group) -> None:
        cli.add_command(schedule_group)


@click.group("schedule")
def schedule_group() -> None:
    """Who visits which service when."""


@schedule_group.command("plan")
@click.option("--from", "from_", required=True, metavar="DATE", help="First day.")
@click.option("--to", "to", required=True, metavar="DATE", help="Last day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def plan_command(from_: str, to: str, as_json: bool) -> None:
    """Plan the visits that are due from one day to another.

    Full reviews, H&S visits and returns, Quality Advisor audits and reviews of action plans,
    each with its reasons. What cannot be on time is listed as a shortfall, with what would
    mend it. Days before today are not planned. Unannounced kinds (spot_check, night_check)
    are not part of this plan: they are drawn, and kept secret. Nothing is stored.
    """

    async def work() -> tuple[Plan, float]:
        from_on, to_on = period(from_, to)
        asked = await asked_for(from_on, to_on, now=clock.now())
        before = time.perf_counter()
        return plan(asked), time.perf_counter() - before

    found, seconds = in_database(work)
    if as_json:
        click.echo(json.dumps(as_data(found, from_, to, seconds)))
        return
    for visit in found.visits:
        click.echo(
            f"{visit.on} {visit.service} {WORDS[visit.kind]}:"
            f" {', '.join(visit.visitors) or 'nobody yet'} (due {visit.due_on}; {visit.because})"
        )
    for short in found.shortfalls:
        click.echo("\n".join(_short_lines(short)))


def period(from_: str, to: str) -> tuple[date, date]:
    """The days asked for. Raises Invalid with every fault."""
    days: dict[str, date] = {}
    faults = []
    for name, text in (("from", from_), ("to", to)):
        try:
            days[name] = parse_day(text)
        except ValueError as wrong:
            faults.append((name, f"{name}: {wrong}."))
    if not faults and days["to"] < days["from"]:
        faults.append(("to", "to: the last day is before the first."))
    elif not faults and days["to"].year - days["from"].year > LONGEST_YEARS:
        faults.append(("to", f"to: at most {LONGEST_YEARS} years can be planned."))
    if faults:
        raise Invalid(faults)
    return days["from"], days["to"]


def as_data(found: Plan, from_: str, to: str, seconds: float) -> dict[str, Any]:
    """The document of contract.md, with each visit's reasons and what would mend a shortfall."""
    return {
        "from": from_,
        "to": to,
        "seconds": round(seconds, 3),
        "visits": [_visit(one) for one in found.visits],
        "shortfalls": [_shortfall(one) for one in found.shortfalls],
    }


def _visit(one: Visit) -> dict[str, Any]:
    return {
        "service": one.service,
        "kind": one.kind.value,
        "on": one.on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "visitors": list(one.visitors),
        "because": one.because,
        "why_then": one.why_then,
        "why_who": one.why_who,
    }


def _shortfall(one: Shortfall) -> dict[str, Any]:
    return {
        "who": list(one.who),
        "from": one.from_on.isoformat(),
        "to": one.to_on.isoformat(),
        "days_short": _number(one.days_short),
        "visits": [[service, kind.value] for service, kind in one.visits],
        "mend": list(one.mend),
    }


def _number(days: Fraction) -> int | float:
    return int(days) if days.denominator == 1 else float(days)


def _short_lines(short: Shortfall) -> list[str]:
    which = ", ".join(f"{service} {WORDS[kind]}" for service, kind in short.visits)
    return [
        f"Short of {_number(short.days_short)} days from {short.from_on} to {short.to_on},"
        f" {', '.join(short.who) or 'nobody'}: {which}",
        *(f"  To mend it: {words}" for words in short.mend),
    ]
