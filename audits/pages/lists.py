"""The list of audits, what a visitor has in hand, and opening an audit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from audits.forms.lists import STATES, ListFilters
from audits.pages.words import STATUS
from audits.queries.lists import AuditRow
from audits.queries.work import Waiting
from audits.rules.definitions import Definition
from audits.rules.progress import Progress
from qa.pages.shapes import Option
from qa.paging import cursor_of, cut, with_query
from qa.words import plural


@dataclass(frozen=True, slots=True)
class Row:
    href: str
    service: str
    title: str
    status: str
    look: str
    visit_on: date
    by: str
    score: str
    critical: str


@dataclass(frozen=True, slots=True)
class ListPage:
    filters: ListFilters
    rows: tuple[Row, ...]
    next_href: str | None
    services: tuple[Option, ...]
    definitions: tuple[Option, ...]
    may_open: bool
    narrowed: bool
    states: tuple[Option, ...] = tuple(STATES.items())
    title: str = "Audits"


@dataclass(frozen=True, slots=True)
class OpenAudit:
    """``go_on`` leads to the question saved last, or to the audit's first page."""

    href: str
    service: str
    title: str
    visit_on: date
    answered: int
    asked: int
    words: str
    go_on: str
    stopped: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    href: str
    service: str
    words: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    open: tuple[OpenAudit, ...]
    waiting: tuple[WaitingRow, ...]
    new_href: str = "/audits/new"
    title: str = "My work"


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    title: str
    purpose: str
    questions: int
    id: str
    checked: bool


@dataclass(frozen=True, slots=True)
class NewPage:
    """Without a service only that is asked; with one, what can be looked at there."""

    services: tuple[Option, ...]
    service: str
    service_name: str
    choices: tuple[Choice, ...]
    visit_on: str
    faults: Mapping[str, str] = field(default_factory=dict)
    title: str = "Start an audit"


def list_page(
    filters: ListFilters,
    found: Sequence[AuditRow],
    services: Sequence[tuple[str, str]],
    definitions: Collection[Definition],
    *,
    size: int,
    may_open: bool,
) -> ListPage:
    """A page of the list, the latest visit first."""
    shown, more = cut(found, size)
    kinds = sorted((one.title, one.id) for one in definitions)
    return ListPage(
        filters=filters,
        rows=tuple(_row(one) for one in shown),
        next_href=_next(filters, shown[-1]) if more else None,
        services=(("", "All services"), *services),
        definitions=(("", "All kinds"), *((code, title) for title, code in kinds)),
        may_open=may_open,
        narrowed=filters != ListFilters(),
    )


def work_page(
    audits: Sequence[AuditRow],
    progress: Mapping[UUID, tuple[Definition, Progress]],
    waiting: Sequence[Waiting],
) -> WorkPage:
    """What she has in hand, the audit opened for the latest visit first."""
    return WorkPage(
        open=tuple(_open(one, *progress[one.id]) for one in audits if one.id in progress),
        waiting=tuple(
            WaitingRow(
                href=with_query("/my-checks", service=str(one.service_id)),
                service=one.service_name,
                words=f"{plural(one.actions, 'action')}, {_since(one.longest_days)}",
            )
            for one in waiting
        ),
    )


def new_page(
    services: Sequence[tuple[UUID, str]],
    service: str,
    service_name: str,
    offered: Sequence[tuple[Definition, int]],
    *,
    chosen: str,
    visit_on: str,
    faults: Mapping[str, str],
) -> NewPage:
    """``offered`` are the definitions for this service and viewer, each with how many
    questions it asks there."""
    return NewPage(
        services=(("", "Choose a service"), *((str(id_), name) for id_, name in services)),
        service=service,
        service_name=service_name,
        choices=tuple(
            Choice(
                code=one.id,
                title=one.title,
                purpose=one.purpose,
                questions=asked,
                id="definition" if place == 0 else f"definition-{one.id}",
                checked=one.id == chosen,
            )
            for place, (one, asked) in enumerate(offered)
        ),
        visit_on=visit_on,
        faults=faults,
    )


def _row(one: AuditRow) -> Row:
    failed = one.critical_failed
    return Row(
        href=f"/audits/{one.id}",
        service=one.service_name,
        title=one.title,
        status=STATUS[one.status],
        look={"open": "soon", "complete": "done"}.get(one.status, "waiting"),
        visit_on=one.visit_on,
        by=one.opened_by_name,
        score=f"{one.score}%" if one.score is not None else "",
        critical=f"{failed} critical failed" if failed else "",
    )


def _next(filters: ListFilters, last: AuditRow) -> str:
    return with_query(
        "/audits",
        service=filters.service,
        definition=filters.definition,
        status=filters.status,
        by="me" if filters.mine else None,
        cursor=cursor_of(last.visit_on, last.id),
    )


def _open(one: AuditRow, definition: Definition, progress: Progress) -> OpenAudit:
    href, stopped = f"/audits/{one.id}", progress.stopped_at
    section = next(
        (
            section
            for section in definition.sections
            if any(question.key == stopped for question in section.questions)
        ),
        None,
    )
    left = progress.asked - progress.answered
    return OpenAudit(
        href=href,
        service=one.service_name,
        title=one.title,
        visit_on=one.visit_on,
        answered=progress.answered,
        asked=progress.asked,
        words=f"{left} of {plural(progress.asked, 'question')} still to answer"
        if left
        else "All answered",
        go_on=f"{href}/sections/{section.code}#{stopped}" if section else href,
        stopped=f"You stopped in {section.code}. {section.title}" if section else "Not begun yet",
    )


def _since(days: int) -> str:
    return f"the longest for {plural(days, 'day')}" if days else "since today"
