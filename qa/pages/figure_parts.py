"""Each figure as it is shown: rates with the period before, and numbers that lead to rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.forms.figures import address, has_period
from qa.reports.asked import Asked
from qa.reports.shapes import ClosureFigure, ClosureNumbers, CoverageFigure
from qa.rules import changes
from qa.rules.bands import BAND_WORDS, Band
from qa.words import day, plural

BAND_TAGS = {
    Band.ON_TARGET: "green",
    Band.CLOSE: "yellow",
    Band.UNLIKELY: "red",
}
# The numbers of action closure that have rows behind them, in the order of the page.
CLOSURE_WORDS: Mapping[str, str] = {
    "due": "First due in this period",
    "closed": "Of these, put right and checked",
    "closed_on_time": "Of the checked, done by the first date",
    "reopened": "Of these, sent back or opened again",
    "with_other_body": "Left out: with another body",
    "not_to_be_done": "Left out: we could not, because",
    "joined": "Left out: joined with another action",
    "open": "Open",
    "overdue": "Late",
    "past_first_date": "Past the first date",
    "waiting_to_be_checked": "Done, waiting to be checked",
    "came_back": "Checked in the last 12 months, and found again since",
}
IN_PERIOD = tuple(CLOSURE_WORDS)[:7]
AS_THINGS_STAND = tuple(CLOSURE_WORDS)[7:]
SO_FAR = "So far: the actions that were first due from {} until today, {}."


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage as a card: how it is made, the one before, and which way is better."""

    label: str
    shown: str
    made_of: str
    before: str
    change: str
    better: str
    band: str = ""
    tag: str = ""
    tag_words: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    label: str
    shown: str
    href: str | None
    before: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Downloads:
    csv_href: str
    json_href: str


@dataclass(frozen=True, slots=True)
class CoverageShown:
    rate: Rate
    numbers: tuple[Number, ...]
    notes: tuple[str, ...]
    downloads: Downloads


@dataclass(frozen=True, slots=True)
class ClosureShown:
    rates: tuple[Rate, ...]
    in_period: tuple[Number, ...]
    standing: tuple[Number, ...]
    notes: tuple[str, ...]
    so_far: str
    downloads: Downloads


def coverage_shown(
    given: Mapping[str, str], asked: Asked, found: CoverageFigure, *, lists: bool
) -> CoverageShown:
    band = Band(found.band)
    before = found.previous
    rows = (
        ("counted", "Checked", found.numerator),
        ("not_checked", "Not checked", found.denominator - found.numerator),
        ("excluded", "Left out, with the reason", found.excluded_count),
        ("checks_not_counted", "Checks that do not count", found.checks_not_counted_count),
    )
    return CoverageShown(
        rate=Rate(
            label="Support workers with an unannounced spot check by a manager",
            shown=_percent(found.percentage),
            made_of=f"{found.numerator:,} of {plural(found.denominator, 'support worker')}",
            before=_before(asked, before.numerator, before.denominator, before.percentage),
            change=changes.points(found.percentage, before.percentage),
            better="Higher is better.",
            band=band,
            tag=BAND_TAGS.get(band, "grey"),
            tag_words=BAND_WORDS[band].capitalize(),
        ),
        numbers=tuple(
            Number(words, f"{number:,}", _rows_at("coverage", name, given) if lists else None)
            for name, words, number in rows
        ),
        notes=_coverage_notes(found),
        downloads=_downloads("coverage", "spot-check-coverage", given, found),
    )


def _coverage_notes(found: CoverageFigure) -> tuple[str, ...]:
    notes = []
    if found.target is not None:
        notes.append(f"The target is {found.target}%.")
    if found.needed_to_reach_target:
        more = plural(found.needed_to_reach_target, "more worker")
        still = "can still be reached" if found.still_possible else "cannot be reached any more"
        notes.append(f"{more} to check before the target is reached. It {still} in this period.")
    if found.on_leave_all_period:
        on_leave = plural(len(found.on_leave_all_period), "worker")
        notes.append(f"On leave for the whole period, and counted as not checked: {on_leave}.")
    if found.band == Band.SMALL_NUMBERS:
        notes.append("Fewer than 5 workers: one check more or less moves this a lot.")
    return tuple(notes)


