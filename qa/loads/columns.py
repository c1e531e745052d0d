"""The columns of a file, and what each cell may hold (contract.md, "Files")."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qa.rules.london import parse_day, parse_time

FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Column:
    """``parse`` turns a cell that is not empty into its value; ValueError says what is wrong.

    An empty cell is ``empty`` (None, or no entries of a list), or a fault when required.
    """

    name: str
    sql: str
    parse: Callable[[str], Any]
    required: bool = True
    empty: Any = None


def text(name: str, *, most: int | None = None, required: bool = True) -> Column:
    """Words, on as many lines as they need."""
    return Column(name, "text", lambda cell: _short(cell, most), required)


def line(name: str, *, most: int = 200, required: bool = True) -> Column:
    """Words on one line: a name, a title, a code."""

    def parse(cell: str) -> str:
        if "\n" in cell or "\r" in cell:
            raise ValueError("write it on one line")
        return _short(cell, most)

    return Column(name, "text", parse, required)


def code(name: str, *, required: bool = True) -> Column:
    """A code by which other files name the row."""

    def parse(cell: str) -> str:
        if ";" in cell or not cell.isprintable():
            raise ValueError("a code is on one line and has no semicolon")
        return _short(cell, 60)

    return Column(name, "text", parse, required)


def day(name: str, *, required: bool = True) -> Column:
    """A date written YYYY-MM-DD."""
    return Column(name, "date", _day, required)


def moment(name: str, *, required: bool = True) -> Column:
    """An ISO 8601 time; without an offset it is London time."""

    def parse(cell: str) -> datetime:
        found = parse_time(cell)
        _likely(found.year)
        return found

    return Column(name, "timestamptz", parse, required)


def yes_no(name: str, *, empty: bool | None = None) -> Column:
    """``yes`` or ``no``; required unless an empty cell has a meaning."""

    def parse(cell: str) -> bool:
        if cell not in ("yes", "no"):
            raise ValueError("write yes or no")
        return cell == "yes"

    return Column(name, "boolean", parse, required=empty is None, empty=empty)


def whole(name: str, *, required: bool = True) -> Column:
    """A whole number of 0 or more."""

    def parse(cell: str) -> int:
        if not (cell.isascii() and cell.isdigit()) or len(cell) > 9:
            raise ValueError("write a whole number, 0 or more")
        return int(cell)

    return Column(name, "integer", parse, required)


def one_of(name: str, values: Iterable[str], *, empty: str | None = None) -> Column:
    """One of the values of contract.md; ``empty`` is what an empty cell means."""
    return _choice(name, tuple(values), required=empty is None, empty=empty)


def one_of_or_none(name: str, values: Iterable[str]) -> Column:
    return _choice(name, tuple(values), required=False, empty=None)


def many(name: str, values: Iterable[str] | None = None, *, required: bool = False) -> Column:
    """A list separated by ``;``, each entry once, in the order of the alphabet."""
    allowed = None if values is None else tuple(values)

    def parse(cell: str) -> list[str]:
        entries = sorted({entry for part in cell.split(";") if (entry := part.strip())})
        for entry in entries:
            if allowed is not None and entry not in allowed:
                raise ValueError(f"“{entry}” is not one of {', '.join(allowed)}")
            if len(entry) > 60 or not entry.isprintable():
                raise ValueError("separate the entries with semicolons; each is a short code")
        if required and not entries:
            raise ValueError("is missing")
        return entries

    return Column(name, "varchar[]", parse, required, empty=[])


def _choice(name: str, values: tuple[str, ...], *, required: bool, empty: str | None) -> Column:
    def parse(cell: str) -> str:
        if cell not in values:
            raise ValueError(f"must be one of {', '.join(values)}")
        return cell

    return Column(name, "text", parse, required, empty)


def _day(cell: str) -> date:
    found = parse_day(cell)
    _likely(found.year)
    return found


def _likely(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError("this year cannot be right")


def _short(cell: str, most: int | None) -> str:
    if most is not None and len(cell) > most:
        raise ValueError(f"has {len(cell):,} characters; {most} is the most")
    return cell
