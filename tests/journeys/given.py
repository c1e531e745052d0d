"""What a journey takes as given. It is made by the same commands that the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from action_plans.commands import mark_done, raise_finding, start_action
from app import ABOVE
from audits.commands.completing import complete_audit
from audits.commands.drafts import save_draft
from audits.commands.evidence import add_photo
from audits.commands.opening import open_audit
from audits.queries.audits import audit
from audits.rules.fields import required_fields
from qa import clock, db
from qa.auth.commands import create_user, make_link, use_link
from qa.loads.loading import load
from qa.roles import Role
from qa.rules.london import london_day
from qa.viewer import COMMAND_LINE, Viewer, viewer_of
from schedules.demonstration.organisation import PASSWORD
from tests.files_to_load import write
from tests.integration.audits.cast import best, filled, say
from tests.journeys.site import AT, Site


@dataclass(frozen=True, slots=True)
class Given:
    """An action, and the finding that it answers, with their addresses."""

    id: UUID
    title: str
    words: str
    action: str
    finding: str


def today() -> date:
    return london_day(clock.now())


async def the_viewer(who: str) -> Viewer:
    user_id = await db.value("SELECT id FROM users WHERE login = {}", who + AT)
    viewer = await viewer_of(user_id)
    assert viewer is not None
    return viewer


async def the_service(code: str) -> UUID:
    found: UUID = await db.value("SELECT id FROM service WHERE code = {}", code)
    return found


async def plan_of(site: Site, code: str) -> str:
    """The address of a service's action plan."""
    async with site.inside():
        return f"/services/{await the_service(code)}/plan"


async def an_action(
    site: Site,
    title: str,
    *,
    service: str = "S09",
    words: str | None = None,
    severity: str = "medium",
    source: str = "quality_manager",
    by: str = "ros",
    owner: str | None = "tolu",
    days_ago: int = 1,
    due_in: int | None = None,
    limit_in: int | None = None,
    steps: tuple[str, ...] = (),
    done_by: str | None = None,
    restricted: bool = False,
) -> Given:
    """A finding and the action that answers it; ``due_in`` is days from today."""
    async with site.inside():
        now = clock.now()
        then = now - timedelta(days=days_ago)
        viewer = await the_viewer(by)
        said = words or f"On the day it was not so: {title.lower()}."
        finding = await raise_finding(
            viewer=viewer,
            service_id=await the_service(service),
            source=source,
            text=said,
            severity=severity,
            raised_on=london_day(then),
            limit_on=None if limit_in is None else today() + timedelta(days=limit_in),
            restricted=restricted,
            now=now,
            happened_at=then,
        )
        action = await start_action(
            viewer=viewer,
            finding_ids=[finding],
            title=title,
            severity=severity,
            owner_id=None if owner is None else (await the_viewer(owner)).user_id,
            owner_name="Property team" if owner is None else None,
            first_due_on=None if due_in is None else today() + timedelta(days=due_in),
            steps=steps,
            now=now,
            happened_at=then,
        )
        if done_by is not None:
            await mark_done(
                viewer=await the_viewer(done_by), action_id=action, note="It is done.", now=now
            )
    return Given(action, title, said, f"/actions/{action}", f"/findings/{finding}")


async def a_finding(
    site: Site, words: str, *, service: str = "S09", source: str = "quality_manager"
) -> str:
    """Something that was found and has no action yet; gives its address."""
    async with site.inside():
        finding = await raise_finding(
            viewer=await the_viewer("ros"),
            service_id=await the_service(service),
            source=source,
            text=words,
            severity="medium",
            raised_on=today(),
            now=clock.now(),
        )
    return f"/findings/{finding}"


async def an_account(
    site: Site,
    who: str,
    *roles: Role,
    services: tuple[str, ...] = (),
    region: str | None = None,
) -> str:
    """Somebody new who signs in with the same password as everybody; gives the address."""
    async with site.inside():
        user_id = await create_user(
            viewer=COMMAND_LINE,
            login=who + AT,
            name=f"{who.capitalize()} Newcomer",
            roles=frozenset(roles),
            region_id=await db.value("SELECT id FROM region WHERE name = {}", region or ""),
            service_ids=frozenset([await the_service(code) for code in services]),
            now=clock.now(),
        )
        token = await make_link(viewer=COMMAND_LINE, user_id=user_id, now=clock.now())
        await use_link(token=token, password=PASSWORD, now=clock.now())
    return f"/accounts/{user_id}"


async def a_service(site: Site, folder: Path, code: str, name: str, *, region: str) -> str:
    """One more service in that region; gives its address."""
    async with site.inside():
        path = write(folder, "services", {"code": code, "name": name, "region": region})
        await load(ABOVE.loaders, "services", path, viewer=COMMAND_LINE, now=clock.now())
        return f"/services/{await the_service(code)}"


async def a_review_before(
    site: Site,
    service: str,
    short: str,
    *,
    days_ago: int,
    title: str,
    owner: str | None = "tolu",
    picture: Path | None = None,
) -> str:
    """A full review of that service in which one question was answered "Partly", and the action
    that came of it; gives its address. The picture is its evidence."""
    async with site.inside():
        then = clock.now() - timedelta(days=days_ago)
        ros = await the_viewer("ros")
        audit_id = await open_audit(
            viewer=ros,
            service_id=await the_service(service),
            definition="t01",
            visit_on=london_day(then),
            now=then,
        )
        head = (await audit(viewer=ros, audit_id=audit_id, now=then)).head
        for section in head.sections:
            for question in section.questions:
                value = {"a": {"answer": "partly"}} if question.key == short else best(question)
                await say(ros, audit_id, question.key, value, now=then)
        for key, one in required_fields(head.definition).items():
            await say(ros, audit_id, key, filled(one, ""), now=then)
        if picture is not None:
            await add_photo(
                viewer=ros,
                audit_id=audit_id,
                question_key=short,
                name=picture.name,
                content=picture.read_bytes(),
                caption="As it was",
                now=then,
            )
        new: dict[str, object] = {"title": title}
        if owner is None:
            new["owner_name"] = "Property team"
        else:
            new["owner_id"] = str((await the_viewer(owner)).user_id)
        await save_draft(
            viewer=ros,
            audit_id=audit_id,
            question_key=short,
            text="Families were not asked what they think.",
            severity="medium",
            new_action=new,
            now=then,
        )
        await complete_audit(viewer=ros, audit_id=audit_id, told_manager_at=then, now=then)
    return f"/audits/{audit_id}"
