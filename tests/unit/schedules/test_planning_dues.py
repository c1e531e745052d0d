"""When visits are due: intervals, first visits, rises (risk_rating.md section 3)."""

from datetime import date
from fractions import Fraction

import pytest

from schedules.rules.planning_dues import (
    after,
    first_due,
    interval,
    months_between,
    next_due,
    quarters_between,
)
from schedules.rules.planning_shapes import Kind
from schedules.rules.risk_bands import Band
from tests.unit.schedules.planning_cases import TODAY, asked, place

LAST = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("band", "kind", "due"),
    [
        (Band.LOW, Kind.FULL_REVIEW, date(2027, 9, 1)),
        (Band.MEDIUM, Kind.FULL_REVIEW, date(2027, 3, 1)),
        (Band.HIGH, Kind.FULL_REVIEW, date(2026, 9, 1)),
        (Band.VERY_HIGH, Kind.FULL_REVIEW, date(2026, 6, 1)),
        (Band.LOW, Kind.HS_FULL_VISIT, date(2029, 3, 1)),
        (Band.HIGH, Kind.HS_FULL_VISIT, date(2027, 9, 1)),
        (Band.VERY_HIGH, Kind.QUALITY_ADVISOR_AUDIT, date(2026, 9, 1)),
        (Band.VERY_HIGH, Kind.PLAN_REVIEW, date(2026, 3, 15)),
    ],
)
def test_due_is_the_last_visit_and_the_interval_of_the_band(
    band: Band, kind: Kind, due: date
) -> None:
    where = place(band=band)
    assert next_due(asked([where]), where, kind, LAST).on == due


def test_settings_never_lengthen_the_three_years_between_full_visits() -> None:
    where = place()
    longer = asked([where], intervals={where.band: {"hs_full_visit": Fraction(48)}})
    assert interval(longer, where, Kind.HS_FULL_VISIT) == 36


@pytest.mark.parametrize(
    ("band", "before", "last", "due"),
    [
        # A rise makes it past: so many days from the rise,
        (Band.HIGH, Band.MEDIUM, date(2026, 3, 1), date(2026, 12, 10)),
        (Band.VERY_HIGH, Band.MEDIUM, date(2026, 3, 1), date(2026, 11, 24)),
        # or the date before the rise, if sooner,
        (Band.HIGH, Band.MEDIUM, date(2025, 11, 20), date(2026, 11, 20)),
        # and what was late already stays late.
        (Band.HIGH, Band.MEDIUM, date(2025, 10, 1), date(2026, 10, 1)),
        # Not past: the new interval.
        (Band.HIGH, Band.MEDIUM, date(2026, 8, 1), date(2027, 2, 1)),
    ],
)
def test_a_rise_gives_days_to_do_what_it_makes_past(
    band: Band, before: Band, last: date, due: date
) -> None:
    where = place(band=band, band_before=before, rose_on=date(2026, 11, 10))
    assert next_due(asked([where]), where, Kind.FULL_REVIEW, last).on == due


@pytest.mark.parametrize(
    ("opened", "kind", "due"),
    [
        (date(2026, 9, 1), Kind.HS_FULL_VISIT, date(2026, 12, 1)),
        (date(2026, 9, 1), Kind.FULL_REVIEW, date(2027, 3, 1)),
        (date(2026, 9, 1), Kind.QUALITY_ADVISOR_AUDIT, date(2027, 3, 1)),
        (date(2020, 9, 1), Kind.FULL_REVIEW, date(2027, 1, 20)),
        (date(2020, 9, 1), Kind.HS_FULL_VISIT, date(2027, 2, 19)),
    ],
)
def test_first_visits_of_new_and_of_established_services(
    opened: date, kind: Kind, due: date
) -> None:
    where = place(opened_on=opened, known_on=TODAY, seen=None)
    assert first_due(asked([where]), where, kind).on == due


def test_half_a_month_is_two_weeks() -> None:
    assert after(date(2027, 1, 31), Fraction(1, 2)) == date(2027, 2, 14)


def test_months_and_quarters_that_end_in_a_period() -> None:
    found = months_between(date(2027, 1, 15), date(2027, 3, 30))
    assert [last for _, last in found] == [date(2027, 1, 31), date(2027, 2, 28)]
    assert quarters_between(date(2027, 2, 1), date(2027, 7, 1)) == [
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 6, 30)),
    ]
