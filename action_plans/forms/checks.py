"""What somebody saw who looked whether an action worked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from action_plans.forms.typed import Typed

WAYS: Mapping[str, str] = {
    "looked": "I looked myself",
    "asked": "I asked people",
    "sampled": "I checked a sample again",
}


@dataclass(frozen=True, slots=True)
class CheckForm:
    worked: bool
    how: str


def check(form: Mapping[str, str], ways: Sequence[str]) -> CheckForm:
    """How it was checked and what was seen; what is sent back needs its words most of all."""
    typed = Typed(form)
    verdict = typed.choice("worked", ("yes", "no"), "Say whether it worked")
    known = [WAYS[way] for way in WAYS if way in ways]
    if not known:
        typed.fault("ways", "Say how you looked")
    missing = "Say what is still to put right" if verdict == "no" else "Say what you saw"
    seen = typed.words("seen", missing)
    typed.all_read()
    return CheckForm(verdict == "yes", f"{', '.join(known)}: {seen}")
