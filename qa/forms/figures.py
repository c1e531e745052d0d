"""What a page of figures is asked for, as it stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from qa.rules.periods import quarter_containing

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


def figures_query(query: Mapping[str, str], today: date) -> dict[str, str]:
    """What was asked, without what was left empty; the present quarter when no day is given."""
    given = {name: value for name in NAMES if (value := query.get(name, "").strip())}
    if "from" in given or "to" in given:
        return given
    quarter = quarter_containing(today)
    return {"from": quarter.from_on.isoformat(), "to": quarter.to_on.isoformat(), **given}


def address(path: str, given: Mapping[str, str], **more: str) -> str:
    """The address of a page or file with the same questions asked."""
    return f"{path}?{urlencode({**given, **more})}"
