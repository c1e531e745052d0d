from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rules.bands import BAND_WORDS, Band, band
from qa.rules.percentages import median_one_decimal, percentage, plain_number, two_decimals

# rules.md section 12: rule, numerator, denominator, target, percentage, words of the band
WORKED = [
    ("W1", 100, 300, None, "33.33", "no target"),
    ("W2", 25, 75, None, "33.33", "no target"),
    ("W3", 43, 75, 90, "57.33", "unlikely to reach target"),
    ("W4", 20, 75, 100, "26.67", "unlikely to reach target"),
    ("W5", 40, 75, 60, "53.33", "close to target"),
    ("W6", 4, 8, 80, "50.00", "unlikely to reach target"),
    ("W7", 10, 18, 60, "55.56", "close to target"),
    ("W8", 5, 10, None, "50.00", "no target"),
    ("X1", 0, 0, 80, None, "no cases"),
    ("X2", 2, 4, 60, "50.00", "small numbers"),
    ("X3", 45, 75, 60, "60.00", "on target"),
    ("X4", 44, 75, 60, "58.67", "close to target"),
    ("X5", 5, 32, 60, "15.63", "unlikely to reach target"),
    ("X6", 14999, 25000, 60, "60.00", "close to target"),
    ("X7", 8, 10, 80, "80.00", "on target"),
    ("X8", 0, 0, 60, None, "no cases"),
    ("X9", 60, 75, 90, "80.00", "close to target"),
    ("X10", 1, 3, None, "33.33", "small numbers"),
    ("X11", 6, 8, 80, "75.00", "close to target"),
]


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "expected", "words"),
    [row[1:] for row in WORKED],
    ids=[row[0] for row in WORKED],
)
def test_the_worked_examples_come_out_to_the_digit(
    numerator: int, denominator: int, target: int | None, expected: str | None, words: str
) -> None:
    goal = None if target is None else Fraction(target)
    assert percentage(numerator, denominator) == expected
    assert BAND_WORDS[band(numerator, denominator, goal)] == words


def test_exactly_ten_points_below_is_close_and_a_hair_more_is_unlikely() -> None:
    assert band(50, 100, Fraction(60)) is Band.CLOSE
    assert band(49999, 100000, Fraction(60)) is Band.UNLIKELY


def test_small_numbers_and_the_width_of_close_can_be_set_per_measure() -> None:
    assert band(9, 9, Fraction(60), small_under=10) is Band.SMALL_NUMBERS
    assert band(54, 100, Fraction(60), close_within=Fraction(5)) is Band.UNLIKELY


def test_every_band_has_words() -> None:
    assert set(BAND_WORDS) == set(Band)


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(60), "60"), (Fraction(125, 2), "62.5"), (Fraction(0), "0")]
)
def test_a_target_is_written_without_idle_zeros(value: Fraction, text: str) -> None:
    assert plain_number(value) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [([], None), ([7], "7.0"), ([3, 4], "3.5"), ([9, 1, 5], "5.0"), ([-1, 0], "-0.5")],
)
def test_a_median_has_one_decimal_and_none_has_none(values: list[int], text: str | None) -> None:
    assert median_one_decimal(values) == text


def test_counts_below_nought_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        percentage(-1, 3)
    with pytest.raises(ValueError, match="0 or more"):
        two_decimals(Fraction(-1, 2))


@given(st.integers(1, 10**6).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))))
def test_a_share_lies_between_0_and_100_and_agrees_with_decimal_half_up(
    share: tuple[int, int],
) -> None:
    numerator, denominator = share
    text = percentage(numerator, denominator)
    assert text is not None
    exact = Decimal(numerator * 100) / Decimal(denominator)
    assert Decimal(text) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert 0 <= Decimal(text) <= 100
