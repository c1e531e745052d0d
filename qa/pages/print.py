"""Shapes that every printed page shares."""

from dataclasses import dataclass
from datetime import datetime

from qa.rules.london import LONDON
from qa.words import day_and_time


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the block at the top: what it is, and the words."""

    name: str
    words: str


def printed_words(now: datetime) -> str:
    """``Printed 21 November 2026 at 3:05pm``: at the foot of every page."""
    return f"Printed {day_and_time(now.astimezone(LONDON))}"
