"""Closing a service: the administrator says the day."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from qa import clock
from qa.commands.services import close_service
from qa.errors import Invalid, require
from qa.forms.closing import closing_day
from qa.http import faults_of, page, page_with_faults, see_other
from qa.pages.services import CloseServicePage
from qa.permissions import why_not_close_service
from qa.queries.services import service
from qa.viewer import Viewer


@get("/services/{service_id:uuid}/close")
async def close_page(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], service_id: FromPath[UUID]
) -> Template:
    found = await service(viewer, service_id)
    require(why_not_close_service(viewer, closed=found["closed_on"] is not None))
    content = CloseServicePage(service_id, found["name"], clock.today().isoformat())
    return page(request, "qa/close_service.html", content)


@post("/services/{service_id:uuid}/close")
async def close(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], service_id: FromPath[UUID]
) -> Redirect | Template:
    found = await service(viewer, service_id)
    typed = str((await request.form()).get("closed_on", ""))
    try:
        day = closing_day(typed)
        await close_service(viewer=viewer, service_id=service_id, closed_on=day, now=clock.now())
    except Invalid as refused:
        content = CloseServicePage(service_id, found["name"], typed, faults_of(refused))
        return page_with_faults(request, "qa/close_service.html", content)
    notice = "The service is closed. Its regional manager now moves or ends what was open."
    return see_other(f"/services/{service_id}", notice=notice)


HANDLERS = [close_page, close]
