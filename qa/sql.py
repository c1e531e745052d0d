"""SQL in pieces: a text with ``{}`` for each value, and the values apart from it.

Piccolo's QueryString does the same, but takes its text apart again at every level for every
statement; the conditions of who may see what are dozens of pieces, which cost a page more than
its rows did.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

_PLACE = re.compile(r"(?<!\{)\{\}(?!\})")


class SQL:
    """A piece of a statement. A value may be another piece, which is put in where it stands.

    As in ``str.format``, ``{{`` and ``}}`` are braces; without values ``{}`` is one too.
    Raises ValueError when values and places are not as many.
    """

    __slots__ = ("texts", "values")

    def __init__(self, template: str, *args: Any) -> None:
        between = _between(template) if args else (_plain(template),)
        if len(between) != len(args) + 1:
            raise ValueError(f"{len(args)} values for {len(between) - 1} places: {template}")
        texts, values = [between[0]], []
        for arg, text in zip(args, between[1:], strict=True):
            if isinstance(arg, SQL):
                texts[-1] += arg.texts[0]
                texts.extend(arg.texts[1:])
                texts[-1] += text
                values.extend(arg.values)
            else:
                texts.append(text)
                values.append(arg)
        self.texts: list[str] = texts
        self.values: list[Any] = values

    def compile_string(self, engine_type: str = "postgres") -> tuple[str, list[Any]]:
        """The statement with ``$1`` and so on, and its values: what Piccolo's engine asks for."""
        numbered = (f"${number}{text}" for number, text in enumerate(self.texts[1:], 1))
        return self.texts[0] + "".join(numbered), self.values

    def __str__(self) -> str:
        return self.compile_string()[0]


def all_of(*conditions: SQL) -> SQL:
    """Join conditions with AND, in brackets of their own; no condition is TRUE."""
    return _joined("AND", "TRUE", "FALSE", conditions)


def any_of(*conditions: SQL) -> SQL:
    """Join conditions with OR, in brackets of their own; no condition is FALSE."""
    return _joined("OR", "FALSE", "TRUE", conditions)


def negated(condition: SQL) -> SQL:
    """The opposite of a condition that is never null."""
    opposite = {"TRUE": "FALSE", "FALSE": "TRUE"}.get(condition.texts[0])
    return SQL(opposite) if opposite else SQL("NOT ({})", condition)


def one_of(column: str, ids: Collection[Any]) -> SQL:
    """Whether a column is one of these; of one alone the database knows more beforehand."""
    if not ids:
        return SQL("FALSE")
    if len(ids) == 1:
        return SQL(f"{column} = {{}}", *ids)
    return SQL(f"{column} = ANY({{}})", list(ids))


def _joined(word: str, without: str, decides: str, conditions: tuple[SQL, ...]) -> SQL:
    """What says nothing is left out, and what decides stands alone: less to send and to plan."""
    said = [one for one in conditions if one.texts[0] != without]
    if any(one.texts[0] == decides for one in said):
        return SQL(decides)
    if not said:
        return SQL(without)
    return SQL(f"({f' {word} '.join('({})' for _ in said)})", *said)


@lru_cache(maxsize=2048)
def _between(template: str) -> tuple[str, ...]:
    return tuple(_plain(text) for text in _PLACE.split(template))


def _plain(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
