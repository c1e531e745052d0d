"""CSV for people who open it in a spreadsheet, where a cell must never become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from qa.reports.shapes import ClosureFigure, CoverageFigure

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ECHO = (
    "from",
    "to",
    "as_at",
    "known_at",
    "service",
    "contract",
    "region",
    "source",
    "severity",
)


def cell(value: Any) -> str:
    """A value as a cell. Text that a spreadsheet would run gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return cell(";".join(str(entry) for entry in value))
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Every CSV that we write: UTF-8, CRLF, each cell made harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def figure_csv(figure: CoverageFigure | ClosureFigure) -> str:
    """A figure as two rows, the period and the one before; its lists are in the JSON."""
    told: dict[str, Any] = msgspec.to_builtins(figure)
    before = _flat(told.pop("previous"))
    now = _flat(_asked_first({n: v for n, v in told.items() if not isinstance(v, list)}))
    headings = ["which", *now]
    echoed = {name: now.get(name) for name in now if name in ECHO[2:]}
    earlier = {**dict.fromkeys(now), **echoed, **before}
    return as_csv(
        headings,
        [["this", *now.values()], ["previous", *(earlier[name] for name in now)]],
    )


def _asked_first(told: dict[str, Any]) -> dict[str, Any]:
    """What was asked for before what came of it."""
    return {name: told[name] for name in ECHO if name in told} | told


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    """Inner figures side by side: ``left_out`` becomes ``left_out_joined`` and so on."""
    flat: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            flat.update({f"{name}_{inner}": number for inner, number in value.items()})
        else:
            flat[name] = value
    return flat


def figure_lines(figure: CoverageFigure | ClosureFigure) -> list[str]:
    """A figure for reading in a terminal: its numbers, then who stands in each list."""
    told: dict[str, Any] = msgspec.to_builtins(figure)
    before = _flat(told.pop("previous"))
    numbers = _asked_first({n: v for n, v in told.items() if not isinstance(v, list)})
    lines = []
    for name, value in _flat(numbers).items():
        if value is not None:
            then = f"   (before: {cell(before[name])})" if before.get(name) is not None else ""
            lines.append(f"{name.replace('_', ' ')}: {cell(value)}{then}")
    for name, entries in told.items():
        if isinstance(entries, list) and entries:
            lines.append(f"{name.replace('_', ' ')}:")
            lines += [f"  {_entry(entry)}" for entry in entries]
    return lines


def _entry(entry: Any) -> str:
    return entry if isinstance(entry, str) else " ".join(str(value) for value in entry.values())
