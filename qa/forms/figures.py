"""What a page of figures is asked for, as it stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from qa.rules.periods import Period, quarter_containing

NAMES = (
    "from",
    "to",
    "as_at",
    "known_at",
    "region",
    "service",
    "contract",
    "source",
    "severity",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: names of regions, codes of contracts."""

    regions: list[str]
    contracts: list[str]


def figures_query(query: Mapping[str, str]) -> dict[str, str]:
    """What was asked, without what was left empty."""
    return {name: value for name in NAMES if (value := query.get(name, "").strip())}


def has_period(given: Mapping[str, str]) -> bool:
    """Whether a day was given; else the figures are of the present quarter."""
    return "from" in given or "to" in given


def whole_quarter(given: Mapping[str, str], today: date) -> Mapping[str, str]:
    """With the present quarter when no day is given: spot checks are planned to its end."""
    return given if has_period(given) else {**given, **_days(quarter_containing(today))}


def so_far(given: Mapping[str, str], today: date) -> Mapping[str, str]:
    """With the present quarter up to today when no day is given: what is due later in it
    would only make the share of closed actions look small."""
    quarter = quarter_containing(today)
    period = Period(quarter.from_on, today)
    return given if has_period(given) else {**given, **_days(period)}


def _days(period: Period) -> dict[str, str]:
    return {"from": period.from_on.isoformat(), "to": period.to_on.isoformat()}


def address(path: str, given: Mapping[str, str], **more: str) -> str:
    """The address of a page or file with the same questions asked."""
    query = urlencode({**given, **more})
    return f"{path}?{query}" if query else path
