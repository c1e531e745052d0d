"""What the pages about services show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from qa.forms.services import STATES, ServiceFilters
from qa.handed_over import ActionCounts, Attention, AuditsHere
from qa.pages.shapes import Option, Row
from qa.paging import cursor_of, cut, with_query
from qa.permissions import READS_CONTENT, SETTLES_CLOSED, STARTS_AUDITS, why_not_close_service
from qa.roles import Role
from qa.service_types import COMPLEXITY, WORDS
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ServiceRow:
    href: str
    plan_href: str
    name: str
    code: str
    type: str
    region: str
    managers: str
    closed: bool
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class ServicesPage:
    filters: ServiceFilters
    rows: tuple[ServiceRow, ...]
    next_href: str | None
    regions: tuple[Option, ...]
    types: tuple[Option, ...]
    counts: bool
    loads: bool
    narrowed: bool
    states: tuple[Option, ...] = tuple(STATES.items())
    title: str = "Services"


@dataclass(frozen=True, slots=True)
class ServicePage:
    title: str
    code: str
    type: str
    closed_on: date | None
    facts: tuple[tuple[str, str], ...]
    counts: ActionCounts | None
    audits: AuditsHere
    attention: Attention | None
    plan_href: str | None
    audits_href: str | None
    findings_href: str | None
    start_href: str | None
    close_href: str | None
    closing_href: str | None


@dataclass(frozen=True, slots=True)
class CloseServicePage:
    id: UUID
    name: str
    closed_on: str
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"Close {self.name}"


def services_page(
    viewer: Viewer,
    filters: ServiceFilters,
    found: Sequence[Row],
    counts: Mapping[UUID, ActionCounts],
    regions: Sequence[str],
    *,
    size: int,
    today: date,
) -> ServicesPage:
    shown, more = cut(found, size)
    return ServicesPage(
        filters=filters,
        rows=tuple(_row(one, counts.get(one["id"], ActionCounts()), today) for one in shown),
        next_href=_next(filters, shown[-1]) if more else None,
        regions=(("", "All regions"), *((name, name) for name in regions)),
        types=(("", "All types"), *WORDS.items()),
        counts=viewer.has(*READS_CONTENT),
        loads=viewer.has(Role.ADMINISTRATOR),
        narrowed=filters != ServiceFilters(),
    )


def service_page(
    viewer: Viewer,
    found: Row,
    counts: ActionCounts | None,
    audits: AuditsHere,
    *,
    today: date,
    attention: Attention | None,
) -> ServicePage:
    reads = viewer.has(*READS_CONTENT)
    closed = is_closed(found["closed_on"], today)
    path = f"/services/{found['id']}"
    code = found["code"]
    left_open = closed and counts is not None and counts.open > 0
    starts = viewer.has(*STARTS_AUDITS) and not closed
    may_close = why_not_close_service(viewer, closed=found["closed_on"] is not None) is None
    return ServicePage(
        title=found["name"],
        code=code,
        type=WORDS[found["type"]],
        closed_on=found["closed_on"] if closed else None,
        facts=_facts(found),
        counts=counts,
        audits=audits,
        attention=None if closed else attention,
        plan_href=f"{path}/plan" if reads else None,
        audits_href=with_query("/audits", service=code) if reads else None,
        findings_href=with_query("/findings", service=code) if reads else None,
        start_href=with_query("/audits/new", service=str(found["id"])) if starts else None,
        close_href=f"{path}/close" if may_close else None,
        closing_href=f"{path}/closing" if left_open and viewer.has(*SETTLES_CLOSED) else None,
    )


def is_closed(closed_on: date | None, today: date) -> bool:
    """A service is closed from the day it closes."""
    return closed_on is not None and closed_on <= today


def _row(one: Row, counts: ActionCounts, today: date) -> ServiceRow:
    return ServiceRow(
        href=f"/services/{one['id']}",
        plan_href=f"/services/{one['id']}/plan",
        name=one["name"],
        code=one["code"],
        type=WORDS[one["type"]],
        region=one["region"],
        managers=", ".join(one["managers"]),
        closed=is_closed(one["closed_on"], today),
        open=counts.open,
        late=counts.late,
    )


def _next(filters: ServiceFilters, last: Row) -> str:
    return with_query(
        "/services",
        q=filters.text,
        region=filters.region,
        type=filters.type,
        state=filters.state,
        manager="none" if filters.without_manager else None,
        cursor=cursor_of(last["name"], last["id"]),
    )


def _facts(found: Row) -> tuple[tuple[str, str], ...]:
    regulated = "Yes" if found["regulated"] else "No"
    if found["regulated"] and found["cqc_location_id"]:
        regulated = f"Yes, location {found['cqc_location_id']}"
    flags = [COMPLEXITY.get(flag, flag) for flag in found["complexity_flags"]]
    facts = (
        ("Code", found["code"]),
        ("Type", WORDS[found["type"]]),
        ("Region", found["region"]),
        ("Manager", ", ".join(found["managers"]) or "Nobody yet"),
        ("People we support here", _number(found["people_supported"])),
        ("Flats", _number(found["flats"])),
        ("Staff at night", "Yes" if found["nights_staffed"] else "No"),
        ("Registered with CQC", regulated),
        ("Contracts", ", ".join(found["contracts"]) or "None"),
        ("What makes it harder", ", ".join(flags)),
    )
    return tuple((label, words) for label, words in facts if words)


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
