"""An OpenDocument spreadsheet (ODS) as a CSV file, for the length of one load."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

ZIP = b"PK\x03\x04"


def ods_as_csv(heading: str) -> Callable[[Path], AbstractContextManager[Path]]:
    """The sheet that has this heading, from the row of its headings on; CSV stays as it is.

    Dates are written DD/MM/YYYY, as in the CSV file that CQC publishes beside it.
    """

    @contextmanager
    def opened(path: Path) -> Iterator[Path]:
        with path.open("rb") as file:
            is_zip = file.read(len(ZIP)) == ZIP
        found = _rows(path, heading) if is_zip else None
        if found is None:
            yield path  # what it is instead is said by whoever reads it
            return
        with TemporaryDirectory() as folder:
            made = Path(folder) / "sheet.csv"
            with made.open("w", newline="", encoding="utf-8") as file_out:
                csv.writer(file_out).writerows([_cell(cell) for cell in row] for row in found)
            yield made

    return opened


def _rows(path: Path, heading: str) -> Sequence[Sequence[Any]] | None:
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for number, row in enumerate(rows):
                if heading in row:
                    return rows[number:]
    except CalamineError:
        return None
    return None


def _cell(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
