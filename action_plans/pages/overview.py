"""What is late, and who is stuck: ten seconds for who answers for many services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans.forms.overview import OverviewFilters
from action_plans.pages.links import CountLink, Link
from action_plans.pages.rows import NO_OWNER, action_row
from qa.pages.shapes import Row
from qa.paging import cursor_of, cut, with_query
from qa.reports.asked import Asked
from qa.reports.shapes import CoverageShare, Share
from qa.rules.bands import BAND_WORDS, Band
from qa.rules.london import london_day
from qa.rules.periods import Period, quarter_containing
from qa.words import day, plural, short_day

PATH = "/overview"
_STUCK = {
    "extension": "Waits for the regional manager: more time was asked for",
    "transfer": "Waits for the regional manager: it may be somebody else's",
    "rejection": "Waits for a Quality Manager: we cannot, it was said",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One region, or one service: how much is late there."""

    name: str
    cells: tuple[CountLink, ...]
    oldest: str
    current: bool


@dataclass(frozen=True, slots=True)
class FigureCard:
    label: str
    number: str
    of: str
    before: str
    band: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LateRow:
    title: str
    href: str
    service: str
    region: str
    severity: str
    severity_words: str
    look: str
    due: str
    first_due: str
    raised_by: str
    stuck: str
    said: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    by: str
    places: tuple[Place, ...]
    notices: tuple[Link, ...]
    figures: tuple[FigureCard, ...]
    heading: str
    all_href: str
    rows: tuple[LateRow, ...]
    next: str | None
    empty: str
    title: str = "Overview"


def overview_page(
    counts: Sequence[Row],
    found: Sequence[Row],
    waiting: Row,
    reports: int,
    figures: Sequence[FigureCard],
    filters: OverviewFilters,
    *,
    by_region: bool,
    size: int,
    today: date,
) -> OverviewPage:
    """``counts`` are by region, or by service for who has one region; ``reports`` is how many
    from outside the director has not sent on."""
    shown, more = cut(found, size)
    key = "region" if by_region else "service"
    chosen = filters.region if by_region else filters.service
    name = next((one["name"] for one in counts if one["id"] == chosen), "")
    which = {"serious": "High and critical", "others": "Medium and low"}.get(filters.show, "All")
    return OverviewPage(
        by=key,
        places=_places(counts, key, chosen),
        notices=tuple(_notices(waiting, reports)),
        figures=tuple(figures),
        heading=f"{which} that is late{f': {name}' if name else ''}",
        all_href=PATH if chosen or filters.show else "",
        rows=tuple(_late(one, today, by_region) for one in shown),
        next=_next(filters, shown[-1]) if more else None,
        empty="Nothing is late here.",
    )


def so_far(now: datetime) -> Asked:
    """What the closure on this page is of, as on the page of figures: actions first due in the
    quarter that we are in, up to today."""
    today = london_day(now)
    period = Period(quarter_containing(today).from_on, today)
    return Asked(period=period, as_at=now, known_at=now, now=now)


def this_quarter(now: datetime) -> Asked:
    """What the coverage on this page is of: the quarter that we are in."""
    period = quarter_containing(london_day(now))
    return Asked(period=period, as_at=now, known_at=now, now=now)


def closure_card(asked: Asked, now: Share, before: Share) -> FigureCard:
    """Action closure, with the period before beside it."""
    return FigureCard(
        label="Put right and checked",
        number=_percent(now.percentage),
        of=f"So far: {now.numerator:,} of {now.denominator:,} actions first due"
        f" from {day(asked.period.from_on)} until today",
        before=f"As many days before: {_percent(before.percentage)}",
        band="",
        links=_figures("closure", closed="The closed ones", due="All that were due"),
    )


