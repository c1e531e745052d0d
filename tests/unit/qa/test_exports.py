"""CSV that a spreadsheet cannot take for formulas."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from qa.reports.exports import as_csv, cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\tx", "\rx", "  =1", '=HYPERLINK("http://x")']
)
def test_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Ash House", "Ash House"),
        ("a=b", "a=b"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-2, "-2"),
        (12.5, "12.5"),
        (date(2026, 7, 1), "2026-07-01"),
        (datetime(2026, 7, 1, 9, tzinfo=UTC), "2026-07-01T09:00:00+00:00"),
        (["S01", "S02"], "S01;S02"),
        (["=1", "S02"], "'=1;S02"),
    ],
)
def test_values_as_cells(value: object, written: str) -> None:
    assert cell(value) == written


def test_what_is_written_can_be_read_again() -> None:
    written = as_csv(["words", "n"], [['say "yes",\nor no', 1], ["=2", 2]])
    assert list(csv.reader(io.StringIO(written))) == [
        ["words", "n"],
        ['say "yes",\nor no', "1"],
        ["'=2", "2"],
    ]
