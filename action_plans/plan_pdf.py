"""A service's action plan on paper: for the team meeting, and for CQC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from action_plans.pages.rows import owner_words, raised_by
from action_plans.queries.printed_plan import CREDIT, PrintedPlan
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.statuses import Status
from qa.db import Row as Record
from qa.pages.print import Fact
from qa.rules.london import london_day
from qa.words import day, days_late, plural

# Ruled lines for the meeting under every plan.
NOTE_LINES = range(6)
LEFT_OUT = "What not everybody at the service may read is never printed."
MORE = "The plan is longer than what is printed here; look at the rest on the screen."


@dataclass(frozen=True, slots=True)
class _Words:
    """``count`` stands after the number; ``when`` heads the column of dates."""

    heading: str
    intro: str
    count: str
    when: str = "Due"


# By the groups of queries.plan, in the order printed.
_WORDS = {
    "late": _Words("Late", "The date has passed and it is not done yet.", "late"),
    "week": _Words("Due this week", "What to do until Sunday.", "due this week"),
    "waiting": _Words(
        "Waiting for somebody else",
        "For a landlord, another body, somebody outside the service, or an answer.",
        "waiting for somebody else",
    ),
    "open": _Words("Due later", "What comes after this week.", "due later"),
    "to_check": _Words(
        "Done, waiting to be checked",
        "The owner says that it is done. Somebody else will look whether it worked.",
        "done, waiting to be checked",
        "Done",
    ),
    "closed": _Words(
        f"Put right in the last {CREDIT} days",
        "Somebody else looked, and it worked.",
        f"put right in the last {CREDIT} days",
        "Checked",
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """``done`` says when, or is empty."""

    text: str
    done: str


@dataclass(frozen=True, slots=True)
class PrintedAction:
    """``number`` is for the meeting: it counts through this print only."""

    number: int
    title: str
    severity: str
    severity_words: str
    raised_by: str
    difference: str
    help_needed: str
    steps: tuple[Step, ...]
    owner: str
    when: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PrintedPart:
    heading: str
    intro: str
    when_heading: str
    actions: tuple[PrintedAction, ...]


@dataclass(frozen=True, slots=True)
class PlanPdf:
    """``service``, ``about`` and ``printed`` stand at the edge of every page."""

    title: str
    service: str
    about: str
    printed: str
    facts: tuple[Fact, ...]
    lead: str
    counts: tuple[str, ...]
    parts: tuple[PrintedPart, ...]
    left_out: str = LEFT_OUT
    note_lines: range = NOTE_LINES


def plan_pdf(*, service: Record, plan: PrintedPlan, printed: str, today: date) -> PlanPdf:
    """The plan as it is today, in the groups and the order of the screen."""
    groups: dict[str, list[Record]] = {group: [] for group in _WORDS}
    for action in plan.actions:
        groups[action["group"]].append(action)
    number = count(1)
    return PlanPdf(
        title=f"Action plan: {service['name']}",
        service=service["name"],
        about="Action plan",
        printed=printed,
        facts=(
            Fact("Service", f"{service['name']} ({service['code']})"),
            Fact("Region", service["region"]),
            Fact("Manager", ", ".join(service["managers"]) or "nobody yet"),
            Fact("As it was on", day(today)),
        ),
        lead=_lead(groups, plan.more),
        counts=tuple(
            f"{len(found)} {_WORDS[group].count}" for group, found in groups.items() if found
        ),
        parts=tuple(
            PrintedPart(
                heading=_WORDS[group].heading,
                intro=_WORDS[group].intro,
                when_heading=_WORDS[group].when,
                actions=tuple(_printed(next(number), one, plan, today) for one in found),
            )
            for group, found in groups.items()
            if found
        ),
    )


def _printed(number: int, action: Record, plan: PrintedPlan, today: date) -> PrintedAction:
    severity = Severity(action["severity"])
    behind = plan.behind[action["id"]]
    return PrintedAction(
        number=number,
        title=action["title"],
        severity=severity,
        severity_words=SEVERITY_WORDS[severity].capitalize(),
        raised_by=_raised_by(action["sources"], behind["sources"]),
        difference=behind["difference"] or "",
        help_needed=behind["help_needed"] or "",
        steps=tuple(Step(one["text"], _done(one)) for one in plan.steps.get(action["id"], ())),
        owner=_owner(action),
        when=_when(action, today),
    )


def _raised_by(known: str, printable: str | None) -> str:
    """Nothing where this viewer may not know who raised it, or nobody may yet."""
    return raised_by(printable) if known and printable else ""


def _done(step: Record) -> str:
    return f"done {day(london_day(step['done_at']))}" if step["done_at"] else ""


def _owner(action: Record) -> str:
    owner, body = owner_words(action), action["other_body"]
    if action["status"] != Status.TRANSFERRED or not body:
        return owner
    return f"{body}, chased by {owner}" if action["owner_name"] else str(body)


def _when(action: Record, today: date) -> tuple[Line, ...]:
    if action["group"] == "closed":
        return (Line(day(action["checked_on"])),)
    if action["group"] == "to_check":
        return (Line(day(action["done_on"])),)
    due, first = action["due_on"], action["first_due_on"]
    lines = [Line(day(due)), Line(days_late(due, today), late=due < today)]
    if first != due:
        lines.append(Line(f"first date {day(first)}"))
    return tuple(lines)


def _lead(groups: Mapping[str, Sequence[Record]], more: bool) -> str:
    still = sum(len(found) for group, found in groups.items() if group != "closed")
    words = f"{plural(still, 'action')} to put right." if still else "Nothing is to be put right."
    return f"{words} {MORE}" if more else words
