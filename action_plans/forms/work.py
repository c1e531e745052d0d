"""What was typed about an action: values out, or Invalid with every fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from action_plans.forms.typed import LONGEST_LINE, Typed
from action_plans.rules.severities import Severity


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: nothing about it is believed before it was looked at."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ProofForm:
    text: str | None
    where: str | None
    file: Upload | None


def progress(form: Mapping[str, str]) -> str:
    return _one(form, "text", "Say what has happened")


def step(form: Mapping[str, str]) -> str:
    typed = Typed(form)
    text = typed.words("text", "Say what the step is", most=LONGEST_LINE)
    typed.all_read()
    return text


def proof(form: Mapping[str, str], file: Upload | None) -> ProofForm:
    """Words, a file, or where it can be seen: at least one of them."""
    typed = Typed(form)
    text, where = typed.maybe_words("text"), typed.maybe_words("where", most=LONGEST_LINE)
    if file is None and text is None and where is None:
        typed.fault("text", "Give some proof: words, a photo, a file, or where it can be seen")
    typed.all_read()
    return ProofForm(text, where, file)


def done(form: Mapping[str, str], file: Upload | None) -> ProofForm:
    """What was done; nothing at all is enough when there was proof before."""
    typed = Typed(form)
    text, where = typed.maybe_words("note"), typed.maybe_words("where", most=LONGEST_LINE)
    typed.all_read()
    return ProofForm(text, where, file)


def more_time(form: Mapping[str, str]) -> tuple[date, str]:
    typed = Typed(form)
    new_due_on = typed.day("new_due_on", "Say when it can be done")
    reason = typed.words("reason", "Say why more time is needed")
    typed.all_read()
    return new_due_on, reason


def other_body(form: Mapping[str, str]) -> tuple[str, str]:
    typed = Typed(form)
    body = typed.words("other_body", "Say who has to do it", most=200)
    reason = typed.words("reason", "Say why it is theirs")
    typed.all_read()
    return body, reason


def reason(form: Mapping[str, str]) -> str:
    return _one(form, "reason", "Say why")


def owner(form: Mapping[str, str]) -> tuple[UUID | None, str | None]:
    """Somebody with an account, or the name of somebody without: one of the two."""
    typed = Typed(form)
    name = typed.maybe_words("owner_name", most=200)
    person = typed.identity("owner", "Choose somebody") if form.get("owner") else None
    if person is None and name is None:
        typed.fault("owner", "Choose somebody, or write who it is")
    if person is not None and name is not None:
        typed.fault("owner_name", "Choose somebody, or write a name, but not both")
    typed.all_read()
    return person, name


def severity(form: Mapping[str, str]) -> str:
    typed = Typed(form)
    chosen = typed.choice("severity", set(Severity), "Say how serious it is")
    typed.all_read()
    return chosen


def other_action(form: Mapping[str, str]) -> UUID:
    """The action that stays when two become one."""
    typed = Typed(form)
    chosen = typed.identity("into", "Choose an action")
    typed.all_read()
    assert chosen is not None
    return chosen


def decision(form: Mapping[str, str]) -> tuple[bool, str]:
    """Yes or no, and why: a no needs its reason."""
    typed = Typed(form)
    agreed = typed.choice("agreed", ("yes", "no"), "Say yes or no") == "yes"
    words = typed.maybe_words("decision")
    if words is None and not agreed:
        typed.fault("decision", "Say why not")
    typed.all_read()
    return agreed, words or ""


def _one(form: Mapping[str, str], name: str, missing: str) -> str:
    typed = Typed(form)
    found = typed.words(name, missing)
    typed.all_read()
    return found
