"""When a visit is due: intervals by band, first visits, and what a rise changes."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from qa.rules.periods import add_months
from schedules.rules.planning_shapes import INTERVALS, WORDS, Asked, Kind, Place
from schedules.rules.risk_bands import ORDER

CEILING_MONTHS = 36  # rules.md R021: nothing lengthens it


@dataclass(frozen=True, slots=True)
class Due:
    """A date, and the sentence that says why this service."""

    on: date
    because: str


def after(day: date, months: Fraction) -> date:
    """The date an interval later; half a month is two weeks (risk_rating.md section 3)."""
    whole, rest = divmod(months, 1)
    return add_months(day, int(whole)) + timedelta(days=round(rest * 28))


def interval(asked: Asked, place: Place, kind: Kind) -> Fraction:
    """Months between two visits of this kind at this service; a full H&S visit at most 36."""
    months = asked.intervals[place.band][INTERVALS[kind]]
    return min(months, Fraction(CEILING_MONTHS)) if kind is Kind.HS_FULL_VISIT else months


def words_of(months: Fraction) -> str:
    if months < 1:
        return f"every {round(months * 4)} weeks"
    return "every month" if months == 1 else f"every {months} months"


def next_due(asked: Asked, place: Place, kind: Kind, last: date) -> Due:
    """Last date + interval of the band in force. Where a rise makes that past: 14 days
    (very high) or 30 days (others) after the rise, or the date before the rise if sooner;
    what was late already stays late (risk_rating.md section 3)."""
    months = interval(asked, place, kind)
    due = after(last, months)
    because = f"{_band(place)}: {words_of(months)}, last on {last}"
    rose, before = place.rose_on, place.band_before
    if rose is None or before is None or due >= rose or last > rose:
        return Due(due, because)
    old = after(last, asked.intervals[before][INTERVALS[kind]])
    if kind is Kind.HS_FULL_VISIT:
        old = min(old, after(last, Fraction(CEILING_MONTHS)))
    if old < rose:
        return Due(old, because)
    grace = asked.days_after_rise[place.band]
    return Due(
        min(old, rose + timedelta(days=grace)),
        f"{because}; the rating rose on {rose}, so within {grace} days of that",
    )


def first_due(asked: Asked, place: Place, kind: Kind) -> Due:
    """Never done: a new service by its third or sixth month; one that was established when it
    came into the system so many days from then (risk_rating.md section 3)."""
    settings = asked.settings
    name = WORDS[kind]
    if kind not in settings.first_of_new_months:
        months = interval(asked, place, kind)
        start = max(place.opened_on, place.known_on)
        return Due(after(start, months), f"{_band(place)}: {words_of(months)}, none on record yet")
    if add_months(place.opened_on, settings.new_months) > place.known_on:
        count = settings.first_of_new_months[kind]
        return Due(
            add_months(place.opened_on, count),
            f"new service: the first {name} by month {count}, opened on {place.opened_on}",
        )
    days = settings.first_of_established_days[kind]
    return Due(
        place.known_on + timedelta(days=days),
        f"no {name} on record: within {days} days of {place.known_on}",
    )


def urgency(place: Place) -> int:
    """A higher band goes first among what is due on the same day."""
    return -ORDER.index(place.band)


def months_between(from_on: date, to_on: date) -> list[tuple[date, date]]:
    """Every calendar month that ends in the period: its first and last day."""
    found = []
    first = from_on.replace(day=1)
    while (last := add_months(first, 1) - timedelta(days=1)) <= to_on:
        found.append((first, last))
        first = add_months(first, 1)
    return found


def quarters_between(from_on: date, to_on: date) -> list[tuple[date, date]]:
    """Every calendar quarter that ends in the period: its first and last day."""
    return [
        (add_months(first, -2), last)
        for first, last in months_between(from_on, to_on)
        if last.month % 3 == 0
    ]


def _band(place: Place) -> str:
    return place.band.replace("_", " ")
