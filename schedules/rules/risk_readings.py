"""From dates and counts that the system holds to the values of inputs (risk_rating.md 2)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from qa.rules.periods import add_months, quarter_containing

RATINGS = {
    "outstanding": "outstanding",
    "good": "good",
    "requires improvement": "requires_improvement",
    "inadequate": "inadequate",
}
BELOW_GOOD = frozenset({"requires_improvement", "inadequate"})
CLOSE_TOGETHER = timedelta(days=30)
FL17_LOOKS_BACK_MONTHS = 12
TREND_MONTHS = 6
MOST_SILENT_DAYS = 90
LEAVERS = 3


def judgement(by_domain: Mapping[str, str]) -> str | None:
    """A1 from CQC's ratings by domain; None when the whole was never rated.

    Good with any key question below Good is a word of its own.
    """
    words = {domain: RATINGS.get(rating.lower()) for domain, rating in by_domain.items()}
    overall = words.get("Overall")
    weaker = any(word in BELOW_GOOD for domain, word in words.items() if domain != "Overall")
    return "good_with_weaker_key_question" if overall == "good" and weaker else overall


def any_inadequate(by_domain: Mapping[str, str]) -> bool:
    """Whether any key question is rated Inadequate (FL3)."""
    return any(
        RATINGS.get(rating.lower()) == "inadequate"
        for domain, rating in by_domain.items()
        if domain != "Overall"
    )


def years_since(day: date, on: date) -> Fraction:
    """Years by whole months: two years to the day are 2, a day less is not."""
    months = (on.year - day.year) * 12 + on.month - day.month
    return Fraction(max(0, months - (add_months(day, months) > on)), 12)


def review_overdue(due_on: date, on: date) -> str:
    """B2 of a service that had a full review."""
    if on <= due_on:
        return "not_due"
    return "up_to_3_months" if on <= add_months(due_on, 3) else "over_3_months"


def due_after(last_on: date, months: Fraction) -> date:
    """The day a visit falls due: whole months, and half a month as 14 days."""
    whole = int(months)
    return add_months(last_on, whole) + timedelta(days=14 if months > whole else 0)


def safety_assurance(
    last_visit_on: date | None, returned_on: Iterable[date], opened_on: date, on: date
) -> str:
    """B3: a full H&S visit inside 36 months, and the returns of the last four quarters
    that the service has seen from their first day."""
    returned = {quarter_containing(day) for day in returned_on}
    quarter, missing = quarter_containing(on), 0
    for _ in range(4):
        quarter = quarter.previous()
        missing += quarter.from_on >= opened_on and quarter not in returned
    since = last_visit_on or opened_on
    if missing >= 2 or add_months(since, 36) < on:
        return "two_returns_missing_or_visit_over_36_months"
    if missing == 1:
        return "one_return_missing"
    return "visit_in_time_all_returns" if last_visit_on else "new_service_no_visit_yet"


def trend(days: Sequence[date], on: date) -> str | None:
    """D3: whether a month of the last six, or this one so far, is above the service's own
    limit: the mean of the twelve months before it and three times its square root (a control
    chart of counts). None with less than 12 months of data."""
    if not days or add_months(min(days), 12) > on:
        return None
    counts: dict[date, int] = {}
    for day in days:
        month = day.replace(day=1)
        counts[month] = counts.get(month, 0) + 1
    began, now = min(days).replace(day=1), on.replace(day=1)
    for back in range(TREND_MONTHS + 1):
        month = add_months(now, -back)
        if add_months(began, 12) > month:
            break
        before = sum(counts.get(add_months(month, -n), 0) for n in range(1, 13))
        # count > mean + 3 sqrt(mean), with mean = before / 12, without rounding
        over = 12 * counts.get(month, 0) - before
        if over > 0 and over * over > 9 * 12 * before:
            return "rising"
    return "not_rising"


def months_back(on: date, months: int) -> date:
    """The first day that is inside the last so many months."""
    return add_months(on, -months) + timedelta(days=1)


def came_together(
    events: Iterable[tuple[str, date]], service_review_on: date | None, on: date
) -> bool:
    """FL17: two kinds of event within 30 days of each other, until a Service Review is held.

    Looks back 12 months, so that files of old history do not call for reviews of the past.
    """
    first = months_back(on, FL17_LOOKS_BACK_MONTHS)
    if service_review_on is not None and service_review_on <= on:
        first = max(first, service_review_on + timedelta(days=1))
    # Both have to have happened by `on`; the later of the two after the last Service Review.
    dated = sorted((day, kind) for kind, day in events if day <= on)
    return any(
        later >= first and kind != other and later - day <= CLOSE_TOGETHER
        for number, (day, kind) in enumerate(dated)
        for later, other in dated[number + 1 :]
    )


def manager_word(since: date, vacant: bool, on: date) -> str:
    """E1, from the day on which somebody came or the post became empty."""
    if vacant:
        long = add_months(since, 3) < on
        return "vacant_or_interim_over_3_months" if long else "vacant_or_interim_up_to_3_months"
    return "stable_12_months" if add_months(since, 12) <= on else "new_under_12_months"
