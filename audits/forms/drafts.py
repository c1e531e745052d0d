"""What is to be put right, as it is typed: the finding, and what happens about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from qa.errors import Invalid
from qa.rules.london import parse_day

JOIN = "join:"
NEW, LATER, NONE = "new", "later", "none"
# Free text that may hold a name, by field.
TEXTS = (
    "text",
    "suggested_action",
    "none_because",
    "new.title",
    "new.difference",
    "new.how_known",
    "new.steps",
    "new.help_needed",
)
_NEW_WORDS = ("title", "owner_name", "difference", "how_known", "help_needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftGiven:
    """What ``save_draft`` takes, by its own names."""

    text: str | None = None
    suggested_action: str | None = None
    severity: str | None = None
    framework_item: str | None = None
    join_action_id: UUID | None = None
    new_action: dict[str, Any] | None = None
    none_because: str | None = None


def draft_given(typed: Mapping[str, str]) -> DraftGiven:
    """The draft in a form; only what belongs to the chosen way is taken.

    Raises Invalid with every fault that can be told without the audit.
    """
    then = typed.get("then", "")
    if then == NONE:
        because = _words(typed, "none_because")
        if because is None:
            raise Invalid([("none_because", "Say why nothing needs to be put right.")])
        return DraftGiven(none_because=because)
    faults: list[tuple[str, str]] = []
    if _words(typed, "text") is None:
        faults.append(("text", "Write what you found."))
    joined, action = None, None
    if then.startswith(JOIN):
        joined = _id(then.removeprefix(JOIN))
    elif then == NEW:
        action, more = _new_action(typed)
        faults += more
    elif then != LATER:
        faults.append(("then", "Choose what happens about it."))
    if faults:
        raise Invalid(faults)
    return DraftGiven(
        text=_words(typed, "text"),
        suggested_action=_words(typed, "suggested_action"),
        severity=_words(typed, "severity"),
        framework_item=_words(typed, "framework_item"),
        join_action_id=joined,
        new_action=action,
    )


def texts_of(typed: Mapping[str, str]) -> dict[str, str]:
    """The free text that will be kept, to look for names in."""
    then = typed.get("then", "")
    if then == NONE:
        kept: tuple[str, ...] = ("none_because",)
    else:
        kept = tuple(
            name
            for name in TEXTS
            if name != "none_because" and (then == NEW or not name.startswith("new."))
        )
    return {name: words for name in kept if (words := typed.get(name, "").strip())}


def _new_action(typed: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    faults: list[tuple[str, str]] = []
    action: dict[str, Any] = {name: _words(typed, f"new.{name}") for name in _NEW_WORDS}
    action["owner_id"] = _id(typed.get("new.owner", ""))
    action["steps"] = typed.get("new.steps", "").splitlines()
    if due := _words(typed, "new.first_due_on"):
        try:
            action["first_due_on"] = parse_day(due)
        except ValueError as fault:
            words = str(fault)
            faults.append(("new.first_due_on", f"{words[0].upper()}{words[1:]}."))
    return action, faults


def _words(typed: Mapping[str, str], name: str) -> str | None:
    return typed.get(name, "").replace("\r\n", "\n").strip() or None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
