"""How a figure moved since the period before, in words."""

from decimal import Decimal


def points(now: str | None, before: str | None) -> str:
    """``up 4.25 points``, ``down 3.00 points``, ``no change``; nothing to compare: empty.

    Both are percentages with two decimals, so the difference is exact.
    """
    if now is None or before is None:
        return ""
    moved = Decimal(now) - Decimal(before)
    if moved == 0:
        return "no change"
    return f"{'up' if moved > 0 else 'down'} {abs(moved)} points"


def count(now: int, before: int) -> str:
    """``3 more``, ``2 fewer``, ``as many``."""
    if now == before:
        return "as many"
    return f"{now - before:,} more" if now > before else f"{before - now:,} fewer"
