"""Short forms about an action, described as data: one page, one question, one button."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from action_plans.permissions import why_not_set_severity
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.standings import Standing
from action_plans.rules.verbs import Verb
from qa.pages.shapes import Option, Row
from qa.roles import WORDS, Role
from qa.viewer import Viewer

FILE_HINT = (
    "Up to 25 MB. Rooms and things, not people. Never a page that shows somebody's name."
    " We take out where and when a photo was made."
)


@dataclass(frozen=True, slots=True)
class Field:
    """``kind`` is area, text, date, select, radios, checkboxes or file."""

    kind: str
    name: str
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    kind: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What one form asks: ``verb`` is what has to be offered for it to appear."""

    verb: Verb
    title: str
    fields: tuple[Field, ...]
    button: str
    intro: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskPage:
    title: str
    about: str
    path: str
    back: str
    back_words: str
    fields: tuple[Field, ...]
    buttons: tuple[Button, ...]
    intro: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    with_file: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)


_PROOF = (
    Field("file", "file", "A photo or a file", FILE_HINT),
    Field("text", "where", "Or where it can be seen", "Like: the fire log in the office"),
)

ASKS: Mapping[str, Ask] = MappingProxyType(
    {
        "done": Ask(
            Verb.MARK_DONE,
            "Done, here is the proof",
            (Field("area", "note", "What was done?"), *_PROOF),
            "It is done",
            ("Somebody else then looks whether it worked.",),
        ),
        "progress": Ask(
            Verb.RECORD_PROGRESS,
            "Say how it is going",
            (Field("area", "text", "What has happened since last time?"),),
            "Save",
        ),
        "proof": Ask(
            Verb.ADD_PROOF,
            "Add proof",
            (Field("area", "text", "What does it show?"), *_PROOF),
            "Add this proof",
            ("Who adds proof cannot be the one who checks that it worked.",),
        ),
        "step": Ask(
            Verb.CHANGE_STEPS,
            "Add a step",
            (Field("text", "text", "What is the step?", "One small thing that can be ticked"),),
            "Add this step",
        ),
        "more-time": Ask(
            Verb.ASK_FOR_TIME,
            "Ask for more time",
            (
                Field("date", "new_due_on", "When can it be done?"),
                Field("area", "reason", "Why is more time needed?"),
            ),
            "Ask for more time",
            ("The regional manager answers. The first date stays on show.",),
        ),
        "other-body": Ask(
            Verb.SAY_OTHER_BODY,
            "Somebody else has to do this",
            (
                Field("text", "other_body", "Who has to do it?", "Like: the landlord"),
                Field("area", "reason", "Why is it theirs, and what have you asked them?"),
            ),
            "Say that it is theirs",
            (
                "It counts once the regional manager agrees. It stays on your plan, so that"
                " nobody forgets to chase it.",
            ),
        ),
        "take-back": Ask(
            Verb.TAKE_BACK,
            "Take this back",
            (Field("area", "reason", "Why is it ours again?"),),
            "Take it back",
        ),
        "we-cannot": Ask(
            Verb.SAY_WE_CANNOT,
            "We cannot do this",
            (Field("area", "reason", "We could not, because"),),
            "Say that we cannot",
            ("A Quality Manager reads the reason and decides.",),
        ),
        "owner": Ask(
            Verb.NAME_OWNER,
            "Name who does this",
            (
                Field("select", "owner", "Somebody who signs in here"),
                Field(
                    "text",
                    "owner_name",
                    "Or somebody who does not",
                    "Like: Property team. They are chased through the service's manager.",
                ),
            ),
            "Name the owner",
        ),
        "severity": Ask(
            Verb.SET_SEVERITY,
            "Change how serious it is",
            (Field("radios", "severity", "How serious is it?"),),
            "Change it",
            ("More serious brings the date forward. The first date stays on show.",),
        ),
        "reopen": Ask(
            Verb.REOPEN,
            "Open this again",
            (Field("area", "reason", "What shows that it did not work?"),),
            "Open it again",
        ),
    }
)


def choices_of(
    what: str, viewer: Viewer, about: Standing, owners: Sequence[Row]
) -> Mapping[str, tuple[Option, ...]]:
    """What can be chosen in the fields of a form, by field."""
    if what == "owner":
        people = ((str(one["id"]), _person(one)) for one in owners)
        return {"owner": (("", "Choose somebody"), *people)}
    if what == "severity":
        allowed = (one for one in Severity if one is not about.severity)
        return {
            "severity": tuple(
                (one.value, SEVERITY_WORDS[one].capitalize())
                for one in allowed
                if why_not_set_severity(viewer, about, one) is None
            )
        }
    return {}


def ask_page(
    what: str,
    action: Row,
    *,
    options: Mapping[str, tuple[Option, ...]],
    typed: Mapping[str, str],
    faults: Mapping[str, str],
) -> AskPage:
    """The page of one form, with what was typed and every fault."""
    ask, path = ASKS[what], f"/actions/{action['id']}"
    fields = tuple(
        replace(one, value=typed.get(one.name, ""), options=options.get(one.name, one.options))
        for one in ask.fields
    )
    return AskPage(
        title=ask.title,
        about=action["title"],
        path=f"{path}/{what}",
        back=path,
        back_words="Back to the action",
        fields=with_names(fields, faults),
        buttons=(Button(ask.button),),
        intro=ask.intro,
        with_file=any(one.kind == "file" for one in ask.fields),
        faults=faults,
    )


def _person(found: Row) -> str:
    roles = ", ".join(WORDS[Role(role)] for role in found["roles"])
    return f"{found['name']} ({roles})" if roles else str(found["name"])


NAMES_KEPT = "names_kept"


def with_names(fields: tuple[Field, ...], faults: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields, and after a name was pointed out the choice to keep the words."""
    if NAMES_KEPT not in faults:
        return fields
    keep = Field(
        "checkboxes", NAMES_KEPT, "About names", options=(("yes", "Keep these words as they are"),)
    )
    return (*fields, keep)


def names_fault(names: Collection[str]) -> str:
    """What is said when words seem to hold somebody's name (glossary.md 7.4)."""
    return f"This looks like a name: {', '.join(names)}. Leave it out if you can."
