"""Total support workers in a period, from the counts that a provider has."""


def total_support_workers(*, at_end: int, leavers: int) -> int:
    """Everyone employed during the period: those at its end, and those who left (rules.md R109)."""
    return at_end + leavers


def starters(*, at_start: int, at_end: int, leavers: int) -> int:
    """How many started in the period, as the other three counts imply (rules.md W10)."""
    return at_end - at_start + leavers


def why_not_total(*, at_start: int, started: int, at_end: int, leavers: int) -> str | None:
    """Why four counts cannot all be right: both ways to the total must agree (rules.md W9, W10)."""
    if min(at_start, started, at_end, leavers) < 0:
        return "A count of people cannot be below 0."
    by_end = total_support_workers(at_end=at_end, leavers=leavers)
    by_start = at_start + started
    if by_end != by_start:
        return (
            f"{at_start} at the start and {started} who started make {by_start}, but "
            f"{at_end} at the end and {leavers} who left make {by_end}."
        )
    return None