def closure_shown(
    given: Mapping[str, str], asked: Asked, found: ClosureFigure, *, lists: bool
) -> ClosureShown:
    before = found.previous
    rates = (
        Rate(
            label="Action closure rate",
            shown=_percent(found.closure_rate),
            made_of=f"{found.closed:,} of {plural(found.due, 'action')} first due in this period"
            " are put right and checked",
            before=_before(asked, before.closed, before.due, before.closure_rate),
            change=changes.points(found.closure_rate, before.closure_rate),
            better="Higher is better.",
        ),
        Rate(
            label="Closed on time",
            shown=_percent(found.on_time_rate),
            made_of=f"{found.closed_on_time:,} of {found.due:,} were done by their first date,"
            " and checked",
            before=_before(asked, before.closed_on_time, before.due, before.on_time_rate),
            change=changes.points(found.on_time_rate, before.on_time_rate),
            better="Higher is better.",
        ),
        Rate(
            label="Late now",
            shown=_percent(found.overdue_rate),
            made_of=f"{found.overdue:,} of {plural(found.open, 'open action')} are past their"
            " present date and not done",
            before="",
            change="",
            better="Lower is better.",
        ),
    )
    return ClosureShown(
        rates=rates,
        in_period=tuple(_number(name, found, given, lists, before) for name in IN_PERIOD),
        standing=tuple(_number(name, found, given, lists, None) for name in AS_THINGS_STAND),
        notes=_closure_notes(found),
        so_far="" if has_period(given) else SO_FAR.format(day(found.from_), day(found.to)),
        downloads=_downloads("closure", "action-closure", given, found),
    )


def _closure_notes(found: ClosureFigure) -> tuple[str, ...]:
    notes = ["More time never moves an action out of the period of its first date."]
    if found.median_days_to_close is not None:
        notes.append(
            f"Half of the closed actions took {found.median_days_to_close} days or fewer from"
            " raised to checked."
        )
    if found.source is not None:
        notes.append("An action may have several sources, so figures by source do not add up.")
    return tuple(notes)


def _number(
    name: str,
    found: ClosureFigure,
    given: Mapping[str, str],
    lists: bool,
    before: ClosureNumbers | None,
) -> Number:
    now = _value(found, name)
    earlier = None if before is None else _value(before, name)
    return Number(
        label=CLOSURE_WORDS[name],
        shown=f"{now:,}",
        href=_rows_at("closure", name, given) if lists else None,
        before="" if earlier is None else f"{earlier:,}",
        change="" if earlier is None else changes.count(now, earlier),
    )


def _value(numbers: ClosureNumbers, name: str) -> int:
    part = numbers.left_out if hasattr(numbers.left_out, name) else numbers
    number: int = getattr(part, name)
    return number


def _percent(value: str | None) -> str:
    return "No cases" if value is None else f"{value}%"


def _before(asked: Asked, numerator: int, denominator: int, percentage: str | None) -> str:
    period = asked.period.previous()
    days = f"{day(period.from_on)} to {day(period.to_on)}"
    if percentage is None:
        return f"Before that, {days}: no cases."
    return f"Before that, {days}: {percentage}% ({numerator:,} of {denominator:,})."


def _rows_at(figure: str, name: str, given: Mapping[str, str]) -> str:
    return address(f"/figures/{figure}/{name}", given)


def _downloads(
    figure: str, report: str, given: Mapping[str, str], found: CoverageFigure | ClosureFigure
) -> Downloads:
    days = {"from": found.from_.isoformat(), "to": found.to.isoformat()}
    return Downloads(
        csv_href=address(f"/figures/{figure}.csv", given),
        json_href=address(f"/api/reports/{report}", {**given, **days}),
    )
