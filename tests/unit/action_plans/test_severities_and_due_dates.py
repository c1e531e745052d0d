from datetime import date, timedelta

import pytest

from action_plans.rules.due_dates import first_due_on, why_not_extend, why_not_first_due_on
from action_plans.rules.severities import SEVERITY_WORDS, Severity, highest

RAISED = date(2026, 9, 1)
TODAY = date(2026, 9, 20)
DUE = date(2026, 9, 15)


def test_severities_are_ordered_from_low_to_critical() -> None:
    assert sorted(Severity, key=lambda severity: severity.rank) == list(Severity)
    assert highest([Severity.MEDIUM, Severity.CRITICAL, Severity.LOW]) is Severity.CRITICAL
    assert set(SEVERITY_WORDS) == set(Severity)


@pytest.mark.parametrize(
    ("severity", "days"),
    [
        (Severity.CRITICAL, 7),
        (Severity.HIGH, 14),
        (Severity.MEDIUM, 42),
        (Severity.LOW, 90),
    ],
)
def test_the_first_due_date_follows_the_severity(severity: Severity, days: int) -> None:
    due = first_due_on(RAISED, severity)
    assert due == RAISED + timedelta(days=days)
    assert (
        why_not_first_due_on(due, raised_on=RAISED, severity=severity, external_limit=None) is None
    )


@pytest.mark.parametrize(
    ("due", "severity", "limit", "words"),
    [
        (RAISED - timedelta(days=1), Severity.LOW, None, "before the day"),
        (RAISED + timedelta(days=8), Severity.CRITICAL, None, "within 7 days"),
        (RAISED + timedelta(days=30), Severity.LOW, date(2026, 9, 30), "by 30 September 2026"),
    ],
)
def test_a_first_due_date_that_cannot_be_is_refused(
    due: date, severity: Severity, limit: date | None, words: str
) -> None:
    reason = why_not_first_due_on(due, raised_on=RAISED, severity=severity, external_limit=limit)
    assert reason is not None
    assert words in reason


@pytest.mark.parametrize(
    ("new_due", "limit", "reason", "words"),
    [
        (date(2026, 10, 1), None, "Part on order", None),
        (date(2026, 9, 30), date(2026, 9, 30), "Part on order", None),
        (TODAY, None, "Part on order", None),
        (date(2026, 10, 1), None, "  ", "Say why"),
        (DUE, None, "Part on order", "later than the present"),
        (date(2026, 9, 19), None, "Part on order", "already gone by"),
        (date(2026, 10, 1), date(2026, 9, 30), "Part on order", "cannot be passed"),
    ],
)
def test_more_time_needs_a_reason_and_a_later_date_within_an_outside_bodys(
    new_due: date, limit: date | None, reason: str, words: str | None
) -> None:
    refusal = why_not_extend(new_due, DUE, TODAY, limit, reason=reason)
    assert (refusal is None) == (words is None)
    assert words is None or (refusal is not None and words in refusal)
