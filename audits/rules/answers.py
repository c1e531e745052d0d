"""What an answer looks like, and why one cannot be taken.

The answer to a question holds one small JSON object for each of its parts, by part code:
{"answer": "yes"}, {"n": 3, "of": 4}, {"n": 2, "of": 4, "declined": 1}, {"value": "43.5"},
{"on": "2026-01-02"}, {"text": "…"}, {"choice": "…"}, or for every type {"na": "reason"}.
An absent or empty object is a blank.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from audits.rules.definitions import AnswerType, Part, Question
from qa.rules.london import parse_day

Value = Mapping[str, object]
Answer = Mapping[str, Value]

WORDS = {
    AnswerType.YPN: ("yes", "partly", "no"),
    AnswerType.YN: ("yes", "no"),
    AnswerType.OBS: ("seen", "not_seen", "no_chance"),
}
MOST_OF = 100_000
MOST_LETTERS = 20_000
_FIELDS = {
    AnswerType.YPN: {"answer"},
    AnswerType.YN: {"answer"},
    AnswerType.OBS: {"answer"},
    AnswerType.N_OF_N: {"n", "of"},
    AnswerType.N_OF_N_D: {"n", "of", "declined"},
    AnswerType.TEMP: {"value"},
    AnswerType.NUM: {"value"},
    AnswerType.DATE: {"on"},
    AnswerType.TXT: {"text"},
    AnswerType.PHOTO: {"text"},
    AnswerType.CHOICE: {"choice"},
}
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,4})?", re.ASCII)


def is_blank(value: Value | None) -> bool:
    """Whether nothing was answered yet."""
    return not value


def is_na(value: Value) -> bool:
    """Whether the part was said not to apply, with a reason."""
    return "na" in value


def why_not_valid(
    part: Part, value: Value, *, audited_on: date | None = None, applies_na: bool = True
) -> str | None:
    """Why this is no answer to this part, in plain English, or None; a blank is no fault here.

    With `audited_on`, a date whose age is limited cannot lie after the audit.
    """
    if is_blank(value):
        return None
    if is_na(value):
        return _why_not_na(value, applies_na)
    if value.keys() - _FIELDS[part.type]:
        return "This is not an answer to this question."
    match part.type:
        case AnswerType.YPN | AnswerType.YN | AnswerType.OBS:
            return None if value.get("answer") in WORDS[part.type] else "Choose one of the answers."
        case AnswerType.N_OF_N | AnswerType.N_OF_N_D:
            return _why_not_counts(value)
        case AnswerType.TEMP | AnswerType.NUM:
            text = value.get("value")
            good = isinstance(text, str) and _NUMBER.fullmatch(text)
            return None if good else "Write a number, like 43.5."
        case AnswerType.DATE:
            return _why_not_date(part, value, audited_on)
        case AnswerType.TXT | AnswerType.PHOTO:
            return _why_not_text(value.get("text"), "Write something.")
        case AnswerType.CHOICE:
            codes = [option.code for option in part.options]
            return None if value.get("choice") in codes else "Choose one from the list."


def faults(question: Question, answer: Answer, audited_on: date) -> dict[str, str]:
    """Every fault of an answer by part code, in plain English; blanks are no faults."""
    codes = {part.code for part in question.parts}
    found = {code: "The question has no such part." for code in answer if code not in codes}
    for part in question.parts:
        reason = why_not_valid(
            part,
            answer.get(part.code, {}),
            audited_on=audited_on,
            applies_na=question.applies_na,
        )
        if reason is not None:
            found[part.code] = reason
    return found


def unanswered(question: Question, answer: Answer) -> tuple[str, ...]:
    """The codes of required parts that are still blank."""
    return tuple(
        part.code for part in question.parts if part.required and is_blank(answer.get(part.code))
    )


def number(value: Value) -> Decimal:
    """The number of a valid TEMP or NUM answer."""
    return Decimal(str(value["value"]))


def count(value: Value, field: str) -> int:
    """A count of a valid n of N answer; none declined is 0."""
    counted = value.get(field, 0)
    if not isinstance(counted, int):
        raise ValueError(f"{field} is no count: {counted!r}")
    return counted


def _why_not_na(value: Value, applies_na: bool) -> str | None:
    if not applies_na:
        return "This question always applies."
    if len(value) > 1:
        return "Either answer, or say why this does not apply."
    return _why_not_text(value["na"], "Say why this does not apply.")


def _why_not_text(text: object, when_empty: str) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return when_empty
    if len(text) > MOST_LETTERS:
        return f"Write at most {MOST_LETTERS} letters."
    return None


def _why_not_counts(value: Value) -> str | None:
    looked_at = [value.get("n"), value.get("of"), value.get("declined", 0)]
    counts = [item for item in looked_at if isinstance(item, int) and not isinstance(item, bool)]
    if len(counts) < len(looked_at):
        return "Write whole numbers: how many, and of how many."
    n, of, declined = counts
    if min(counts) < 0:
        return "A number cannot be below 0."
    if of > MOST_OF:
        return f"Write at most {MOST_OF}."
    if n > of:
        return f"{n} is more than the {of} looked at."
    if n + declined > of:
        return f"{n} and {declined} who declined are more than the {of} looked at."
    return None


def _why_not_date(part: Part, value: Value, audited_on: date | None) -> str | None:
    try:
        day = parse_day(str(value.get("on")))
    except ValueError as fault:
        words = str(fault)
        return f"{words[0].upper()}{words[1:]}."
    if part.limits is not None and audited_on is not None and day > audited_on:
        return "This date is after the visit."
    return None
