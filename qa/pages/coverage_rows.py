"""The rows behind a number of spot-check coverage: codes only, never names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.forms.figures import address
from qa.paging import PAGE, cut
from qa.reports.shapes import CoverageFigure
from qa.words import day, plural

LISTS = {
    "counted": "Support workers who were checked",
    "not_checked": "Support workers who were not checked",
    "excluded": "Workers left out, with the reason",
    "checks_not_counted": "Checks that do not count, with the reason",
}
ALL_PERIOD = "on leave for the whole period"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """``check`` is empty for a worker; ``text`` says why, when there is a reason."""

    check: str
    worker: str
    text: str

    @property
    def key(self) -> str:
        return self.check or self.worker


@dataclass(frozen=True, slots=True)
class CoverageRowsPage:
    title: str
    period: str
    rows: tuple[CoverageRow, ...]
    count: str
    checks: bool
    reasons: bool
    back_href: str
    csv_href: str
    next_href: str | None


def coverage_rows(found: CoverageFigure, which: str) -> list[CoverageRow]:
    """Every row of one of the lists, by the worker's code, for checks by their reference."""
    on_leave = set(found.on_leave_all_period)
    rows: Mapping[str, Sequence[CoverageRow]] = {
        "counted": [CoverageRow("", code, "") for code in found.counted],
        "not_checked": [
            CoverageRow("", code, ALL_PERIOD if code in on_leave else "")
            for code in found.not_checked
        ],
        "excluded": [CoverageRow("", one.worker, one.text) for one in found.excluded],
        "checks_not_counted": [
            CoverageRow(one.ref, one.worker, one.text) for one in found.checks_not_counted
        ],
    }
    return sorted(rows[which], key=lambda row: row.key)


def coverage_rows_page(
    found: CoverageFigure, which: str, given: Mapping[str, str], after: str
) -> CoverageRowsPage:
    everything = coverage_rows(found, which)
    shown, more = cut([row for row in everything if row.key > after], PAGE)
    path = f"/figures/coverage/{which}"
    return CoverageRowsPage(
        title=LISTS[which],
        period=f"{day(found.from_)} to {day(found.to)}",
        rows=tuple(shown),
        count=plural(len(everything), "check" if which == "checks_not_counted" else "worker"),
        checks=which == "checks_not_counted",
        reasons=any(row.text for row in everything),
        back_href=address("/figures", given),
        csv_href=address(f"{path}/rows.csv", given),
        next_href=address(path, given, after=shown[-1].key) if more else None,
    )
