"""Choosing what belongs together."""

from collections.abc import Sequence
from dataclasses import dataclass

from action_plans.pages.action_parts import Detail
from action_plans.pages.finding_words import shown_words
from action_plans.pages.rows import owner_words, raised_by
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.sources import SOURCE_WORDS, Source
from action_plans.rules.verbs import Verb
from qa.pages.shapes import Row
from qa.words import day


@dataclass(frozen=True, slots=True)
class Choice:
    """``words`` are the finder's or the title; ``path`` is where its button goes."""

    words: str
    about: str
    severity: str
    severity_words: str
    path: str
    value: str


@dataclass(frozen=True, slots=True)
class JoiningPage:
    title: str
    about: str
    back: str
    joined: tuple[Choice, ...]
    free: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class MergingPage:
    title: str
    about: str
    back: str
    path: str
    choices: tuple[Choice, ...]


def may_join(found: Detail) -> bool:
    return Verb.JOIN in found.offered


def may_merge(found: Detail) -> bool:
    return Verb.MERGE in found.offered


def joining_page(found: Detail, free: Sequence[Row]) -> JoiningPage:
    path = f"/actions/{found.row['id']}"
    return JoiningPage(
        title="What was found, and belongs together",
        about=found.row["title"],
        back=path,
        joined=tuple(_finding(one, path) for one in found.findings),
        free=tuple(_finding(one, path) for one in free),
    )


def merging_page(found: Detail, near: Sequence[Row]) -> MergingPage:
    """Open actions of the service that seem near, the nearest first."""
    path = f"/actions/{found.row['id']}"
    return MergingPage(
        title="Put this together with another action",
        about=found.row["title"],
        back=path,
        path=f"{path}/merge",
        choices=tuple(_action(one) for one in near if one["id"] != found.row["id"]),
    )


def _finding(one: Row, path: str) -> Choice:
    severity = Severity(one["severity"])
    source = SOURCE_WORDS[Source(one["source"])]
    return Choice(
        words=shown_words(one),
        about=f"{source[0].upper()}{source[1:]}, {day(one['raised_on'])}",
        severity=severity,
        severity_words=SEVERITY_WORDS[severity],
        path=f"{path}/findings/{one['id']}",
        value="",
    )


def _action(one: Row) -> Choice:
    severity = Severity(one["severity"])
    return Choice(
        words=one["title"],
        about=f"Raised by {raised_by(one['sources'])}. Owner: {owner_words(one)}."
        f" Due {day(one['due_on'])}",
        severity=severity,
        severity_words=SEVERITY_WORDS[severity],
        path=f"/actions/{one['id']}",
        value=str(one["id"]),
    )
