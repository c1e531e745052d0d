"""New settings of the rating: seen over all services first, then issued from a date."""

from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.viewer import Viewer
from schedules import commands
from schedules.forms.risk import settings
from schedules.pages.risk_settings import settings_page
from schedules.permissions import why_not_change_settings
from schedules.queries.risk_models import versions
from schedules.queries.risk_preview import preview
from schedules.risk_model_files import newest_text


@get("/risk/settings")
async def settings_form(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]
) -> Template:
    if why_not_change_settings(viewer) is not None:
        raise NotFound
    content = settings_page(newest_text(), await versions())
    return page(request, "schedules/risk_settings.html", content)


@post("/risk/settings", status_code=303)
async def change_settings(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]
) -> Redirect | Template:
    """``do`` is preview or issue; nothing is issued that was not asked for by name."""
    if why_not_change_settings(viewer) is not None:
        raise NotFound
    form = await request.form()
    text, day = str(form.get("settings", "")), str(form.get("applies_from", ""))
    try:
        given = settings(form)
        if form.get("do") == "issue":
            version = await commands.issue_model(
                viewer=viewer,
                text=given.text,
                applies_from=given.applies_from or clock.today(),
                now=clock.now(),
            )
            return see_other("/risk", notice=f"Settings {version} are issued.")
        version, effects = await preview(viewer, given.text, clock.now())
    except Invalid as refused:
        content = settings_page(text, await versions(), applies_from=day, faults=faults_of(refused))
        return page_with_faults(request, "schedules/risk_settings.html", content)
    content = settings_page(
        text, await versions(), applies_from=day, previewed=version, effects=effects
    )
    return page(request, "schedules/risk_settings.html", content)


HANDLERS = [settings_form, change_settings]
