"""The figures as every way out gives them (contract.md, "Figures"); one Struct each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from msgspec import Struct, field

from qa.reports.asked import Asked
from qa.viewer import Viewer


class ExcludedWorker(Struct, frozen=True):
    worker: str
    code: str
    text: str


class CheckNotCounted(Struct, frozen=True):
    ref: str
    worker: str
    code: str
    text: str


class Share(Struct, frozen=True):
    """A numerator of a denominator, and the percentage with two decimals, or null."""

    numerator: int
    denominator: int
    percentage: str | None


class CoverageFigure(Struct, kw_only=True, frozen=True):
    """Spot-check coverage (KPI 4), with the codes of everybody who makes it.

    Lists are empty for those who get counts only.
    """

    from_: date = field(name="from")
    to: date
    as_at: datetime
    known_at: datetime
    service: str | None
    contract: str | None
    region: str | None
    numerator: int
    denominator: int
    percentage: str | None
    target: str | None
    band: str
    counted: list[str]
    not_checked: list[str]
    excluded: list[ExcludedWorker]
    checks_not_counted: list[CheckNotCounted]
    excluded_count: int
    checks_not_counted_count: int
    needed_to_reach_target: int | None
    still_possible: bool | None
    on_leave_all_period: list[str]
    new_starters_checked: list[str]
    still_employed: Share
    previous: Share


class CoverageShare(Struct, frozen=True):
    """Of spot-check coverage what a first page needs: checked of all, now and before."""

    now: Share
    before: Share
    target: str | None
    band: str


class LeftOut(Struct, frozen=True):
    with_other_body: int
    not_to_be_done: int
    joined: int


class ClosureNumbers(Struct, kw_only=True, frozen=True):
    """The numbers of action closure; rates in percent with two decimals, or null."""

    due: int
    closed: int
    closed_on_time: int
    closure_rate: str | None
    on_time_rate: str | None
    open: int
    overdue: int
    overdue_rate: str | None
    past_first_date: int
    waiting_to_be_checked: int
    left_out: LeftOut
    median_days_to_close: float | None
    reopened: int
    came_back: int


class ClosureFigure(ClosureNumbers, kw_only=True, frozen=True):
    """Action closure. An action may have several sources, so figures by source do not add up."""

    from_: date = field(name="from")
    to: date
    as_at: datetime
    known_at: datetime
    service: str | None
    contract: str | None
    region: str | None
    source: str | None
    severity: str | None
    previous: ClosureNumbers


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that the packages above make; app.py hands them over."""

    coverage: Callable[[Viewer, Asked], Awaitable[CoverageFigure]]
    coverage_share: Callable[[Viewer, Asked], Awaitable[CoverageShare]]
    closure: Callable[[Viewer, Asked], Awaitable[ClosureFigure]]


def as_json(figure: Struct) -> bytes:
    """One JSON document."""
    return msgspec.json.encode(figure)
