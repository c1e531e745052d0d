"""Services: the list, one service, and the same as JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter
from litestar.response import Template

from qa import clock
from qa.forms.services import service_filters
from qa.handed_over import ActionCounts, AuditsHere, HandedOver
from qa.http import page
from qa.pages.services import service_page, services_page
from qa.paging import LARGEST_PAGE, PAGE, after, cursor_of, cut
from qa.permissions import READS_CONTENT
from qa.queries import services as queries
from qa.rules.london import london_day
from qa.viewer import Viewer


class ServiceItem(msgspec.Struct):
    id: UUID
    code: str
    name: str
    type: str
    region: str
    status: str
    opened_on: date
    closed_on: date | None
    contracts: list[str]
    managers: list[str]
    people_supported: int | None
    regulated: bool
    cqc_location_id: str | None


class ServiceList(msgspec.Struct):
    items: list[ServiceItem]
    next: str | None


@get("/services")
async def services(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    above: NamedDependency[HandedOver],
) -> Template:
    now = clock.now()
    today = london_day(now)
    asked = request.query_params
    filters = service_filters(asked)
    found = await queries.services(
        viewer,
        filters,
        today=today,
        after=after(asked.get("cursor"), tuple[str, UUID]),
        limit=PAGE + 1,
    )
    ids = [one["id"] for one in found[:PAGE]]
    counts = await above.count_actions(viewer, ids, now) if viewer.has(*READS_CONTENT) else {}
    regions = await queries.regions_seen(viewer)
    content = services_page(viewer, filters, found, counts, regions, size=PAGE, today=today)
    return page(request, "qa/services.html", content)


@get("/services/{service_id:uuid}")
async def service(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    above: NamedDependency[HandedOver],
    service_id: FromPath[UUID],
) -> Template:
    now = clock.now()
    found = await queries.service(viewer, service_id)
    counts, audits = None, AuditsHere()
    if viewer.has(*READS_CONTENT):
        made = await above.count_actions(viewer, [service_id], now)
        counts = made.get(service_id, ActionCounts())
        audits = await above.audits_at(viewer, service_id, now)
    attention = await above.attention(viewer, service_id, now)
    content = service_page(
        viewer, found, counts, audits, today=london_day(now), attention=attention
    )
    return page(request, "qa/service.html", content)


@get("/api/services", include_in_schema=True, name="api_services")
async def api_services(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    page_size: FromQuery[Annotated[int, Parameter(ge=1, le=LARGEST_PAGE)]] = PAGE,
    cursor: FromQuery[str | None] = None,
) -> ServiceList:
    """The services that the caller may see, in the order of their names."""
    today = clock.today()
    found = await queries.services(
        viewer,
        service_filters({"state": "all", **request.query_params}),
        today=today,
        after=after(cursor, tuple[str, UUID]),
        limit=page_size + 1,
    )
    shown, more = cut(found, page_size)
    following = cursor_of(shown[-1]["name"], shown[-1]["id"]) if more else None
    return ServiceList([_item(one, today) for one in shown], following)


def _item(one: dict[str, Any], today: date) -> ServiceItem:
    closed = one["closed_on"] is not None and one["closed_on"] <= today
    known = {name: one[name] for name in ServiceItem.__struct_fields__ if name != "status"}
    return ServiceItem(status="closed" if closed else "open", **known)


HANDLERS = [services, service, api_services]
