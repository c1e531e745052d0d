"""The parts of the page of one action: voices, steps, proof, and what was said on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from action_plans.pages.finding_words import shown_words
from action_plans.rules.sources import SOURCE_WORDS, Source
from action_plans.rules.standings import Standing
from action_plans.rules.verbs import Verb
from qa.pages.shapes import Row
from qa.rules.london import LONDON, london_day
from qa.words import day, day_and_time


class Detail(Protocol):
    """What `queries.action` finds."""

    @property
    def row(self) -> Row: ...
    @property
    def about(self) -> Standing: ...
    @property
    def offered(self) -> frozenset[Verb]: ...
    @property
    def why_not_check(self) -> str | None: ...
    @property
    def findings(self) -> Sequence[Row]: ...
    @property
    def steps(self) -> Sequence[Row]: ...
    @property
    def notes(self) -> Sequence[Row]: ...
    @property
    def proof(self) -> Sequence[Row]: ...
    @property
    def requests(self) -> Sequence[Row]: ...
    @property
    def checks(self) -> Sequence[Row]: ...
    @property
    def due_dates(self) -> Sequence[date]: ...


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Voice:
    words: str
    said_by: str
    href: str
    link: str


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    done: str
    path: str
    next: str
    button: str


@dataclass(frozen=True, slots=True)
class ProofLine:
    words: str
    file: str
    file_words: str
    photo: bool
    said_by: str


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Log:
    title: str
    lines: tuple[Line, ...]


_REQUESTS = {
    "extension": "Asked for more time, until {new_due_on}",
    "transfer": "Said that it is for {other_body} to do",
    "rejection": "Said that we cannot do it",
}
_NOTES = {
    "progress": "",
    "done": "Done: ",
    "sent_back": "Sent back: ",
    "reopened": "Opened again: ",
    "taken_back": "Taken back: ",
}


def voice(one: Row) -> Voice:
    source = SOURCE_WORDS[Source(one["source"])]
    who = f" ({one['who']})" if one["who"] else ""
    said_by = f"{source[0].upper()}{source[1:]}{who}, {day(one['raised_on'])}"
    return Voice(shown_words(one), said_by, f"/findings/{one['id']}", f"More about {one['ref']}")


def step(one: Row, path: str, may_change: bool) -> Step:
    done = one["done_at"] is not None
    when = f"done {day(london_day(one['done_at']))}" if done else ""
    by = f" by {one['done_by_name']}" if done and one["done_by_name"] else ""
    return Step(
        words=one["text"],
        done=f"{when}{by}",
        path=f"{path}/steps/{one['id']}" if may_change else "",
        next="no" if done else "yes",
        button="Not done after all" if done else "Done",
    )


def proof(one: Row) -> ProofLine:
    words = f"Where to see it: {one['text']}" if one["kind"] == "where" else one["text"] or ""
    photo = one["kind"] == "photo"
    return ProofLine(
        words=words,
        file=f"/files/{one['file']}" if one["file"] else "",
        file_words=f"{'Photo' if photo else 'File'}: {one['file_name']}" if one["file"] else "",
        photo=photo,
        said_by=_by(one["added_by_name"], one["added_at"]),
    )


def notes(found: Detail) -> tuple[Line, ...]:
    return tuple(
        Line(f"{_NOTES.get(one['kind'], '')}{one['text']}", _by(one["by_name"], one["at"]))
        for one in reversed(found.notes)
    )


def logs(found: Detail) -> Iterator[Log]:
    yield Log("How it is going", notes(found))
    yield Log("What was asked", tuple(_request(one) for one in reversed(found.requests)))
    yield Log(
        "Who looked whether it worked",
        tuple(
            Line(
                f"{'It worked' if one['worked'] else 'Sent back'}. {one['how']}",
                _by(one["checked_by_name"], one["checked_at"]),
            )
            for one in reversed(found.checks)
        ),
    )


def _request(one: Row) -> Line:
    asked = _REQUESTS[one["kind"]].format(
        new_due_on=day(one["new_due_on"]) if one["new_due_on"] else "",
        other_body=one["other_body"] or "",
    )
    words = f"{asked}: {one['reason']}"
    by = _by(one["asked_by_name"], one["asked_at"])
    if one["decided_at"] is None:
        return Line(words, f"{by}. No answer yet")
    answer = f"{'Yes' if one['agreed'] else 'No'}{': ' if one['decision'] else ''}"
    decided = _by(one["decided_by_name"], one["decided_at"])
    return Line(f"{words}\n{answer}{one['decision'] or ''}", f"{by}. Answered: {decided}")


def _by(name: str | None, at: datetime) -> str:
    return f"{name or 'the system'}, {day_and_time(at.astimezone(LONDON))}"
