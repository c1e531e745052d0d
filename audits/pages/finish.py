"""Finishing: what is missing, the closing fields, and whether the manager was told."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.pages.fields import FieldView, closing_fields, field_view
from audits.pages.section import Back
from audits.pages.start import CODE
from audits.pages.top import Standing, Top, address, numbers, question_address
from audits.rules.completion import faults
from audits.rules.definitions import FieldType


@dataclass(frozen=True, slots=True)
class Missing:
    href: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """What is not answered in one section: number and address of each question."""

    section: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FinishPage:
    """``told`` is None where nobody has to be told: managers of the service made it."""

    top: Top
    save_to: str
    to_do: int
    not_answered: tuple[NotAnswered, ...]
    missing: tuple[Missing, ...]
    names: tuple[Missing, ...]
    fields: tuple[FieldView, ...]
    worried: str
    asks_told: bool
    told: Mapping[str, str]
    refused: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    title: str = "Finish"


def finish_page(
    standing: Standing,
    names: Mapping[str, str],
    *,
    today: date,
    asks_told: bool,
    told: Mapping[str, str],
    back: Back | None = None,
    refused: bool = False,
) -> FinishPage:
    """All that stands between her and a complete audit, each with its link."""
    view, back = standing.view, back or Back()
    definition = view.head.definition
    missing = faults(view.work, standing.score, today)
    worried = [one.label for one in definition.closing if one.type is FieldType.SAFEGUARDING_ROUTE]
    return FinishPage(
        top=standing.top,
        save_to=f"{address(view.head)}/answers",
        to_do=len(missing),
        not_answered=tuple(_not_answered(standing, {name for name, _ in missing})),
        missing=tuple(
            _missing(standing, name, words)
            for name, words in missing
            if name not in numbers(view.head)
        ),
        names=tuple(_missing(standing, name, words) for name, words in names.items()),
        fields=tuple(
            field_view(key, asked, view, typed=back.typed, faults=back.faults, names=names)
            for key, asked in closing_fields(definition).items()
        ),
        worried=worried[0] if worried else "",
        asks_told=asks_told,
        told=told,
        refused=refused,
        faults=dict(back.faults),
    )


def _not_answered(standing: Standing, missing: Container[str]) -> Iterator[NotAnswered]:
    head = standing.view.head
    number = numbers(head)
    for section in head.sections:
        keys = [question.key for question in section.questions if question.key in missing]
        if keys:
            yield NotAnswered(
                f"{section.code}. {section.title}",
                tuple((str(number[key]), question_address(head, key)) for key in keys),
            )


def _missing(standing: Standing, name: str, words: str) -> Missing:
    head = standing.view.head
    place, _, code = name.partition(".")
    if place == "closing":
        return Missing(f"#{name}", closing_fields(head.definition)[name].label, words)
    if place == "header":
        label = next(one.label for one in head.definition.header if one.code == code)
        return Missing(f"{address(head)}/{CODE}#{name}", label, words)
    key = ".".join(name.split(".")[:2])
    if key not in numbers(head):
        return Missing(address(head), head.definition.title, words)
    rest = name.removeprefix(f"{key}.")
    to_word = rest in ("text", "severity", "join") or rest.startswith("new.")
    href = f"{address(head)}/put-right/{key}" if to_word else question_address(head, key)
    return Missing(href, f"Question {numbers(head)[key]}", words)
