"""The parts of a rating as plain data: the same on the command line and as it is stored."""

from fractions import Fraction
from typing import Any

from schedules.rules.risk_facts import Value
from schedules.rules.risk_rating import Part


def part_data(part: Part) -> dict[str, Any]:
    """One input as data; ``inherited`` stands only where CQC's rating is a former provider's."""
    data = {
        "input": part.input,
        "value": _plain(part.value),
        "points": part.points,
        "known": part.known,
    }
    return {**data, "inherited": True} if part.inherited else data


def _plain(value: Value | None) -> str | int | float | list[str] | None:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else round(float(value), 2)
    return value
