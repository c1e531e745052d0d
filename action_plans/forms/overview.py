"""What the overview is narrowed to."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from action_plans.forms.filters import identity


@dataclass(frozen=True, slots=True)
class OverviewFilters:
    """``show`` is serious (high and critical), others, or empty for both."""

    region: UUID | None = None
    service: UUID | None = None
    show: str = ""

    @property
    def places(self) -> tuple[int, ...]:
        """The groups of `queries.late_actions`: 0 high and critical, 1 the others."""
        return {"serious": (0,), "others": (1,)}.get(self.show, (0, 1))


def overview_filters(query: Mapping[str, str]) -> OverviewFilters:
    """Filters from an address; what we do not know is left out."""
    show = query.get("show", "")
    return OverviewFilters(
        region=identity(query.get("region", "")),
        service=identity(query.get("service", "")),
        show=show if show in ("serious", "others") else "",
    )
