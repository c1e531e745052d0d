"""The actions behind a number of action closure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from action_plans.pages.rows import ActionRow, action_row
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.statuses import STATUS_WORDS, Status
from qa.forms.figures import address
from qa.pages.figure_parts import AS_THINGS_STAND, CLOSURE_WORDS
from qa.pages.shapes import Row
from qa.paging import cursor_of, cut
from qa.reports.asked import Asked
from qa.words import day

HEADINGS = (
    "ref",
    "title",
    "service",
    "region",
    "severity",
    "owner",
    "raised_on",
    "first_due_on",
    "due_on",
    "done_on",
    "checked_on",
    "status",
    "sources",
)


@dataclass(frozen=True, slots=True)
class ClosureRowsPage:
    title: str
    period: str
    rows: tuple[ActionRow, ...]
    back_href: str
    csv_href: str
    next_href: str | None


def closure_rows_page(
    found: Sequence[Row], which: str, given: Mapping[str, str], asked: Asked, *, size: int
) -> ClosureRowsPage:
    shown, more = cut(found, size)
    path = f"/figures/closure/{which}"
    period = f"{day(asked.period.from_on)} to {day(asked.period.to_on)}"
    return ClosureRowsPage(
        title=CLOSURE_WORDS[which],
        period=f"as things stood on {day(asked.today)}" if which in AS_THINGS_STAND else period,
        rows=tuple(action_row(_then(one), asked.today, with_service=True) for one in shown),
        back_href=address("/figures", given),
        csv_href=address(f"{path}/rows.csv", given),
        next_href=_next(path, given, shown[-1]) if more else None,
    )


def _next(path: str, given: Mapping[str, str], last: Row) -> str:
    return address(path, given, cursor=cursor_of(last["first_due_on"], last["id"]))


def _then(found: Row) -> Row:
    """The row as the figure took it, which may have been on an earlier day."""
    return {
        **found,
        **{name: found[f"then_{name}"] for name in ("status", "due_on", "done_on", "checked_on")},
    }


def csv_row(found: Row) -> tuple[object, ...]:
    """A row of the file, as the figure took it."""
    return (
        found["ref"],
        found["title"],
        found["service_code"],
        found["region_name"],
        SEVERITY_WORDS[Severity(found["severity"])],
        found["owner_name"],
        found["raised_on"],
        found["first_due_on"],
        found["then_due_on"],
        found["then_done_on"],
        found["then_checked_on"],
        STATUS_WORDS[Status(found["then_status"])],
        found["sources"],
    )
