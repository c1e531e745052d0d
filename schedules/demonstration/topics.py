"""What is put right at the demonstration's services, read from ``topics.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One improvement: what each voice said of it, and the action that answers them all."""

    questions: list[str]
    item: str
    severity: str
    title: str
    difference: str
    known: str
    steps: list[str]
    voices: dict[str, str]
    hs: bool = False
    help: str = ""
    owner: str = ""


@cache
def topics() -> tuple[Topic, ...]:
    text = (Path(__file__).parent / "topics.yaml").read_bytes()
    return tuple(msgspec.yaml.decode(text, type=list[Topic]))


@cache
def good() -> tuple[str, ...]:
    text = (Path(__file__).parent / "good.yaml").read_bytes()
    return tuple(msgspec.yaml.decode(text, type=list[str]))


@cache
def by_question() -> dict[str, Topic]:
    return {key: topic for topic in topics() for key in topic.questions}
