"""The single action plan of a service on screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from action_plans.forms.filters import SHOWN, PlanFilters
from action_plans.pages.links import CountLink, Link
from action_plans.pages.rows import ActionRow, action_rows
from action_plans.permissions import why_not_raise
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.sources import SOURCE_WORDS, Source
from qa.pages.shapes import Option, Row
from qa.paging import cursor_of, cut, with_query
from qa.permissions import READS_CONTENT
from qa.viewer import Viewer
from qa.words import plural

_PARTS: Mapping[str, str] = {
    "late": "late",
    "week": "due this week",
    "waiting": "waiting for somebody else",
    "to_check": "done, waiting to be checked",
}
_EMPTY: Mapping[str, str] = {
    "": "Nothing is waiting to be put right. When something is found, it comes here.",
    "late": "Nothing is late.",
    "week": "Nothing more is due this week.",
    "waiting": "Nothing waits for somebody else.",
    "to_check": "Nothing waits to be checked. When you mark an action done, it comes here.",
    "closed": "Nothing has been put right and checked yet.",
}


@dataclass(frozen=True, slots=True)
class PlanPage:
    title: str
    path: str
    services: tuple[Link, ...]
    parts: tuple[CountLink, ...]
    credit: str
    links: tuple[Link, ...]
    filters: PlanFilters
    severities: tuple[Option, ...]
    sources: tuple[Option, ...]
    heading: str
    rows: tuple[ActionRow, ...]
    next: str | None
    empty: str
    filtered: bool


def plan_page(
    viewer: Viewer,
    service: Row | None,
    filters: PlanFilters,
    found: Sequence[Row],
    counts: Mapping[str, int],
    *,
    own: Sequence[Row],
    size: int,
    today: date,
) -> PlanPage:
    """The plan of one service; without one, of all services of the viewer together.

    ``own`` are the viewer's services, to go from one plan to the next.
    """
    shown, more = cut(found, size)
    path = "/plan" if service is None else f"/services/{service['id']}/plan"
    narrowed = bool(filters.text or filters.severity or filters.source)
    return PlanPage(
        title="Action plan" if service is None else f"Action plan: {service['name']}",
        path=path,
        services=_services(service, own),
        parts=_parts(path, filters, counts),
        credit=_credit(counts["closed_lately"]),
        links=_links(viewer, service, path),
        filters=filters,
        severities=(("", "All"), *((one.value, SEVERITY_WORDS[one]) for one in reversed(Severity))),
        sources=(("", "Anybody"), *((one.value, words) for one, words in SOURCE_WORDS.items())),
        heading=SHOWN[filters.show],
        rows=action_rows(viewer, shown, today, with_service=service is None),
        next=_next(path, filters, shown[-1]) if more else None,
        empty=_empty(viewer, filters, narrowed),
        filtered=narrowed,
    )


def _parts(path: str, filters: PlanFilters, counts: Mapping[str, int]) -> tuple[CountLink, ...]:
    not_settled = sum(counts[part] for part in ("late", "week", "waiting", "open", "to_check"))
    return (
        CountLink(f"{not_settled:,}", "open", path, current=not filters.show),
        *(
            CountLink(f"{counts[part]:,}", words, with_query(path, show=part), filters.show == part)
            for part, words in _PARTS.items()
        ),
        CountLink(
            f"{counts['closed']:,}",
            "put right or ended",
            with_query(path, show="closed"),
            filters.show == "closed",
        ),
    )


def _credit(closed: int) -> str:
    if not closed:
        return ""
    return f"{plural(closed, 'action')} put right and checked in the last 90 days. Well done."


def _links(viewer: Viewer, service: Row | None, path: str) -> tuple[Link, ...]:
    if service is None or not viewer.has(*READS_CONTENT):
        return ()
    links = (
        Link("This plan as a PDF, for the team meeting or for CQC", f"{path}.pdf"),
        Link("This plan as a PDF in large print", f"{path}.pdf?size=large"),
        Link("What was found at this service", with_query("/findings", service=service["code"])),
        Link("About this service", f"/services/{service['id']}"),
    )
    why_not = why_not_raise(
        viewer,
        service_id=service["id"],
        region_id=service["region_id"],
        source=Source.OTHER,
        restricted=False,
    )
    if why_not is not None:
        return links
    new = with_query("/findings/new", service=str(service["id"]))
    return (Link("Record something that was found", new), *links)


def _empty(viewer: Viewer, filters: PlanFilters, narrowed: bool) -> str:
    if narrowed:
        return "Nothing here fits what you looked for."
    if not viewer.service_ids and not viewer.has(*READS_CONTENT):
        return "You do not work at a service yet. Ask your administrator to add you to one."
    return _EMPTY[filters.show]


def _services(service: Row | None, own: Sequence[Row]) -> tuple[Link, ...]:
    if len(own) < 2:
        return ()
    present = None if service is None else service["id"]
    return (
        Link("All my services", "/plan", current=service is None),
        *(
            Link(one["name"], f"/services/{one['id']}/plan", current=one["id"] == present)
            for one in own
        ),
    )


def _next(path: str, filters: PlanFilters, last: Row) -> str:
    return with_query(
        path,
        show=filters.show,
        q=filters.text,
        severity=filters.severity,
        source=filters.source,
        cursor=cursor_of(last["place"], last["due_on"], last["id"]),
    )
