"""What is written before the first question: who and when, for a spot check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audits.pages.fields import FieldView, field_view, header_fields
from audits.pages.section import Back, SectionLink
from audits.pages.top import Standing, Top, address

TITLE = "Before you start"
CODE = "start"


@dataclass(frozen=True, slots=True)
class StartPage:
    title: str
    top: Top
    action: str
    save_to: str
    fields: tuple[FieldView, ...]
    next: SectionLink
    faults: dict[str, str]


def start_page(
    standing: Standing,
    workers: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    back: Back | None = None,
) -> StartPage:
    """The fields at the head of an audit."""
    view, back = standing.view, back or Back()
    head = view.head
    first = head.sections[0]
    return StartPage(
        title=TITLE,
        top=standing.top,
        action=f"{address(head)}/{CODE}",
        save_to=f"{address(head)}/answers",
        fields=tuple(
            field_view(
                key,
                field,
                view,
                typed=back.typed,
                faults=back.faults,
                names=names,
                workers=workers,
            )
            for key, field in header_fields(head.definition).items()
        ),
        next=SectionLink(f"{address(head)}/sections/{first.code}", f"{first.code}. {first.title}"),
        faults=dict(back.faults),
    )
