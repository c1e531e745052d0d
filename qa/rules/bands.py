"""How a figure stands against its target."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class Band(StrEnum):
    """The bands, in the order in which they are tried (rules.md A17, A41)."""

    NO_CASES = "no_cases"
    SMALL_NUMBERS = "small_numbers"
    NO_TARGET = "no_target"
    ON_TARGET = "on_target"
    CLOSE = "close"
    UNLIKELY = "unlikely"


BAND_WORDS: Mapping[Band, str] = MappingProxyType(
    {
        Band.NO_CASES: "no cases",
        Band.SMALL_NUMBERS: "small numbers",
        Band.NO_TARGET: "no target",
        Band.ON_TARGET: "on target",
        Band.CLOSE: "close to target",
        Band.UNLIKELY: "unlikely to reach target",
    }
)

SMALL_UNDER = 5
CLOSE_WITHIN_POINTS = Fraction(10)


def band(
    numerator: int,
    denominator: int,
    target: Fraction | None,
    *,
    small_under: int = SMALL_UNDER,
    close_within: Fraction = CLOSE_WITHIN_POINTS,
) -> Band:
    """The band of an exact fraction against a target in percent (rules.md A17, A41).

    On target is at or above, close is up to `close_within` percentage points below.
    The unrounded value is compared: 14999 of 25000 shows 60.00 and misses 60 (X6).
    """
    if denominator == 0:
        return Band.NO_CASES
    if denominator < small_under:
        return Band.SMALL_NUMBERS
    if target is None:
        return Band.NO_TARGET
    percent = Fraction(100 * numerator, denominator)
    if percent >= target:
        return Band.ON_TARGET
    return Band.CLOSE if percent >= target - close_within else Band.UNLIKELY
