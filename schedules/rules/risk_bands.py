"""The four bands of attention, and how a band moves: up at once, down slowly."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Band(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


ORDER = tuple(Band)
# "Attention level" on screens seen by services, "risk rating" in planning (principle 1).
SERVICE_WORDS = {
    Band.LOW: "Routine attention",
    Band.MEDIUM: "Extra attention",
    Band.HIGH: "Close attention",
    Band.VERY_HIGH: "Intensive support",
}
PLANNING_WORDS = {
    Band.LOW: "Low",
    Band.MEDIUM: "Medium",
    Band.HIGH: "High",
    Band.VERY_HIGH: "Very high",
}
DAYS_AFTER_A_RISE = 60
LONGEST_LOWERING = timedelta(days=90)


def highest(bands: Iterable[Band]) -> Band:
    """The highest of some bands; low when there is none."""
    return max(bands, key=ORDER.index, default=Band.LOW)


def lowest(one: Band, other: Band) -> Band:
    return min(one, other, key=ORDER.index)


def is_above(one: Band, other: Band) -> bool:
    return ORDER.index(one) > ORDER.index(other)


def one_below(band: Band) -> Band:
    return ORDER[max(0, ORDER.index(band) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The band that was in force before, without overrides, and when it last rose, if ever.

    One with low confidence holds nothing: FL15 lasts "until data arrives".
    """

    band: Band
    rose_on: date | None = None
    rose_from: Band | None = None
    low_confidence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person's judgement. Lowering has a last day; ``was`` is what was calculated then."""

    band: Band
    lowers: bool
    was: Band
    from_on: date
    to_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def after_moderation(calculated: Band, held: Held | None) -> Band:
    """A rise takes effect at once; what was in force stays until moderation lowers it
    (risk_rating.md principle 7)."""
    if held is None or held.low_confidence:
        return calculated
    return highest((calculated, held.band))


def held_next(calculated: Band, held: Held | None, on: date, *, low_confidence: bool) -> Held:
    """What is held after today's calculation; a rise is dated today."""
    band = after_moderation(calculated, held)
    if held is None:
        return Held(band=band, low_confidence=low_confidence)
    rose = is_above(band, held.band)
    return Held(
        band=band,
        rose_on=on if rose else held.rose_on,
        rose_from=held.band if rose else held.rose_from,
        low_confidence=low_confidence,
    )


def moderated(calculated: Band, held: Held | None, on: date) -> Held | None:
    """What is held after the monthly check: one band less, where it may fall."""
    if held is None or not may_fall(calculated, held, on):
        return held
    return replace(held, band=highest((calculated, one_below(held.band))))


def in_force(
    calculated: Band,
    floor: Band,
    held: Held | None,
    overrides: Iterable[Override],
    on: date,
) -> Band:
    """The band after moderation, overrides and floors; never below a floor (principle 8).

    A lowering ends when the calculated band rises above what it was when it was decided: a
    rise takes effect the same day.
    """
    band = after_moderation(calculated, held)
    active = [one for one in overrides if one.holds_on(on)]
    for one in active:
        if one.lowers and not is_above(calculated, one.was):
            band = lowest(band, one.band)
    return highest((band, floor, *(one.band for one in active if not one.lowers)))


def may_fall(calculated: Band, held: Held | None, on: date) -> bool:
    """Whether more is in force than is calculated, and the last rise was 60 days ago."""
    return (
        held is not None
        and not held.low_confidence
        and is_above(held.band, calculated)
        and (held.rose_on is None or on >= held.rose_on + timedelta(days=DAYS_AFTER_A_RISE))
    )


def why_not_moderate_down(
    calculated: Band, held: Held | None, last_moderated_on: date | None, on: date
) -> str | None:
    """Why the band in force may not fall today: one band at a time, once in a calendar month,
    60 days after the last rise (principle 7)."""
    if held is None or not is_above(held.band, calculated):
        return "The points and facts do not ask for a lower level."
    if not may_fall(calculated, held, on):
        return f"The level rose less than {DAYS_AFTER_A_RISE} days ago."
    if last_moderated_on is not None and (last_moderated_on.year, last_moderated_on.month) == (
        on.year,
        on.month,
    ):
        return "This month's check has been made."
    return None


def override_faults(
    *,
    asked: Band,
    now_in_force: Band,
    floor: Band,
    reason: str,
    to_on: date | None,
    on: date,
) -> list[tuple[str, str]]:
    """What is wrong with an override: (field, words). Lowering has an end of at most 90 days
    and never goes below a floor (principle 8)."""
    faults: list[tuple[str, str]] = []
    if not reason.strip():
        faults.append(("reason", "Say why"))
    if to_on is not None and to_on < on:
        faults.append(("to_on", "The last day is in the past"))
    if asked is now_in_force:
        faults.append(("band", "This is the level in force already"))
    if is_above(now_in_force, asked):
        if is_above(floor, asked):
            faults.append(("band", "A fact fixes a higher level; it cannot be lowered below that"))
        if to_on is None:
            faults.append(("to_on", "Say until when; at most 90 days"))
        elif to_on > on + LONGEST_LOWERING:
            faults.append(("to_on", "The last day is more than 90 days from now"))
    return faults
