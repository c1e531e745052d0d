"""Looking whether what was marked done has worked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from action_plans.forms.checks import WAYS
from action_plans.pages import dates
from action_plans.pages.action import action_page
from action_plans.pages.action_parts import Detail, Fact, Line, ProofLine, Step, Voice
from action_plans.pages.asking import Field, with_names
from action_plans.pages.links import Link
from action_plans.pages.rows import action_row, owner_words, raised_by
from action_plans.permissions import OVERSEES
from action_plans.rules.verbs import Verb
from qa.pages.shapes import Row
from qa.paging import cursor_of, cut, with_query
from qa.viewer import Viewer
from qa.words import day


@dataclass(frozen=True, slots=True)
class CheckRow:
    title: str
    href: str
    service: str
    severity: str
    severity_words: str
    look: str
    owner: str
    raised_by: str
    waiting: str
    whose: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class ChecksPage:
    parts: tuple[Part, ...]
    next: str | None
    links: tuple[Link, ...]
    title: str = "My checks"


@dataclass(frozen=True, slots=True)
class CheckPage:
    title: str
    path: str
    service: str
    severity: str
    severity_words: str
    claimed: str
    promised: tuple[Fact, ...]
    steps: tuple[Step, ...]
    voices: tuple[Voice, ...]
    notes: tuple[Line, ...]
    proof: tuple[ProofLine, ...]
    fields: tuple[Field, ...]
    can_wait: bool
    faults: Mapping[str, str]


_FIELDS = (
    Field("checkboxes", "ways", "How did you look?", options=tuple(WAYS.items())),
    Field(
        "area",
        "seen",
        "What did you see and hear?",
        "If it did not work: what is still to put right. No names of people.",
    ),
    Field(
        "radios",
        "worked",
        "Did it work?",
        options=(("yes", "It worked"), ("no", "Send it back")),
    ),
)


def checks_page(viewer: Viewer, found: Sequence[Row], *, size: int, today: date) -> ChecksPage:
    """What waits now, the longest first, and apart from it what is left for a visit."""
    shown, more = cut(found, size)
    now = tuple(_row(one, today) for one in shown if not one["at_next_visit"])
    later = tuple(_row(one, today) for one in shown if one["at_next_visit"])
    parts = (Part("Waiting for me", now), Part("At my next visit", later))
    keys = [shown[-1][key] for key in ("at_next_visit", "done_at", "id")] if more else []
    return ChecksPage(
        parts=tuple(part for part in parts if part.rows),
        next=with_query("/my-checks", cursor=cursor_of(*keys)) if more else None,
        links=_links(viewer),
    )


def _links(viewer: Viewer) -> tuple[Link, ...]:
    links = (
        Link("Actions without an owner", "/unowned"),
        Link("What I have to do myself", "/my-actions"),
    )
    if not viewer.has(*OVERSEES):
        return links
    return (Link("Waiting for my answer", "/requests"), *links)


def may_check(found: Detail) -> bool:
    """Whether the check is offered; the command asks the same function (rules.md A39)."""
    return Verb.CHECK in found.offered


def check_page(
    viewer: Viewer,
    found: Detail,
    *,
    typed: Mapping[str, str],
    ways: Sequence[str],
    faults: Mapping[str, str],
    today: date,
) -> CheckPage:
    """What was promised, what was said, the proof; and how it was looked at."""
    whole = action_page(viewer, found, (), knows_voices=True, today=today)
    row = found.row
    fields = tuple(
        replace(one, value=typed.get(one.name, ""), values=tuple(ways)) for one in _FIELDS
    )
    return CheckPage(
        title=row["title"],
        path=whole.path,
        service=whole.service,
        severity=whole.severity,
        severity_words=whole.severity_words,
        claimed=f"done on {day(row['done_on'])}, says {row['done_by_name'] or 'its owner'}",
        promised=whole.purpose,
        steps=whole.steps,
        voices=whole.voices,
        notes=whole.notes,
        proof=whole.proof,
        fields=with_names(fields, faults),
        can_wait=not row["check_at_next_visit"],
        faults=faults,
    )


def _row(one: Row, today: date) -> CheckRow:
    short = action_row(one, today, with_service=True)
    return CheckRow(
        title=short.title,
        href=short.href,
        service=short.service,
        severity=short.severity,
        severity_words=short.severity_words,
        look=short.look,
        owner=owner_words(one),
        raised_by=raised_by(one["sources"]),
        waiting=dates.since(one["done_on"], today),
        whose="" if one["for_me"] else "somebody else may check this first",
    )
