"""From the bytes of a CSV file to parsed rows, one at a time, with every fault on the way."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from qa.loads.columns import Column
from qa.loads.faults import Faults

LONGEST_LINE = 1 << 20
LONGEST_CELL = 131_072  # what the csv module takes; a quotation mark left open ends there
OTHER_KINDS = {
    b"PK\x03\x04": "this is a spreadsheet, not a CSV file: save it as “CSV UTF-8”",
    b"\xd0\xcf\x11\xe0": "this is a spreadsheet, not a CSV file: save it as “CSV UTF-8”",
    b"\xff\xfe": "this file is in UTF-16: save it as “CSV UTF-8”",
    b"\xfe\xff": "this file is in UTF-16: save it as “CSV UTF-8”",
    b"%PDF": "this is a PDF, not a CSV file",
}
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its first line in the file, its values by column, and a digest of them."""

    line: int
    values: dict[str, Any]
    digest: str


class _Stop(Exception):
    """The rest of the file cannot be read; why is among the faults."""


def rows(
    path: Path,
    columns: Sequence[Column],
    faults: Faults,
    progress: Callable[[int], None] | None = None,
    *,
    others: bool = False,
) -> Iterator[ReadRow]:
    """Every row of a CSV file in UTF-8, with or without byte-order mark.

    A cell that cannot be parsed is a fault and comes as None, so that the others can still
    be looked at. ``progress`` is told how many bytes were read since it was last told;
    with ``others`` there may be columns that nobody asked for.
    """
    with path.open("rb") as file:
        try:
            _refuse_other_kinds(file, faults)
            reader = _Lines(file, faults, progress)
            cells = csv.reader(reader, strict=True)
            order = _headings(reader, cells, columns, faults, others=others)
            while (found := _next(reader, cells, faults)) is not None:
                line, values = found
                if any(value.strip() for value in values):
                    yield _parsed(line, values, columns, order, faults)
        except _Stop:
            return


class _Lines:
    """The lines of a file as text; knows where the reader stands."""

    def __init__(
        self, file: IO[bytes], faults: Faults, progress: Callable[[int], None] | None
    ) -> None:
        self.at = 0
        self._file, self._faults, self._progress = file, faults, progress

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._file.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.at += 1
        if self._progress is not None:
            self._progress(len(raw))
        if len(raw) == LONGEST_LINE:
            self._faults.add(self.at, "", "", "the line is longer than a million bytes")
            raise _Stop
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = error.start + 1
            told = f"byte {byte} (0x{raw[error.start]:02x}) is not UTF-8: save it as “CSV UTF-8”"
            self._faults.add(self.at, "", "", told)
            return raw.decode("utf-8", errors="replace")


def _refuse_other_kinds(file: IO[bytes], faults: Faults) -> None:
    start = file.read(4)
    for mark, told in OTHER_KINDS.items():
        if start.startswith(mark):
            faults.add(1, "", "", told)
            raise _Stop
    file.seek(len(BOM) if start.startswith(BOM) else 0)


def _next(
    reader: _Lines, cells: Iterator[list[str]], faults: Faults
) -> tuple[int, list[str]] | None:
    line = reader.at + 1
    try:
        return line, next(cells)
    except StopIteration:
        return None
    except csv.Error as error:
        faults.add(line, "", "", _in_plain_english(error))
        raise _Stop from None


def _in_plain_english(error: csv.Error) -> str:
    words = str(error)
    if "new-line" in words:
        return "the lines end in an old way (CR alone): save it as “CSV UTF-8”"
    if "field limit" in words or "end of data" in words:
        return "a quotation mark is opened and never closed"
    return "the quotation marks are not right: write one inside a cell as two"


def _headings(
    reader: _Lines,
    cells: Iterator[list[str]],
    columns: Sequence[Column],
    faults: Faults,
    *,
    others: bool,
) -> list[str]:
    """The names of the columns in the file's own order; anything else is a fault and the end."""
    found = _next(reader, cells, faults)
    names = [name.strip() for name in found[1]] if found else []
    wanted = [column.name for column in columns]
    before = faults.total
    if not any(names):
        faults.add(1, "", "", f"the first row must hold the headings {', '.join(wanted)}")
    elif len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        faults.add(1, "", names[0], "separate the columns with commas")
    else:
        for name in sorted(set(names) - set(wanted)) if not others else ():
            near = get_close_matches(name.lower(), wanted, n=1)
            told = f"; did you mean {near[0]}?" if near else ""
            faults.add(1, name, "", f"this heading is not known{told}")
        for name in wanted:
            if names.count(name) != 1:
                lack = name not in names
                faults.add(1, name, "", f"this heading {'is missing' if lack else 'stands twice'}")
    if faults.total > before:
        raise _Stop
    return names


def _parsed(
    line: int, cells: list[str], columns: Sequence[Column], order: list[str], faults: Faults
) -> ReadRow:
    if len(cells) != len(order):
        faults.add(line, "", "", f"has {len(cells)} cells where there are {len(order)} headings")
    raw = dict(zip(order, cells, strict=False))
    values = {column.name: _value(line, column, raw.get(column.name), faults) for column in columns}
    digest = blake2b(repr(list(values.values())).encode(), digest_size=16).hexdigest()
    return ReadRow(line, values, digest)


def _value(line: int, column: Column, cell: str | None, faults: Faults) -> Any:
    if cell is None:  # the row is short, and that was said
        return None
    cell = cell.strip()
    if not cell:
        if column.required:
            faults.add(line, column.name, "", "is missing")
        return column.empty
    if "\x00" in cell:
        faults.add(line, column.name, cell, "holds a character that is no text")
        return None
    try:
        return column.parse(cell)
    except ValueError as error:
        faults.add(line, column.name, cell, str(error))
        return None
