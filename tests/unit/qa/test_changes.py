"""How a figure moved, in words."""

import pytest

from qa.rules.changes import count, points


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ("53.33", "49.08", "up 4.25 points"),
        ("49.08", "53.33", "down 4.25 points"),
        ("100.00", "99.99", "up 0.01 points"),
        ("60.00", "60.00", "no change"),
        (None, "60.00", ""),
        ("60.00", None, ""),
    ],
)
def test_points(now: str | None, before: str | None, words: str) -> None:
    assert points(now, before) == words


def test_counts() -> None:
    assert count(3, 1) == "2 more"
    assert count(1, 1_001) == "1,000 fewer"
    assert count(2, 2) == "as many"
