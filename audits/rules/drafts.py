"""A finding as it is drafted on site: its words, and the action that will answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from action_plans.rules.due_dates import why_not_first_due_on
from action_plans.rules.severities import Severity
from audits.rules.answers import MOST_LETTERS

LONGEST_TITLE = 300
MOST_STEPS = 20

Faults = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    """An action as drafted; it is started when the audit is completed."""

    title: str = ""
    owner_id: UUID | None = None
    owner_name: str | None = None
    first_due_on: date | None = None
    difference: str | None = None
    how_known: str | None = None
    steps: tuple[str, ...] = ()
    help_needed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInput:
    """A draft as somebody wrote it. All empty takes it out again."""

    text: str = ""
    suggested_action: str = ""
    severity: str = ""
    framework_item: str = ""
    join_action_id: UUID | None = None
    new_action: NewAction | None = None
    none_because: str = ""


def new_action_of(given: Mapping[str, Any] | None) -> NewAction | None:
    """The drafted action in a mapping; empty words are left out. Raises ValueError, in plain
    English, when a value is of no use at all."""
    if given is None:
        return None
    kept = {name: value for name, value in given.items() if value not in (None, "")}
    kept["steps"] = [str(step).strip() for step in given.get("steps", ()) if str(step).strip()]
    try:
        return msgspec.convert(kept, NewAction, strict=False)
    except msgspec.ValidationError as fault:
        raise ValueError("Write the action again: a part of it could not be read.") from fault


def draft_faults(draft: DraftInput, *, today: date, items: frozenset[str]) -> Faults:
    """Every fault of a draft at once, as (field, words); fields as in ``DraftInput``.

    Either a finding in the finder's words with its severity, or a reason why none is
    needed; an action is joined or started, not both (audit_templates.md, Conventions).
    """
    found: Faults = []
    has_text = bool(draft.text.strip())
    if has_text and draft.none_because.strip():
        found.append(("none_because", "Either write a finding, or say why none is needed."))
    if has_text and draft.severity not in set(Severity):
        found.append(("severity", "Choose how serious it is."))
    if not has_text and (draft.join_action_id or draft.new_action):
        found.append(("text", "Write what you found: an action answers a finding."))
    if draft.framework_item and draft.framework_item not in items:
        found.append(("framework_item", "Choose one of the framework's items."))
    if draft.join_action_id and draft.new_action:
        found.append(("join", "Either join an action, or start a new one."))
    for name in ("text", "suggested_action", "none_because"):
        if len(getattr(draft, name)) > MOST_LETTERS:
            found.append((name, f"Write at most {MOST_LETTERS} letters."))
    if draft.new_action is not None:
        found += _of_action(draft.new_action, draft.severity, today)
    return found


def _of_action(action: NewAction, severity: str, today: date) -> Faults:
    found: Faults = []
    if not action.title.strip():
        found.append(("new.title", "Say what will be done."))
    elif len(action.title) > LONGEST_TITLE:
        found.append(("new.title", f"Write at most {LONGEST_TITLE} letters."))
    if action.owner_id is None and not (action.owner_name or "").strip():
        found.append(("new.owner", "Name who will do it."))
    if action.owner_id is not None and action.owner_name:
        found.append(("new.owner", "Choose one owner: from the list, or by name."))
    if action.first_due_on is not None and severity in set(Severity):
        reason = why_not_first_due_on(
            action.first_due_on,
            raised_on=today,
            severity=Severity(severity),
            external_limit=None,
        )
        if reason is not None:
            found.append(("new.first_due_on", reason))
    if len(action.steps) > MOST_STEPS:
        found.append(("new.steps", f"Write at most {MOST_STEPS} steps."))
    if any(len(step) > LONGEST_TITLE for step in action.steps):
        found.append(("new.steps", f"Write at most {LONGEST_TITLE} letters for each step."))
    return found