def coverage_card(asked: Asked, share: CoverageShare) -> FigureCard:
    """Spot-check coverage of this quarter, with the quarter before beside it."""
    target = f", target {share.target}%: {BAND_WORDS[Band(share.band)]}" if share.target else ""
    return FigureCard(
        label="Support workers spot-checked",
        number=_percent(share.now.percentage),
        of=f"{share.now.numerator:,} of {share.now.denominator:,}"
        f" until {day(asked.period.to_on)}{target}",
        before=f"The quarter before: {_percent(share.before.percentage)}",
        band=share.band,
        links=_figures(
            "coverage", counted="Counted", not_checked="Not checked", excluded="Left out"
        ),
    )


def _percent(value: str | None) -> str:
    return "none to count" if value is None else f"{value}%"


def _figures(figure: str, **which: str) -> tuple[Link, ...]:
    """Links to exactly the rows that make a figure, and to the figure with what is left out.

    The pages of figures show this period by themselves.
    """
    rows = (Link(words, f"/figures/{figure}/{name}") for name, words in which.items())
    return (*rows, Link("More about this figure", f"/figures#{figure}"))


def _places(counts: Sequence[Row], key: str, chosen: UUID | None) -> tuple[Place, ...]:
    rows = tuple(
        Place(
            name=one["name"],
            cells=_cells(one["serious"], one["others"], one["name"], key, str(one["id"])),
            oldest=short_day(one["oldest"]) if one["oldest"] else "",
            current=one["id"] == chosen,
        )
        for one in counts
    )
    if len(rows) < 2:
        return rows
    oldest = [one["oldest"] for one in counts if one["oldest"]]
    serious, others = (sum(one[part] for one in counts) for part in ("serious", "others"))
    whole = Place(
        name="All together",
        cells=_cells(serious, others, "all together", key, None),
        oldest=short_day(min(oldest)) if oldest else "",
        current=False,
    )
    return (*rows, whole)


def _cells(
    serious: int, others: int, name: str, key: str, chosen: str | None
) -> tuple[CountLink, ...]:
    def cell(number: int, words: str, show: str) -> CountLink:
        href = f"{with_query(PATH, **{key: chosen, 'show': show})}#late" if number else ""
        return CountLink(f"{number:,}", f"{words} late, {name}", href)

    return (
        cell(serious, "high and critical", "serious"),
        cell(others, "medium and low", "others"),
    )


def _notices(waiting: Row, reports: int) -> list[Link]:
    links = []
    if reports:
        many = plural(reports, "outside report is", "outside reports are")
        links.append(Link(f"{many} not yet sent on", "/reports?waiting=yes"))
    if waiting["requests"]:
        many = plural(waiting["requests"], "request waits", "requests wait")
        links.append(Link(f"{many} for your answer", "/requests"))
    if waiting["unowned"]:
        many = plural(waiting["unowned"], "open action has", "open actions have")
        links.append(Link(f"{many} no owner", "/unowned"))
    return links


def _late(one: Row, today: date, by_region: bool) -> LateRow:
    short = action_row(one, today, with_service=True)
    return LateRow(
        title=short.title,
        href=short.href,
        service=short.service,
        region=one["region_name"] if by_region else "",
        severity=short.severity,
        severity_words=short.severity_words,
        look=short.look,
        due=short.due,
        first_due=short.first_due,
        raised_by=short.raised_by,
        stuck=_stuck(one, short.owner),
        said=one["said"] or "",
    )


def _stuck(one: Row, owner: str) -> str:
    """Who has to move next."""
    if one["asked"]:
        asked = "; ".join(_STUCK[kind] for kind in one["asked"].split(";"))
        return f"{asked}. Owner: {owner}"
    if owner == NO_OWNER:
        return "Stuck: nobody does it. Somebody has to be named"
    return f"Waits for {owner}"


def _next(filters: OverviewFilters, last: Row) -> str:
    address = with_query(
        PATH,
        region=str(filters.region or ""),
        service=str(filters.service or ""),
        show=filters.show,
        cursor=cursor_of(last["place"], last["due_on"], last["id"]),
    )
    return f"{address}#late"
