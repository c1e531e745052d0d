"""What the page for loading files shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.loads.faults import Fault
from qa.pages.shapes import Option

# In the order in which an organisation brings them in: later ones name earlier ones.
KINDS = {
    "services": "Services",
    "users": "Accounts of people who sign in",
    "workers": "Workers",
    "spot-checks": "Spot checks",
    "findings": "Findings",
    "actions": "Actions of existing plans",
    "feedback": "Feedback and complaints",
    "visits": "Past visits",
    "occurrences": "Accidents, incidents and near misses",
    "safeguarding": "Safeguarding referrals",
    "training": "Training of workers",
    "facts": "Facts of the risk rating",
    "availability": "When visitors can be planned",
    "cqc-ratings": "Ratings that CQC published",
}


@dataclass(frozen=True, slots=True)
class LoadPage:
    kinds: tuple[Option, ...]
    chosen: str = ""
    refused: str = ""
    rows: tuple[Fault, ...] = ()
    more: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    title: str = "Load a file"


def load_page(
    kinds: Iterable[str],
    *,
    chosen: str = "",
    faults: dict[str, str] | None = None,
    refused: str = "",
    rows: Sequence[Fault] = (),
    more: int = 0,
) -> LoadPage:
    """``refused`` says why a whole file was refused, ``rows`` each of its faults."""
    known = set(kinds)
    return LoadPage(
        kinds=tuple((kind, words) for kind, words in KINDS.items() if kind in known),
        chosen=chosen,
        refused=refused,
        rows=tuple(rows),
        more=more,
        faults=faults or {},
    )
