"""B2: whether the full review is overdue by the interval of the band in force."""

from dataclasses import replace
from datetime import date, timedelta

from qa.rules.periods import add_months
from schedules.rules.risk_bands import Band, Held, after_moderation, is_above
from schedules.rules.risk_facts import Reading, ServiceFacts
from schedules.rules.risk_model import B2, RiskModel
from schedules.rules.risk_rating import Rating, rate
from schedules.rules.risk_readings import due_after, review_overdue

REVIEW = "full_review"


def review_due_on(model: RiskModel, last_on: date, band: Band, held: Held | None, on: date) -> date:
    """The last full review and the interval of the band in force (risk_rating.md section 3).

    When a rise makes that date past, it is due within 14 days of the rise (very high) or 30
    (others), or on the date it had before, if that is sooner.
    """
    due = due_after(last_on, model.intervals[band][REVIEW])
    if held is None:
        return due
    if is_above(band, held.band):
        rose_on, before = on, held.band
    elif held.rose_on is not None and held.rose_from is not None and band is held.band:
        rose_on, before = held.rose_on, held.rose_from
    else:
        return due
    if due >= rose_on:
        return due
    was_due = due_after(last_on, model.intervals[before][REVIEW])
    return min(rose_on + timedelta(days=model.days_after_rise[band]), was_due)


def next_review_on(
    model: RiskModel, facts: ServiceFacts, band: Band, held: Held | None
) -> date | None:
    """The day by which the next full review is due; one that never had a review: within 6
    months of opening. None where that is past: within 60 days (section 3)."""
    if facts.last_review_on is not None:
        return review_due_on(model, facts.last_review_on, band, held, facts.on)
    first = add_months(facts.opened_on, 6)
    return first if first > facts.on else None


def rate_with_review(model: RiskModel, facts: ServiceFacts, held: Held | None) -> Rating:
    """The rating, with B2 from the day of the last full review where the system knows it.

    The interval is that of the band which everything but B2 gives, so that no circle arises.
    """
    if facts.last_review_on is None:
        return rate(model, facts)

    def with_review(word: str) -> Rating:
        readings = {**facts.readings, B2: Reading(word)}
        return rate(model, replace(facts, readings=readings))

    band = after_moderation(with_review("not_due").band, held)
    due_on = review_due_on(model, facts.last_review_on, band, held, facts.on)
    return with_review(review_overdue(due_on, facts.on))
