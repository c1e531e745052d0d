"""Answers as they are typed on a page, and what is kept of them; both ways.

Names of fields: ``t01.q05.a.answer`` for a part, ``t01.q05.note`` for what stands beside the
answer, ``closing.good`` for a field at head or end. ``….seen`` says what the page showed, so
that only what was changed is saved, and a page that lay open overwrites nothing newer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2s
from typing import Any

import msgspec

from audits.rules.answers import Answer, Value
from audits.rules.answers import faults as answer_faults
from audits.rules.asides import KINDS, why_not_aside
from audits.rules.definitions import (
    AnswerType,
    Definition,
    Field,
    FieldType,
    Part,
    Question,
    Section,
)
from audits.rules.fields import field_of, value_name, why_not_field
from qa.rules.london import parse_time

Sent = Mapping[str, Sequence[str]]

ASIDES = ("note", "safe", "sample", "not_looked")
_COUNTS = ("n", "of", "declined")
_NAMES = {
    AnswerType.TEMP: "value",
    AnswerType.NUM: "value",
    AnswerType.DATE: "on",
    AnswerType.TXT: "text",
    AnswerType.PHOTO: "text",
    AnswerType.CHOICE: "choice",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect of one answer that is not as the page showed it; an empty value is a blank."""

    key: str
    aspect: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """What can be saved, and what cannot with the reason beside its field."""

    changes: tuple[Change, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)


def given(
    key: str, sections: Sequence[Section], definition: Definition, audited_on: date, sent: Sent
) -> Given | None:
    """What was typed under a key, of a question or a field; None when the audit has no such."""
    for section in sections:
        for question in section.questions:
            if question.key == key:
                return question_given(question, sent, audited_on)
    asked = field_of(definition, key)
    return None if asked is None else field_given(key, asked, sent)


def question_given(question: Question, sent: Sent, audited_on: date) -> Given:
    """What was typed about one question: its answer and what stands beside it."""
    key = question.key
    answer = {part.code: value for part in question.parts if (value := _part(key, part, sent))}
    faults = {
        f"{key}.{code}": words
        for code, words in answer_faults(question, answer, audited_on).items()
    }
    values: dict[str, dict[str, Any]] = {} if faults else {"answer": answer}
    for aspect in (*ASIDES, KINDS):
        value = _aside(key, aspect, sent)
        if (reason := why_not_aside(aspect, value)) is not None:
            faults[f"{key}.{aspect}"] = reason
        else:
            values[aspect] = value
    return Given(tuple(_changed(key, values, sent)), faults)


def field_given(key: str, asked: Field, sent: Sent) -> Given:
    """What was typed into one field at head or end."""
    value = _field(key, asked, sent)
    if (reason := why_not_field(asked, value)) is not None:
        return Given(faults={key: reason})
    return Given(tuple(_changed(key, {"answer": value}, sent)))


def typed_answer(question: Question, answer: Answer, asides: Mapping[str, Value]) -> dict[str, str]:
    """A kept answer as it stands in the fields of the page."""
    typed = {
        f"{question.key}.{code}.{name}": str(words)
        for code, value in answer.items()
        for name, words in value.items()
    }
    for part in question.parts:
        if answer.get(part.code, {}).get("na"):
            typed[f"{question.key}.{part.code}.{_button(part)}"] = "na"
    for aspect in ASIDES:
        if text := asides.get(aspect, {}).get("text"):
            typed[f"{question.key}.{aspect}"] = str(text)
    kinds = asides.get(KINDS, {}).get("kinds", [])
    for kind in kinds if isinstance(kinds, list) else []:
        typed[f"{question.key}.{KINDS}.{kind}"] = "yes"
    return typed


def typed_field(key: str, asked: Field, value: Value) -> dict[str, str]:
    """A kept field as it stands on the page."""
    return {key: str(value[value_name(asked)])} if value else {}


def typed_as_sent(key: str, sent: Sent) -> dict[str, str]:
    """What was typed about one question, as it came, for a page that comes back with faults."""
    typed = {
        name: values[0]
        for name, values in sent.items()
        if (name == key or name.startswith(f"{key}.")) and values and name != f"{key}.{KINDS}"
    }
    return typed | {f"{key}.{KINDS}.{kind}": "yes" for kind in sent.get(f"{key}.{KINDS}", ())}


def device_time(text: str, now: datetime) -> datetime | None:
    """When it was typed, by the device's clock; a clock that runs ahead counts for nothing."""
    try:
        told = parse_time(text)
    except ValueError:
        return None
    return told if told <= now else None


def seen(values: Mapping[str, Mapping[str, Any]]) -> str:
    """What a page shows of one question, by aspect, as one short word; blanks are left out."""
    return " ".join(f"{aspect}={_digest(value)}" for aspect, value in values.items() if value)


def _changed(key: str, values: Mapping[str, dict[str, Any]], sent: Sent) -> Iterator[Change]:
    shown = dict(pair.split("=", 1) for pair in _one(sent, f"{key}.seen").split() if "=" in pair)
    for aspect, value in values.items():
        if (_digest(value) if value else "") != shown.get(aspect, ""):
            yield Change(key, aspect, value)


def _digest(value: Mapping[str, Any]) -> str:
    return blake2s(msgspec.json.encode(value, order="sorted"), digest_size=6).hexdigest()


def _part(key: str, part: Part, sent: Sent) -> dict[str, Any]:
    name = f"{key}.{part.code}"
    reason = _one(sent, f"{name}.na")
    if part.type in (AnswerType.N_OF_N, AnswerType.N_OF_N_D):
        value = _counts(name, sent)
    else:
        called = _button(part)
        text = _one(sent, f"{name}.{called}")
        if text == "na":
            return {"na": reason}
        if text and called == "value":
            text = text.replace(",", ".")
        value = {called: text} if text else {}
        if value and called in ("answer", "choice"):
            return value  # a reason that was typed before another answer was chosen
    return {**value, "na": reason} if reason else value


def _counts(name: str, sent: Sent) -> dict[str, Any]:
    typed = {part: text for part in _COUNTS if (text := _one(sent, f"{name}.{part}"))}
    return {part: int(text) if _is_whole(text) else text for part, text in typed.items()}


def _is_whole(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10


def _aside(key: str, aspect: str, sent: Sent) -> dict[str, Any]:
    if aspect == KINDS:
        kinds = sorted(set(sent.get(f"{key}.{KINDS}", ())))
        return {"kinds": kinds} if kinds else {}
    text = _one(sent, f"{key}.{aspect}")
    return {"text": text} if text else {}


def _field(key: str, asked: Field, sent: Sent) -> dict[str, Any]:
    text = _one(sent, key)
    if not text:
        return {}
    number = asked.type is FieldType.COUNT and _is_whole(text)
    return {value_name(asked): int(text) if number else text}


def _button(part: Part) -> str:
    return _NAMES.get(part.type, "answer")


def _one(sent: Sent, name: str) -> str:
    values = sent.get(name, ())
    return values[0].replace("\r\n", "\n").strip() if values else ""
