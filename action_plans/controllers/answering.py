"""Answering what was found, one finding after the other: join an action, start one, or later."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from action_plans import commands, queries
from action_plans.controllers.findings import may_read_now, words_of
from action_plans.controllers.reading import Sent, sent, together_with_names
from action_plans.forms.answering import NewAction, answer_given, texts_of
from action_plans.pages.answering import answer_page
from action_plans.pages.finding import may_answer
from action_plans.queries.reports import after_this, place_in_report
from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.known_names import names_typed
from qa.pages.shapes import Row
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/findings/{finding_id:uuid}/answer")
async def answer(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    finding_id: FromPath[UUID],
    queue: FromQuery[str] = "",
) -> Template | Redirect:
    now = clock.now()
    one = await _to_answer(viewer, finding_id, now)
    if one["answered"] or not await may_read_now(viewer, one, now):
        return see_other(f"/findings/{finding_id}")
    return await _asked(request, viewer, one, now, queue=queue == "yes")


@post("/findings/{finding_id:uuid}/answer")
async def save(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], finding_id: FromPath[UUID]
) -> Template | Redirect:
    """Save what happens about it, and go on to the next finding of the report, if asked to."""
    now = clock.now()
    one = await _to_answer(viewer, finding_id, now)
    typed = await sent(request)
    queue = typed.fields.get("queue") == "yes"
    try:
        said = await _save(viewer, one, typed, now)
    except Invalid as refused:
        return await _asked(request, viewer, one, now, queue=queue, typed=typed, refused=refused)
    following = await after_this(viewer, one, now) if queue else None
    if following is not None:
        return see_other(f"/findings/{following}/answer?queue=yes", notice=said)
    return see_other(f"/reports/{one['report']}" if queue else f"/findings/{finding_id}", said)


async def _save(viewer: Viewer, one: Row, typed: Sent, now: datetime) -> str:
    given = together_with_names(
        lambda: answer_given(
            typed.fields,
            severity=one["severity"],
            limit_on=one["limit_on"],
            today=london_day(now),
        ),
        {} if typed.fields.get("names_kept") else await names_typed(texts_of(typed.fields)),
    )
    if given is None:
        return "It waits at the top of the list of what was found."
    if isinstance(given, UUID):
        await commands.join_finding(viewer=viewer, finding_id=one["id"], action_id=given, now=now)
        return "It is joined to the action."
    await _start(viewer, one, given, now)
    return "The action is started."


async def _start(viewer: Viewer, one: Row, new: NewAction, now: datetime) -> None:
    try:
        await commands.start_action(
            viewer=viewer,
            finding_ids=[one["id"]],
            title=new.title,
            severity=one["severity"],
            owner_id=new.owner_id,
            owner_name=new.owner_name,
            first_due_on=new.first_due_on,
            difference=new.difference,
            how_known=new.how_known,
            steps=new.steps,
            help_needed=new.help_needed,
            now=now,
        )
    except Invalid as refused:
        raise Invalid([(f"new.{field}", words) for field, words in refused.faults]) from refused


async def _to_answer(viewer: Viewer, finding_id: UUID, now: datetime) -> Row:
    one = await queries.finding(viewer, finding_id, now)
    if not may_answer(viewer, one):
        raise NotFound
    return one


async def _asked(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    one: Row,
    now: datetime,
    *,
    queue: bool,
    typed: Sent | None = None,
    refused: Invalid | None = None,
) -> Template:
    content = answer_page(
        one,
        await queries.similar_actions(
            viewer, one["service"], words_of(one), one["framework_item"], now
        ),
        await queries.possible_owners(viewer, one["service"]),
        place=await place_in_report(viewer, one, now) if queue else None,
        typed=typed.fields if typed else {},
        faults=faults_of(refused) if refused else {},
        today=london_day(now),
    )
    shown = page_with_faults if refused else page
    return shown(request, "action_plans/finding_answer.html", content)


HANDLERS = [answer, save]
