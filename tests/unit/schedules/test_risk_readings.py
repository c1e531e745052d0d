"""Values of inputs from dates and counts, at their edges."""

from datetime import date, timedelta
from fractions import Fraction

from schedules.rules.risk_readings import (
    any_inadequate,
    came_together,
    due_after,
    judgement,
    manager_word,
    review_overdue,
    safety_assurance,
    trend,
    years_since,
)

ON = date(2026, 11, 21)


def test_good_with_a_weaker_key_question_is_a_word_of_its_own() -> None:
    assert judgement({"Overall": "Good", "Safe": "Good"}) == "good"
    weaker = {"Overall": "Good", "Safe": "Requires improvement"}
    assert judgement(weaker) == "good_with_weaker_key_question"
    assert judgement({"Overall": "Not Rated", "Safe": "Good"}) is None
    assert any_inadequate({"Overall": "Good", "Safe": "Inadequate"})
    assert not any_inadequate({"Overall": "Inadequate"})


def test_years_turn_on_the_day() -> None:
    assert years_since(date(2024, 11, 21), ON) == 2
    assert years_since(date(2024, 11, 22), ON) < 2
    assert years_since(ON, ON) == 0


def test_a_review_is_overdue_the_day_after() -> None:
    assert review_overdue(ON, ON) == "not_due"
    assert review_overdue(ON - timedelta(days=1), ON) == "up_to_3_months"
    assert review_overdue(date(2026, 8, 20), ON) == "over_3_months"
    assert due_after(date(2026, 1, 31), Fraction(1)) == date(2026, 2, 28)
    assert due_after(date(2026, 1, 1), Fraction("0.5")) == date(2026, 1, 15)


def test_h_and_s_counts_the_quarters_a_service_has_seen() -> None:
    returns = [date(2025, 11, 1), date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1)]
    opened = date(2015, 1, 1)
    visit = date(2024, 1, 1)
    assert safety_assurance(visit, returns, opened, ON) == "visit_in_time_all_returns"
    assert safety_assurance(visit, returns[1:], opened, ON) == "one_return_missing"
    late = "two_returns_missing_or_visit_over_36_months"
    assert safety_assurance(visit, returns[2:], opened, ON) == late
    assert safety_assurance(date(2023, 11, 20), returns, opened, ON) == late
    assert safety_assurance(None, [], date(2026, 8, 1), ON) == "new_service_no_visit_yet"


def test_a_month_above_the_service_s_own_limit_is_a_rising_trend() -> None:
    steady = [date(2025, 1, 5) + timedelta(days=30 * n) for n in range(23)]
    assert trend(steady, ON) == "not_rising"
    assert trend([*steady, *[date(2026, 9, 9)] * 4], ON) == "rising"
    assert trend([*steady, *[date(2026, 2, 9)] * 4], ON) == "not_rising"
    assert trend([date(2026, 3, 1), *[date(2026, 9, 9)] * 9], ON) is None
    assert trend([], ON) is None


def test_two_things_together_last_until_a_service_review() -> None:
    both = [("manager", date(2026, 10, 1)), ("serious", date(2026, 10, 31))]
    assert came_together(both, None, ON)
    assert came_together(both, date(2026, 10, 30), ON)
    assert not came_together(both, date(2026, 10, 31), ON)
    assert not came_together([both[0], ("serious", date(2026, 11, 1))], None, ON)
    assert not came_together([both[1], both[1]], None, ON)
    assert not came_together(both, None, date(2026, 10, 30))
    assert not came_together(both, None, date(2027, 11, 1))


def test_who_manages() -> None:
    assert manager_word(date(2025, 11, 21), False, ON) == "stable_12_months"
    assert manager_word(date(2025, 11, 22), False, ON) == "new_under_12_months"
    assert manager_word(date(2026, 8, 21), True, ON) == "vacant_or_interim_up_to_3_months"
    assert manager_word(date(2026, 8, 20), True, ON) == "vacant_or_interim_over_3_months"
