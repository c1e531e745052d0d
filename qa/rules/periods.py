"""Periods of London days, and counting in months."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

JANUARY = 1
APRIL = 4
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months on; the last day where that month is shorter.

    Someone who started on 30 June reaches 3 months on 30 September (rules.md M3), on
    1 July only on 1 October (M2). Raises ValueError outside the years 1 to 9999.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError("there is no such date")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, order=True)
class Period:
    """From one day to another, both included."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise ValueError("the last day is before the first")

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1

    def contains(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on

    def previous(self) -> "Period":
        """The period of equal length just before (contract.md "Figures").

        Whole months are counted in months, so before a quarter comes a quarter;
        any other period in days.
        """
        day_before = self.from_on - timedelta(days=1)
        months = self._whole_months()
        if months is None:
            return Period(self.from_on - timedelta(days=self.days), day_before)
        return Period(add_months(self.from_on, -months), day_before)

    def _whole_months(self) -> int | None:
        after = self.to_on + timedelta(days=1)
        if self.from_on.day != 1 or after.day != 1:
            return None
        return (after.year - self.from_on.year) * 12 + after.month - self.from_on.month


def months_containing(day: date, length: int, first_month: int) -> Period:
    """The stretch of `length` whole months holding a day, counted from a year's first month.

    (day, 6, APRIL) is April to September or October to March; 3 is a quarter, 12 a year.
    """
    into = (day.month - first_month) % length
    start = add_months(day.replace(day=1), -into)
    return Period(start, add_months(start, length) - timedelta(days=1))


def quarter_containing(day: date) -> Period:
    """The quarter of a day: the same three months in calendar and April-to-March years."""
    return months_containing(day, 3, JANUARY)


def quarter_name(day: date, first_month: int = APRIL) -> str:
    """The quarter of a day in words: "2026-27 Q2" from April (rules.md A30), "2026 Q3" else."""
    number = (day.month - first_month) % 12 // 3 + 1
    year = months_containing(day, 12, first_month)
    if first_month == JANUARY:
        return f"{day.year} Q{number}"
    return f"{year.from_on.year}-{year.to_on.year % 100:02d} Q{number}"


def parse_quarter(text: str) -> Period:
    """A calendar quarter written "2027-Q1"; raises ValueError in plain English."""
    match = _QUARTER.fullmatch(text.strip())
    if match is None or int(match[1]) == 0:
        raise ValueError("write the quarter like 2027-Q1")
    return quarter_containing(date(int(match[1]), 3 * int(match[2]), 1))
