"""What the fields at the head and the end of an audit hold; none of them is scored.

A value is one small JSON object: {"text": "…"}, {"n": 3}, {"at": "14:30"}, {"answer": "yes"},
{"choice": "…"} or {"worker": "W001"}; an empty one is a blank.
"""

import re
from collections.abc import Mapping

from audits.rules.answers import MOST_LETTERS, MOST_OF
from audits.rules.definitions import Definition, Field, FieldType

NOT_KEPT = frozenset({FieldType.SERVICE, FieldType.SAFEGUARDING_ROUTE})
GOOD = "good"
_NAME = {
    FieldType.TXT: "text",
    FieldType.COUNT: "n",
    FieldType.TIME: "at",
    FieldType.YN: "answer",
    FieldType.CHOICE: "choice",
    FieldType.WORKER: "worker",
}
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def field_of(definition: Definition, key: str) -> Field | None:
    """The field that a key like header.worker, closing.good or good.A means, or None."""
    place, _, code = key.partition(".")
    if place == GOOD:
        for field in definition.closing:
            if field.each_section and any(code == one.code for one in definition.sections):
                return field
        return None
    fields = {"header": definition.header, "closing": definition.closing}.get(place, ())
    for field in fields:
        if field.code == code and not field.each_section and field.type not in NOT_KEPT:
            return field
    return None


def required_fields(definition: Definition) -> dict[str, Field]:
    """The fields without which an audit cannot be completed, by key, in the order asked."""
    return {
        f"{place}.{field.code}": field
        for place, fields in (("header", definition.header), ("closing", definition.closing))
        for field in fields
        if field.required and not field.each_section and field.type not in NOT_KEPT
    }


def value_name(field: Field) -> str:
    """Under which name the value of such a field is kept: text, n, at, answer, choice."""
    return _NAME[field.type]


def why_not_field(field: Field, value: Mapping[str, object]) -> str | None:
    """Why this is no answer to the field, in plain English, or None; a blank is no fault."""
    if not value:
        return None
    name = _NAME[field.type]
    if set(value) != {name}:
        return "This is not an answer to this question."
    given = value[name]
    match field.type:
        case FieldType.COUNT:
            whole = isinstance(given, int) and not isinstance(given, bool)
            if not whole or not 0 <= int(str(given)) <= MOST_OF:
                return f"Write a whole number from 0 to {MOST_OF}."
            return None
        case FieldType.TIME:
            good = isinstance(given, str) and _TIME.fullmatch(given)
            return None if good else "Write the time like 14:30."
        case FieldType.YN:
            return None if given in ("yes", "no") else "Choose yes or no."
        case FieldType.CHOICE:
            codes = {option.code for option in field.options}
            return None if given in codes else "Choose one from the list."
        case _:
            if not isinstance(given, str) or not given.strip():
                return "Write something."
            if len(given) > MOST_LETTERS:
                return f"Write at most {MOST_LETTERS} letters."
            return None
