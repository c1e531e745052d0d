from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from action_plans.rules.embargo import embargo_ends_at, visible_to_service

COMPLETED = datetime(2026, 9, 1, 16, tzinfo=UTC)
HOURS = st.timedeltas(timedelta(hours=-50), timedelta(hours=50))


def after(hours: float) -> datetime:
    return COMPLETED + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("told", "ends"),
    [(None, 24), (2, 2), (0, 0), (-1, 0), (24, 24), (30, 24)],
)
def test_the_embargo_ends_when_told_but_not_before_completion_nor_later_than_24_hours(
    told: int | None, ends: int
) -> None:
    assert embargo_ends_at(COMPLETED, None if told is None else after(told)) == after(ends)


def test_the_service_sees_it_from_the_moment_on_and_not_before() -> None:
    assert not visible_to_service(COMPLETED, None, False, after(23.99))
    assert visible_to_service(COMPLETED, None, False, after(24))
    assert not visible_to_service(COMPLETED, after(2), False, after(1.99))
    assert visible_to_service(COMPLETED, after(2), False, after(2))


def test_what_is_critical_is_seen_at_once_and_the_rest_not_while_the_audit_goes_on() -> None:
    assert visible_to_service(None, None, True, COMPLETED)
    assert not visible_to_service(None, COMPLETED, False, after(100))


@given(st.none() | HOURS, HOURS, HOURS.filter(lambda later: later >= timedelta(0)))
def test_what_was_seen_once_stays_seen_and_all_is_seen_after_a_day(
    told: timedelta | None, now: timedelta, later: timedelta
) -> None:
    told_at = None if told is None else COMPLETED + told
    at = COMPLETED + now
    seen = visible_to_service(COMPLETED, told_at, False, at)
    assert not seen or visible_to_service(COMPLETED, told_at, False, at + later)
    assert seen or now < timedelta(hours=24)
    assert not seen or now >= timedelta(0)
    assert visible_to_service(COMPLETED, told_at, True, at)
