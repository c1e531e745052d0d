"""What the page of figures shows: each number, its period before, and where its rows are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.forms.figures import Choices, address
from qa.pages.figure_parts import ClosureShown, CoverageShown, closure_shown, coverage_shown
from qa.pages.shapes import Option
from qa.reports.asked import Asked
from qa.reports.shapes import ClosureFigure, CoverageFigure
from qa.rules.london import london_day
from qa.rules.periods import APRIL, Period, months_containing, quarter_containing, quarter_name
from qa.words import day

SEVERITIES = ("critical", "high", "medium", "low")
QUARTERS_OFFERED = 5
RUNNING = "This period ends on {}. Until then its numbers grow, so compare with care."
FILTER_WORDS = {
    "region": "region",
    "service": "service",
    "contract": "contract",
    "source": "source",
    "severity": "severity",
    "as_at": "as things stood on",
    "known_at": "as it was known on",
}


@dataclass(frozen=True, slots=True)
class PeriodLink:
    words: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class FiguresPage:
    given: Mapping[str, str]
    choices: Choices
    sources: tuple[Option, ...]
    severities: tuple[Option, ...]
    quarters: tuple[PeriodLink, ...] = ()
    period: str = ""
    name: str = ""
    running: str = ""
    coverage: CoverageShown | None = None
    closure: ClosureShown | None = None
    faults: dict[str, str] = field(default_factory=dict)
    title: str = "Figures"

    @property
    def narrowed(self) -> bool:
        """Whether the filters stand open: something was chosen there, or is wrong."""
        return bool(self.faults or self.filters)

    @property
    def filters(self) -> str:
        """What was chosen besides the period, in words."""
        words = {**dict(self.sources), **dict(self.severities)}
        chosen = ((name, self.given[name]) for name in FILTER_WORDS if name in self.given)
        return ", ".join(
            f"{FILTER_WORDS[name]} {words.get(value, value)}" for name, value in chosen
        )

    @property
    def regions(self) -> tuple[Option, ...]:
        return (("", "All regions"), *((name, name) for name in self.choices.regions))

    @property
    def contracts(self) -> tuple[Option, ...]:
        return (("", "All contracts"), *((code, code) for code in self.choices.contracts))


def figures_page(
    given: Mapping[str, str],
    choices: Choices,
    sources: Mapping[str, str],
    asked: Asked,
    coverage: CoverageFigure,
    due: Asked,
    closure: ClosureFigure,
    *,
    lists: bool,
) -> FiguresPage:
    """``asked`` is what coverage was asked for, ``due`` what closure was.

    ``lists`` is false for those who get counts only: then no number leads to rows.
    """
    period, today = asked.period, asked.today
    over = today > period.to_on
    return FiguresPage(
        given=given,
        choices=choices,
        sources=source_options(sources),
        severities=severity_options(),
        quarters=quarters(given, asked),
        period=f"{day(period.from_on)} to {day(period.to_on)}",
        name=quarter_name(period.from_on) if period == quarter_containing(period.from_on) else "",
        running="" if over else RUNNING.format(day(period.to_on)),
        coverage=coverage_shown(given, asked, coverage, lists=lists),
        closure=closure_shown(given, due, closure, lists=lists),
    )


def fault_words(faults: Mapping[str, str]) -> dict[str, str]:
    """Faults as a form says them: by the words of the field, not its name in an address."""
    labels = {"from": "First day", "to": "Last day", **FILTER_WORDS}
    return {
        key: words.replace(f"{key}: ", f"{labels[key].capitalize()}: ", 1)
        for key, words in faults.items()
    }


def source_options(sources: Mapping[str, str]) -> tuple[Option, ...]:
    return (("", "All sources"), *((key, w[:1].upper() + w[1:]) for key, w in sources.items()))


def severity_options() -> tuple[Option, ...]:
    return (("", "All severities"), *((one, one.capitalize()) for one in SEVERITIES))


def quarters(given: Mapping[str, str], asked: Asked) -> tuple[PeriodLink, ...]:
    """Links to the present quarter, those before it, and the year from April."""
    today = london_day(asked.now)
    periods = [quarter_containing(today)]
    while len(periods) < QUARTERS_OFFERED:
        periods.append(periods[-1].previous())
    periods.append(months_containing(today, 12, APRIL))
    return tuple(
        PeriodLink(_months(one), _address_of(given, one, asked), one == asked.period)
        for one in periods
    )


def _months(period: Period) -> str:
    """``July to September 2026``, ``April 2026 to March 2027``."""
    start = f"{period.from_on:%B}"
    if period.from_on.year != period.to_on.year:
        start = f"{start} {period.from_on.year}"
    return f"{start} to {period.to_on:%B} {period.to_on.year}"


def _address_of(given: Mapping[str, str], period: Period, asked: Asked) -> str:
    """The present quarter is shown so far, which is what the page shows by itself."""
    others = {name: value for name, value in given.items() if name not in ("from", "to")}
    if period == quarter_containing(london_day(asked.now)):
        return address("/figures", others)
    days = {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}
    return address("/figures", {**others, **days})
