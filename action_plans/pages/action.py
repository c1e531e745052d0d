"""Everything about one action on screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from action_plans.pages import dates
from action_plans.pages.action_parts import (
    Detail,
    Fact,
    Line,
    Log,
    ProofLine,
    Step,
    Voice,
    logs,
    notes,
    proof,
    step,
    voice,
)
from action_plans.pages.asking import ASKS
from action_plans.pages.history import history_lines
from action_plans.pages.links import Link
from action_plans.pages.rows import action_row, owner_words
from action_plans.permissions import CHECKS
from action_plans.rules.statuses import OPEN, Status
from action_plans.rules.verbs import Verb
from qa.pages.shapes import Row
from qa.viewer import Viewer
from qa.words import day


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
        voices=tuple(voice(one) for one in found.findings),
        knows_voices=knows_voices,
        steps=tuple(step(one, path, Verb.CHANGE_STEPS in found.offered) for one in found.steps),
        can_step=Verb.CHANGE_STEPS in found.offered,
        proof=tuple(proof(one) for one in found.proof),
        notes=notes(found),
        logs=tuple(log for log in logs(found) if log.lines),
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
