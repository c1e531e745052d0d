"""What happens about a finding, as it is typed: join an action, start one, or later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from action_plans.forms.typed import LONGEST_LINE, Typed
from action_plans.rules.due_dates import why_not_first_due_on
from action_plans.rules.severities import Severity
from qa.errors import Invalid
from qa.rules.london import parse_day

JOIN = "join:"
NEW, LATER = "new", "later"
# Free text that may hold a name, by field.
TEXTS = ("new.title", "new.difference", "new.how_known", "new.steps", "new.help_needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """What ``start_action`` takes, by its own names."""

    title: str
    owner_id: UUID | None
    owner_name: str | None
    first_due_on: date | None
    difference: str | None
    how_known: str | None
    steps: tuple[str, ...]
    help_needed: str | None


def answer_given(
    fields: Mapping[str, str], *, severity: str, limit_on: date | None, today: date
) -> UUID | NewAction | None:
    """The action to join, the one to start, or None for later. Invalid with every fault."""
    then = fields.get("then", "")
    if then == LATER:
        return None
    if then == NEW:
        return _new_action(fields, severity=severity, limit_on=limit_on, today=today)
    try:
        return UUID(then.removeprefix(JOIN))
    except ValueError:
        raise Invalid([("then", "Choose what happens about it.")]) from None


def chosen_action(fields: Mapping[str, str]) -> UUID:
    """The earlier action after which something came back."""
    typed = Typed(fields)
    chosen = typed.identity("action", "Choose an action.")
    typed.all_read()
    assert chosen is not None
    return chosen


def texts_of(fields: Mapping[str, str]) -> dict[str, str]:
    """The free text that will be kept, to look for names in."""
    if fields.get("then") != NEW:
        return {}
    return {name: fields[name] for name in TEXTS if fields.get(name, "").strip()}


def _new_action(
    fields: Mapping[str, str], *, severity: str, limit_on: date | None, today: date
) -> NewAction:
    typed = Typed(fields)
    title = typed.words("new.title", "Say what will be done.", most=LONGEST_LINE)
    owner_id = typed.identity("new.owner", "Choose a person.") if fields.get("new.owner") else None
    owner_name = typed.maybe_words("new.owner_name", most=200)
    if owner_id is None and owner_name is None:
        typed.fault("new.owner", "Choose who will do it, or write who it is.")
    if owner_id is not None and owner_name is not None:
        typed.fault("new.owner_name", "Choose somebody, or write a name, but not both.")
    action = NewAction(
        title=title,
        owner_id=owner_id,
        owner_name=owner_name,
        first_due_on=_first_due_on(typed, fields, severity, limit_on, today),
        difference=typed.maybe_words("new.difference"),
        how_known=typed.maybe_words("new.how_known"),
        steps=_steps(typed, fields.get("new.steps", "")),
        help_needed=typed.maybe_words("new.help_needed"),
    )
    typed.all_read()
    return action


def _first_due_on(
    typed: Typed, fields: Mapping[str, str], severity: str, limit_on: date | None, today: date
) -> date | None:
    text = fields.get("new.first_due_on", "").strip()
    if not text:
        return None
    try:
        chosen = parse_day(text)
    except ValueError as wrong:
        typed.fault("new.first_due_on", f"{str(wrong).capitalize()}.")
        return None
    reason = why_not_first_due_on(
        chosen,
        raised_on=today,
        severity=Severity(severity),
        external_limit=None if limit_on is None else max(limit_on, today),
    )
    if reason is not None:
        typed.fault("new.first_due_on", reason)
    return chosen


def _steps(typed: Typed, text: str) -> tuple[str, ...]:
    steps = tuple(line.strip() for line in text.splitlines() if line.strip())
    if any(len(step) > LONGEST_LINE for step in steps):
        typed.fault("new.steps", f"Use at most {LONGEST_LINE} characters for each step.")
    return steps
