"""Everything about one action on screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from action_plans.pages import dates
from action_plans.pages.asking import ASKS
from action_plans.pages.history import history_lines
from action_plans.pages.links import Link
from action_plans.pages.rows import action_row, owner_words
from action_plans.permissions import CHECKS
from action_plans.rules.sources import SOURCE_WORDS, Source
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import OPEN, Status
from action_plans.rules.verbs import Verb
from qa.pages.shapes import Row
from qa.rules.london import LONDON, london_day
from qa.viewer import Viewer
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


@dataclass(frozen=True, slots=True)
class ActionPage:
    title: str
    path: str
    back: str
    back_words: str
    service: str
    severity: str
    severity_words: str
    status: str
    waiting: str
    facts: tuple[Fact, ...]
    main_choice: Link | None
    choices: tuple[Link, ...]
    can_agree: bool
    purpose: tuple[Fact, ...]
    voices: tuple[Voice, ...]
    knows_voices: bool
    steps: tuple[Step, ...]
    can_step: bool
    proof: tuple[ProofLine, ...]
    notes: tuple[Line, ...]
    logs: tuple[Log, ...]
    history: tuple[str, ...]


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
# In the order shown; done and the check are the button.
_CHOICES = (
    "progress",
    "step",
    "proof",
    "more-time",
    "other-body",
    "take-back",
    "we-cannot",
    "owner",
    "severity",
    "reopen",
)


def action_page(
    viewer: Viewer,
    found: Detail,
    events: Sequence[Row],
    *,
    knows_voices: bool,
    today: date,
) -> ActionPage:
    """``knows_voices`` is whether the viewer may know who raised what (glossary.md 3)."""
    row, path = found.row, f"/actions/{found.row['id']}"
    short = action_row(row, today, with_service=False)
    own = viewer.user_id is not None and row["owner"] == viewer.user_id
    return ActionPage(
        title=row["title"],
        path=path,
        back=f"/services/{row['service']}/plan" if knows_voices else "/my-actions",
        back_words=f"Action plan: {row['service_name']}" if knows_voices else "My actions",
        service=row["service_name"],
        severity=short.severity,
        severity_words=short.severity_words,
        status=short.status,
        waiting=_waiting(viewer, found, own),
        facts=tuple(_facts(found, today)),
        main_choice=_main_choice(found.offered, path),
        choices=tuple(_choices(found, path)),
        can_agree=Verb.AGREE in found.offered,
        purpose=tuple(_purpose(row)),
        voices=tuple(_voice(one) for one in found.findings),
        knows_voices=knows_voices,
        steps=tuple(_step(one, path, Verb.CHANGE_STEPS in found.offered) for one in found.steps),
        can_step=Verb.CHANGE_STEPS in found.offered,
        proof=tuple(_proof(one) for one in found.proof),
        notes=_notes(found),
        logs=tuple(log for log in _logs(found) if log.lines),
        history=history_lines(events),
    )


def _waiting(viewer: Viewer, found: Detail, own: bool) -> str:
    row = found.row
    if row["status"] == Status.DONE:
        words = "It is done and waits for somebody else to look whether it worked."
        if row["check_at_next_visit"]:
            words = "It is done. Somebody will look whether it worked on their next visit."
        if own:
            return f"{words} The waiting does not count against you."
        if viewer.has(*CHECKS) and found.why_not_check is not None:
            return f"{words} {found.why_not_check}"
        return words
    if row["status"] == Status.REJECTED and row["not_done_because"]:
        return f"We could not, because: {row['not_done_because']}"
    return ""


def _facts(found: Detail, today: date) -> Iterator[Fact]:
    row = found.row
    yield Fact("Owner", owner_words(row))
    if Status(row["status"]) in OPEN or row["status"] == Status.TRANSFERRED:
        yield Fact("Due", f"{day(row['due_on'])}, {_in_words(row, today)}")
    if row["first_due_on"] != row["due_on"]:
        yield Fact("First date", day(row["first_due_on"]))
    if len(found.due_dates) > 2:
        yield Fact("Dates on the way", ", then ".join(day(one) for one in found.due_dates[1:-1]))
    if row["limit_on"] is not None:
        yield Fact("Last possible date", f"{day(row['limit_on'])}, set by an outside body")
    yield Fact("Raised on", day(row["raised_on"]))
    if row["done_on"] is not None:
        yield Fact("Done", f"{day(row['done_on'])}, said {row['done_by_name'] or 'somebody'}")
    if row["checked_on"] is not None:
        by = row["checked_by_name"] or "somebody"
        yield Fact("Checked", f"{day(row['checked_on'])}, by {by}")


def _in_words(row: Row, today: date) -> str:
    if row["status"] == Status.DONE:
        return "done"
    words = dates.due(row["due_on"], today)
    if row["due_on"] > today:
        left = (row["due_on"] - today).days
        return "tomorrow" if left == 1 else f"in {left} days"
    return "today" if row["due_on"] == today else words


def _main_choice(offered: frozenset[Verb], path: str) -> Link | None:
    if Verb.CHECK in offered:
        return Link("Look whether it worked", f"{path}/check")
    if Verb.MARK_DONE in offered:
        return Link(ASKS["done"].title, f"{path}/done")
    return None


def _choices(found: Detail, path: str) -> Iterator[Link]:
    offered = found.offered
    for what in _CHOICES:
        if ASKS[what].verb in offered:
            yield Link(ASKS[what].title, f"{path}/{what}")
    if Verb.JOIN in offered:
        yield Link("Join or take away something that was found", f"{path}/findings")
    if Verb.MERGE in offered:
        yield Link("Put this together with another action", f"{path}/merge")
    if found.row["merged_into"] is not None:
        yield Link("See the action that took this one in", f"/actions/{found.row['merged_into']}")


def _purpose(row: Row) -> Iterator[Fact]:
    if row["difference"]:
        yield Fact("What will be different", row["difference"])
    if row["how_known"]:
        yield Fact("How we shall know", row["how_known"])
    if row["help_needed"]:
        yield Fact("Help needed from outside the service", row["help_needed"])


def _voice(one: Row) -> Voice:
    source = SOURCE_WORDS[Source(one["source"])]
    who = f" ({one['who']})" if one["who"] else ""
    said_by = f"{source[0].upper()}{source[1:]}{who}, {day(one['raised_on'])}"
    return Voice(one["text"], said_by, f"/findings/{one['id']}", f"More about {one['ref']}")


def _step(one: Row, path: str, may_change: bool) -> Step:
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


def _proof(one: Row) -> ProofLine:
    words = f"Where to see it: {one['text']}" if one["kind"] == "where" else one["text"] or ""
    photo = one["kind"] == "photo"
    return ProofLine(
        words=words,
        file=f"/files/{one['file']}" if one["file"] else "",
        file_words=f"{'Photo' if photo else 'File'}: {one['file_name']}" if one["file"] else "",
        photo=photo,
        said_by=_by(one["added_by_name"], one["added_at"]),
    )


def _notes(found: Detail) -> tuple[Line, ...]:
    return tuple(
        Line(f"{_NOTES.get(one['kind'], '')}{one['text']}", _by(one["by_name"], one["at"]))
        for one in reversed(found.notes)
    )


def _logs(found: Detail) -> Iterator[Log]:
    yield Log("How it is going", _notes(found))
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
