"""Invented names. Any likeness to a real person is chance."""

from functools import cache
from pathlib import Path
from random import Random

import msgspec


class _Names(msgspec.Struct, frozen=True):
    given: list[str]
    family: list[str]


@cache
def _known() -> _Names:
    return msgspec.yaml.decode((Path(__file__).parent / "names.yaml").read_bytes(), type=_Names)


def names(chance: Random, count: int) -> list[str]:
    """As many different names as asked for; the same for the same chance."""
    known = _known()
    pairs = [f"{given} {family}" for given in known.given for family in known.family]
    return chance.sample(pairs, count)


def login(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@larkfield.example"
