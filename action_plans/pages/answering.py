"""What happens about one finding: an open action that may be the same, a new one, or later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from action_plans.forms.answering import JOIN
from action_plans.pages.asking import NAMES_KEPT
from action_plans.pages.finding_words import source_words
from action_plans.pages.rows import ActionRow, action_row
from action_plans.rules.due_dates import first_due_on
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from qa.pages.shapes import Option, Row
from qa.roles import WORDS, Role
from qa.words import day


@dataclass(frozen=True, slots=True)
class AnswerPage:
    title: str
    path: str
    back: str
    back_words: str
    queue: bool
    place: str
    service: str
    said_by: str
    words: str
    suggested: str
    severity: str
    severity_words: str
    values: Mapping[str, str]
    then: str
    offered: tuple[tuple[str, ActionRow], ...]
    owners: tuple[Option, ...]
    due_hint: str
    names_found: bool
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CameBackPage:
    title: str
    path: str
    back: str
    words: str
    actions: tuple[tuple[str, ActionRow], ...]


def answer_page(
    one: Row,
    offered: Sequence[Row],
    owners: Sequence[Row],
    *,
    place: tuple[int, int] | None,
    typed: Mapping[str, str],
    faults: Mapping[str, str],
    today: date,
) -> AnswerPage:
    """``place`` is which of how many findings of a report this is, while they are answered
    one after the other."""
    severity = Severity(one["severity"])
    report = place is not None and one["report"]
    return AnswerPage(
        title="What happens about it?",
        path=f"/findings/{one['id']}/answer",
        back=f"/reports/{one['report']}" if report else f"/findings/{one['id']}",
        back_words="The report" if report else "What was found",
        queue=place is not None,
        place=f"{place[0]} of {place[1]}" if place is not None and place[1] > 1 else "",
        service=one["service_name"],
        said_by=f"{source_words(one['source'])}, {day(one['raised_on'])}",
        words=one["text"],
        suggested=one["suggested_action"] or "",
        severity=severity,
        severity_words=SEVERITY_WORDS[severity],
        values={"new.title": one["suggested_action"] or "", **typed},
        then=typed.get("then", ""),
        offered=tuple(
            (f"{JOIN}{row['id']}", action_row(row, today, with_service=False)) for row in offered
        ),
        owners=(("", "Choose a person"), *(_owner(person) for person in owners)),
        due_hint=_due_hint(severity, one["limit_on"], today),
        names_found=NAMES_KEPT in faults,
        faults={name: words for name, words in faults.items() if name != NAMES_KEPT},
    )


def came_back_page(one: Row, actions: Sequence[Row], today: date) -> CameBackPage:
    """Actions that were put right and checked, and may have come to nothing after all."""
    path = f"/findings/{one['id']}"
    return CameBackPage(
        title="It came back",
        path=f"{path}/came-back",
        back=path,
        words=one["text"],
        actions=tuple(
            (str(row["id"]), action_row(row, today, with_service=False)) for row in actions
        ),
    )


def _due_hint(severity: Severity, limit_on: date | None, today: date) -> str:
    usual = first_due_on(today, severity)
    if limit_on is None:
        return f"Left empty: {day(usual)}, as it is {SEVERITY_WORDS[severity]}."
    limit = max(limit_on, today)
    return (
        f"Left empty: {day(min(usual, limit))}. It cannot be later than {day(limit)}, which an"
        " outside body set."
    )


def _owner(one: Row) -> Option:
    roles = ", ".join(WORDS[Role(role)] for role in one["roles"])
    return str(one["id"]), f"{one['name']} ({roles})" if roles else str(one["name"])
