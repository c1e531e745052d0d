"""One action: everything about it, and what its owner and its managers do to it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans import commands, queries
from action_plans.controllers.reading import Sent, sent, without_names
from action_plans.forms import work
from action_plans.pages.action import action_page
from action_plans.pages.asking import ASKS, ask_page, choices_of
from action_plans.permissions import knows_who_raised
from action_plans.queries.history import history
from qa import clock
from qa.errors import Invalid, NotFound
from qa.http import faults_of, page, page_with_faults, see_other
from qa.rules.london import london_day
from qa.viewer import Viewer

Answer = Redirect | Template


@get("/actions/{action_id:uuid}")
async def show(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Template:
    now = clock.now()
    found = await queries.action(viewer, action_id, now)
    knows = knows_who_raised(viewer)
    events = await history(viewer, action_id)
    content = action_page(viewer, found, events, knows_voices=knows, today=london_day(now))
    return page(request, "action_plans/action.html", content)


@get([f"/actions/{{action_id:uuid}}/{what}" for what in ASKS])
async def ask(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Template:
    """The page of one form, for those whom the action offers it."""
    what = request.url.path.rpartition("/")[2]
    return await _asked(request, viewer, action_id, what, clock.now(), None, None)


@post("/actions/{action_id:uuid}/agree")
async def agree(viewer: NamedDependency[Viewer], action_id: FromPath[UUID]) -> Redirect:
    await commands.agree_action(viewer=viewer, action_id=action_id, now=clock.now())
    return see_other(f"/actions/{action_id}", notice="You agreed to this action.")


@post("/actions/{action_id:uuid}/progress")
async def progress(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        text = await without_names(typed, lambda: work.progress(typed.fields), "text")
        await commands.record_progress(viewer=viewer, action_id=action_id, text=text, now=now)

    return await _saved(request, viewer, action_id, "progress", save, "Saved.")


@post("/actions/{action_id:uuid}/step")
async def step(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        text = await without_names(typed, lambda: work.step(typed.fields), "text")
        await commands.add_step(viewer=viewer, action_id=action_id, text=text, now=now)

    return await _saved(request, viewer, action_id, "step", save, "The step is added.")


@post("/actions/{action_id:uuid}/steps/{step_id:uuid}")
async def tick(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    action_id: FromPath[UUID],
    step_id: FromPath[UUID],
) -> Redirect:
    done = (await sent(request)).fields.get("done") == "yes"
    command = commands.tick_step if done else commands.untick_step
    await command(viewer=viewer, step_id=step_id, now=clock.now())
    return see_other(
        f"/actions/{action_id}#steps",
        notice="The step is done." if done else "The step is to be done again.",
    )


@post("/actions/{action_id:uuid}/proof")
async def proof(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    return await _prove(request, viewer, action_id, done=False)


@post("/actions/{action_id:uuid}/done")
async def done(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    return await _prove(request, viewer, action_id, done=True)


@post("/actions/{action_id:uuid}/more-time")
async def more_time(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        new_due_on, reason = await without_names(
            typed, lambda: work.more_time(typed.fields), "reason"
        )
        await commands.ask_for_time(
            viewer=viewer, action_id=action_id, new_due_on=new_due_on, reason=reason, now=now
        )

    said = "You asked for more time. The regional manager answers."
    return await _saved(request, viewer, action_id, "more-time", save, said)


@post("/actions/{action_id:uuid}/other-body")
async def other_body(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        body, reason = await without_names(
            typed, lambda: work.other_body(typed.fields), "other_body", "reason"
        )
        await commands.say_other_body(
            viewer=viewer, action_id=action_id, other_body=body, reason=reason, now=now
        )

    said = "You said whose it is. It counts once the regional manager agrees."
    return await _saved(request, viewer, action_id, "other-body", save, said)


@post("/actions/{action_id:uuid}/take-back")
async def take_back(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    return await _with_reason(request, viewer, action_id, "take-back", commands.take_back)


@post("/actions/{action_id:uuid}/we-cannot")
async def we_cannot(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    return await _with_reason(request, viewer, action_id, "we-cannot", commands.say_we_cannot)


@post("/actions/{action_id:uuid}/reopen")
async def reopen(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    return await _with_reason(request, viewer, action_id, "reopen", commands.reopen)


@post("/actions/{action_id:uuid}/owner")
async def owner(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        owner_id, owner_name = work.owner(typed.fields)
        await commands.name_owner(
            viewer=viewer, action_id=action_id, owner_id=owner_id, owner_name=owner_name, now=now
        )

    return await _saved(request, viewer, action_id, "owner", save, "The owner is named.")


@post("/actions/{action_id:uuid}/severity")
async def severity(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], action_id: FromPath[UUID]
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        chosen = work.severity(typed.fields)
        await commands.set_severity(viewer=viewer, action_id=action_id, severity=chosen, now=now)

    return await _saved(request, viewer, action_id, "severity", save, "Changed.")


async def _with_reason(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    action_id: UUID,
    what: str,
    command: Callable[..., Awaitable[object]],
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        reason = await without_names(typed, lambda: work.reason(typed.fields), "reason")
        await command(viewer=viewer, action_id=action_id, reason=reason, now=now)

    return await _saved(request, viewer, action_id, what, save, "Saved.")


async def _prove(
    request: Request[Any, Any, Any], viewer: Viewer, action_id: UUID, *, done: bool
) -> Answer:
    async def save(typed: Sent, now: datetime) -> None:
        read = work.done if done else work.proof
        form = await without_names(
            typed, lambda: read(typed.fields, typed.file), "text", "note", "where"
        )
        await commands.prove(
            viewer=viewer,
            action_id=action_id,
            text=form.text,
            where=form.where,
            file=None if form.file is None else (form.file.name, form.file.content),
            done=done,
            now=now,
        )

    said = "It is done, and waits for somebody else to look." if done else "The proof is added."
    return await _saved(request, viewer, action_id, "done" if done else "proof", save, said)


async def _saved(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    action_id: UUID,
    what: str,
    save: Callable[[Sent, datetime], Awaitable[None]],
    said: str,
) -> Answer:
    """Save what came in and go back to the action; with faults, the form again."""
    now = clock.now()
    typed = await sent(request)
    try:
        await save(typed, now)
    except Invalid as refused:
        return await _asked(request, viewer, action_id, what, now, typed, refused)
    return see_other(f"/actions/{action_id}", notice=said)


async def _asked(
    request: Request[Any, Any, Any],
    viewer: Viewer,
    action_id: UUID,
    what: str,
    now: datetime,
    typed: Sent | None,
    refused: Invalid | None,
) -> Template:
    found = await queries.action(viewer, action_id, now)
    if ASKS[what].verb not in found.offered:
        raise NotFound
    owners = await queries.possible_owners(viewer, found.about.service_id)
    content = ask_page(
        what,
        found.row,
        options=choices_of(what, viewer, found.about, owners),
        typed=typed.fields if typed else {},
        faults=faults_of(refused) if refused else {},
    )
    answer = page_with_faults if refused else page
    return answer(request, "action_plans/ask.html", content)


HANDLERS = [
    show,
    ask,
    agree,
    progress,
    step,
    tick,
    proof,
    done,
    more_time,
    other_body,
    take_back,
    we_cannot,
    reopen,
    owner,
    severity,
]
