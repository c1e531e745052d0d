"""What the page about the actions of a closed service shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from action_plans.forms.closing import TypedChoice
from action_plans.pages.asking import NAMES_KEPT
from action_plans.pages.rows import ActionRow, action_row
from qa.pages.shapes import Row


@dataclass(frozen=True, slots=True)
class ClosingRow:
    id: UUID
    about: ActionRow
    typed: TypedChoice


@dataclass(frozen=True, slots=True)
class ClosingPage:
    title: str
    back_href: str
    action: str
    closed_on: date
    rows: tuple[ClosingRow, ...]
    names_found: bool
    faults: dict[str, str] = field(default_factory=dict)


def closing_page(
    service: Row,
    found: Sequence[Row],
    today: date,
    typed: Mapping[UUID, TypedChoice] | None = None,
    faults: dict[str, str] | None = None,
) -> ClosingPage:
    return ClosingPage(
        title=f"What was still open at {service['name']}",
        back_href=f"/services/{service['id']}",
        action=f"/services/{service['id']}/closing",
        closed_on=service["closed_on"],
        rows=tuple(
            ClosingRow(
                one["id"],
                action_row(one, today, with_service=False),
                (typed or {}).get(one["id"], TypedChoice()),
            )
            for one in found
        ),
        names_found=NAMES_KEPT in (faults or {}),
        faults={name: words for name, words in (faults or {}).items() if name != NAMES_KEPT},
    )
