"""The filters above the list of services."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.service_types import WORDS

STATES = {"open": "Open", "closed": "Closed", "all": "Open and closed"}


@dataclass(frozen=True, slots=True)
class ServiceFilters:
    """What a list of services is narrowed to; empty means all."""

    text: str = ""
    region: str = ""
    type: str = ""
    state: str = "open"
    without_manager: bool = False


def service_filters(query: Mapping[str, str]) -> ServiceFilters:
    """Filters from an address; what we do not know is left out, so old links still work."""
    kind, state = query.get("type", ""), query.get("state", "")
    return ServiceFilters(
        text=query.get("q", "").strip()[:200],
        region=query.get("region", "").strip(),
        type=kind if kind in WORDS else "",
        state=state if state in STATES else "open",
        without_manager=query.get("manager") == "none",
    )
