"""A field at the head or the end of an audit as it stands on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.forms.answers import seen, typed_field
from audits.pages.questions import Option
from audits.queries.audits import AuditView
from audits.rules.definitions import Definition, Field, FieldType
from audits.rules.fields import NOT_KEPT

_LOOKS = {
    FieldType.WORKER: "select",
    FieldType.TIME: "time",
    FieldType.CHOICE: "buttons",
    FieldType.YN: "buttons",
    FieldType.TXT: "text",
    FieldType.COUNT: "count",
}
_YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class FieldView:
    """``look`` names the block of the template that draws it."""

    key: str
    look: str
    label: str
    hint: str
    value: str
    options: tuple[Option, ...]
    required: bool
    fault: str
    looks_like_a_name: str
    seen: str
    saved: str


def header_fields(definition: Definition) -> dict[str, Field]:
    """The fields asked before the questions, by key."""
    return {
        f"header.{field.code}": field
        for field in definition.header
        if field.type not in NOT_KEPT and not field.each_section
    }


def closing_fields(definition: Definition) -> dict[str, Field]:
    """The fields asked at the end, by key; what is asked in each section is not among them."""
    return {
        f"closing.{field.code}": field
        for field in definition.closing
        if field.type not in NOT_KEPT and not field.each_section
    }


def good_field(definition: Definition, section: str) -> tuple[str, Field] | None:
    """What is good in a section, where the definition asks it."""
    for field in definition.closing:
        if field.each_section:
            return f"good.{section}", field
    return None


def field_view(
    key: str,
    field: Field,
    view: AuditView,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    workers: Sequence[tuple[str, str]] = (),
) -> FieldView:
    """A field with what is kept in it, or what was just typed."""
    kept = view.fields.get(key, {})
    value = {**typed_field(key, field, kept), **(typed or {})}.get(key, "")
    return FieldView(
        key=key,
        look=_LOOKS[field.type],
        label=field.label,
        hint=field.hint,
        value=value,
        options=_options(key, field, value, workers),
        required=field.required,
        fault=(faults or {}).get(key, ""),
        looks_like_a_name=(names or {}).get(key, ""),
        seen=seen({"answer": kept}),
        saved="Saved" if kept else "",
    )


def _options(
    key: str, field: Field, value: str, workers: Sequence[tuple[str, str]]
) -> tuple[Option, ...]:
    match field.type:
        case FieldType.YN:
            offered: Sequence[tuple[str, str]] = _YES_NO
        case FieldType.CHOICE:
            offered = [(option.code, option.label) for option in field.options]
        case FieldType.WORKER:
            offered = [("", "Choose a worker"), *workers]
        case _:
            offered = ()
    return tuple(
        Option(code, words, key if place == 0 else f"{key}-{code}", code == value)
        for place, (code, words) in enumerate(offered)
    )
