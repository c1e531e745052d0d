"""What is known of one service on one day: the whole input of its rating."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from schedules.rules.risk_model import (
    CRITICAL_FAIL,
    FLOOR_CODES,
    INPUTS,
    OPEN_ENQUIRY,
    UNKNOWN,
    F,
    InputRule,
    RiskModel,
)

Value = str | Fraction | frozenset[str]
YES_OR_NO = (CRITICAL_FAIL, OPEN_ENQUIRY, *FLOOR_CODES)
LOADABLE = (*INPUTS, *YES_OR_NO)
MOST_FLAGS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of one input. An inherited CQC rating counts, and says so (rules.md A43)."""

    value: Value
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A floor's fact as somebody told it, and since when."""

    holds: bool
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """One service on one day. An input without a reading is not known.

    ``last_review_on`` is the last full review the system knows the day of;
    ``vacant_since`` the day from which nobody manages the service; ``service_review_due``
    whether two of FL17's facts came together and no Service Review was held since.
    """

    on: date
    regulated: bool
    opened_on: date
    new_or_transferred: bool = False
    readings: Mapping[str, Reading] = field(default_factory=dict)
    told: Mapping[str, Told] = field(default_factory=dict)
    critical_fail: bool = False
    life_safety_overdue: bool = False
    open_enquiry: bool = False
    key_question_inadequate: bool = False
    cqc_known: bool = False
    no_breach_confirmed: bool = False
    last_review_on: date | None = None
    vacant_since: date | None = None
    manager_known: bool = False
    outside_look_on: date | None = None
    service_review_due: bool = False
    service_review_on: date | None = None

    def value(self, name: str) -> Value | None:
        found = self.readings.get(name)
        return None if found is None else found.value


def parse_value(model: RiskModel, fact: str, text: str) -> Value | bool | None:
    """What a fact's value in a file means; None stands for ``unknown``.

    Inputs take one of their words or a number, F its flags (or how many there are);
    floors and the two facts beside inputs take yes or no. Raises ValueError in plain English.
    """
    if text == UNKNOWN:
        return None
    if fact in YES_OR_NO:
        if text not in ("yes", "no"):
            raise ValueError("write yes, no or unknown")
        return text == "yes"
    rule = model.inputs[fact]
    if fact == F:
        return _flags(rule, text)
    if text in rule.words:
        return text
    if not rule.steps:
        raise ValueError(f"must be one of {', '.join(rule.words)} or unknown")
    return _number(rule, text)


def _number(rule: InputRule, text: str) -> Fraction:
    digits = text.replace(".", "", 1)
    others = ", ".join((*rule.words, UNKNOWN))
    if not (digits.isascii() and digits.isdigit()) or len(text) > 12:
        raise ValueError(f"write a number of 0 or more, or {others}")
    number = Fraction(text)
    if rule.is_share and number > 100:
        raise ValueError("a percentage is at most 100")
    return number


def _flags(rule: InputRule, text: str) -> frozenset[str] | Fraction:
    if text.isascii() and text.isdigit() and int(text) <= MOST_FLAGS:
        return Fraction(text)
    if text == "none":
        return frozenset()
    flags = frozenset(entry.strip() for entry in text.split(";") if entry.strip())
    if not flags or not flags <= rule.flags:
        raise ValueError(f"write some of {', '.join(sorted(rule.flags))}, or none")
    return flags
