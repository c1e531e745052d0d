"""The list of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from action_plans.forms.filters import FindingsAsked
from action_plans.pages.finding_words import FindingRow, finding_row
from action_plans.pages.links import Link
from action_plans.report_permissions import why_not_record
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.sources import SOURCE_WORDS
from qa.pages.shapes import Option, Row
from qa.paging import cursor_of, cut, with_query
from qa.roles import QUALITY_TEAM
from qa.viewer import Viewer

PATH = "/findings"
_ANSWERED: tuple[Option, ...] = (
    ("", "All"),
    ("no", "Not answered by an action yet"),
    ("yes", "Answered by an action"),
)


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    filters: FindingsAsked
    links: tuple[Link, ...]
    may_record: bool
    services: tuple[Option, ...]
    sources: tuple[Option, ...]
    severities: tuple[Option, ...]
    states: tuple[Option, ...]
    parts: tuple[Part, ...]
    next: str | None
    narrowed: bool
    title: str = "What was found"


def findings_page(
    viewer: Viewer,
    filters: FindingsAsked,
    found: Sequence[Row],
    services: Sequence[Row],
    *,
    size: int,
) -> FindingsPage:
    """Findings that no action answers yet come first, under their own heading."""
    shown, more = cut(found, size)
    waiting = tuple(finding_row(one) for one in shown if one["place"] == 0)
    others = tuple(finding_row(one) for one in shown if one["place"] == 1)
    parts = (Part("Not answered by an action yet", waiting), Part("Answered", others))
    may_record = why_not_record(viewer) is None
    reports = (Link("Reports of outside bodies", "/reports"),)
    return FindingsPage(
        filters=filters,
        links=reports if viewer.has(*QUALITY_TEAM) else (),
        may_record=may_record,
        services=(("", "All services"), *((one["code"], one["name"]) for one in services)),
        sources=(
            ("", "Anybody"),
            *((one.value, words) for one, words in SOURCE_WORDS.items()),
        ),
        severities=(("", "All"), *((one.value, SEVERITY_WORDS[one]) for one in reversed(Severity))),
        states=_ANSWERED,
        parts=tuple(part for part in parts if part.rows),
        next=_next(filters, shown[-1]) if more else None,
        narrowed=filters != FindingsAsked(),
    )


def _next(filters: FindingsAsked, last: Row) -> str:
    return with_query(
        PATH,
        **{
            "q": filters.text,
            "source": filters.source,
            "service": filters.service,
            "severity": filters.severity,
            "answered": filters.answered,
            "from": filters.raised_from,
            "to": filters.raised_to,
            "cursor": cursor_of(last["place"], last["raised_on"], last["id"]),
        },
    )
