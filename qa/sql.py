"""SQL in pieces: a text with ``{}`` for each value, and the values apart from it.

Piccolo's QueryString does the same, but takes its text apart again at every level for every
statement; the conditions of who may see what are dozens of pieces, which cost a page more than
its rows did.
"""

from __future__ import annotations

import re
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


@lru_cache(maxsize=2048)
def _between(template: str) -> tuple[str, ...]:
    return tuple(_plain(text) for text in _PLACE.split(template))


def _plain(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
