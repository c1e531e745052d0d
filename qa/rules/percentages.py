"""Percentages and rates, exact until the last step."""

from collections.abc import Iterable
from fractions import Fraction
from math import floor


def two_decimals(value: Fraction) -> str:
    """A number of 0 or more with two decimals, rounded half up from the exact fraction.

    15.625 gives "15.63" (rules.md X5). Raises ValueError below 0.
    """
    if value < 0:
        raise ValueError(f"expected 0 or more, not {value}")
    hundredths = floor(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def percentage(numerator: int, denominator: int) -> str | None:
    """numerator / denominator in percent with two decimals, half up; None when divided by 0.

    contract.md "Figures". Raises ValueError when either number is below 0.
    """
    if numerator < 0 or denominator < 0:
        raise ValueError(f"expected counts of 0 or more, not {numerator} of {denominator}")
    if denominator == 0:
        return None
    return two_decimals(Fraction(100 * numerator, denominator))


# A rate (closed of due, overdue of open) is written exactly as a percentage is.
rate = percentage


def plain_number(value: Fraction) -> str:
    """A target as people write it: "60", or "62.5"; at most two decimals."""
    return two_decimals(value).rstrip("0").rstrip(".")


def median_one_decimal(values: Iterable[int]) -> str | None:
    """The median of whole numbers with one decimal ("12.5"); None when there are none.

    contract.md "Figures", median_days_to_close. The middle of two whole numbers is
    exact with one decimal, so nothing is ever rounded.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    lower, upper = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    tenths = 5 * (lower + upper)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"
