"""Links as the templates read them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class CountLink:
    """A number that leads to exactly the rows it counts."""

    number: str
    words: str
    href: str
    current: bool = False
