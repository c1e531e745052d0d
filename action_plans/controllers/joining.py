"""What belongs together: findings of an action, and actions that are the same improvement."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans import commands, queries
from action_plans.controllers.reading import sent
from action_plans.forms.work import other_action
from action_plans.pages.joining import joining_page, may_join, may_merge, merging_page
from action_plans.queries import FindingFilters
from qa import clock
from qa.errors import NotFound
from qa.http import page, see_other
from qa.viewer import Viewer

MOST = 50


@get("/actions/{action_id:uuid}/findings")
async def findings(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Template:
    now = clock.now()
    found = await queries.action(viewer, action_id, now)
    if not may_join(found):
        raise NotFound
    free = FindingFilters(service=found.about.service_id, unjoined=True)
    others = await queries.findings_list(viewer, now, free, None, MOST)
    return page(request, "action_plans/joining.html", joining_page(found, others))


@post("/actions/{action_id:uuid}/findings/{finding_id:uuid}")
async def join(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    action_id: FromPath[UUID],
    finding_id: FromPath[UUID],
) -> Redirect:
    together = (await sent(request)).fields.get("together") == "yes"
    command = commands.join_finding if together else commands.unjoin_finding
    await command(viewer=viewer, action_id=action_id, finding_id=finding_id, now=clock.now())
    said = "It is joined to this action." if together else "It is no longer with this action."
    return see_other(f"/actions/{action_id}/findings", notice=said)


@get("/actions/{action_id:uuid}/merge")
async def choose(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Template:
    now = clock.now()
    found = await queries.action(viewer, action_id, now)
    if not may_merge(found):
        raise NotFound
    words = " ".join(filter(None, (found.row["title"], found.row["difference"])))
    near = await queries.similar_actions(viewer, found.about.service_id, words, None, now, 10)
    return page(request, "action_plans/merging.html", merging_page(found, near))


@post("/actions/{action_id:uuid}/merge")
async def merge(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Redirect:
    into_id = other_action((await sent(request)).fields)
    await commands.merge_action(
        viewer=viewer, action_id=action_id, into_id=into_id, now=clock.now()
    )
    return see_other(f"/actions/{into_id}", notice="The two are one action now.")


HANDLERS = [findings, join, choose, merge]
