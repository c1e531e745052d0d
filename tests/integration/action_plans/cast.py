"""The people around one service, what was found there, and actions at each state."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from action_plans import commands
from qa import db
from qa.roles import Role
from qa.viewer import Viewer
from tests.factories import NOW, make_region, make_service, make_user

TODAY = NOW.date()
TOMORROW = NOW + timedelta(days=1)
LATER = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Ros and Ben are Quality Managers, Ian is H&S, Tolu runs the service with Deb, Kofi
    works there, Sam manages the region, Helen is the director; Una and Pat are the same as
    Tolu and Sam elsewhere; Dev is a Quality Advisor, Wendy hears whistle-blowers, Priya
    keeps the accounts, Margaret sits on the committee."""

    region: UUID
    service: UUID
    sibling: UUID
    elsewhere: UUID
    ros: Viewer
    ben: Viewer
    ian: Viewer
    tolu: Viewer
    deb: Viewer
    kofi: Viewer
    sam: Viewer
    helen: Viewer
    una: Viewer
    pat: Viewer
    dev: Viewer
    wendy: Viewer
    priya: Viewer
    margaret: Viewer


async def cast() -> Cast:
    region, other_region = await make_region(), await make_region()
    service, sibling = await make_service(region), await make_service(region)
    elsewhere = await make_service(other_region)
    return Cast(
        region=region,
        service=service,
        sibling=sibling,
        elsewhere=elsewhere,
        ros=await make_user(Role.QUALITY_MANAGER),
        ben=await make_user(Role.QUALITY_MANAGER),
        ian=await make_user(Role.HS_MANAGER),
        tolu=await make_user(Role.SERVICE_MANAGER, services=(service,)),
        deb=await make_user(Role.DEPUTY_MANAGER, services=(service,)),
        kofi=await make_user(Role.SUPPORT_WORKER, services=(service,)),
        sam=await make_user(Role.REGIONAL_MANAGER, region_id=region),
        helen=await make_user(Role.DIRECTOR),
        una=await make_user(Role.SERVICE_MANAGER, services=(elsewhere,)),
        pat=await make_user(Role.REGIONAL_MANAGER, region_id=other_region),
        dev=await make_user(Role.QUALITY_ADVISOR),
        wendy=await make_user(Role.WHISTLEBLOWING_LEAD),
        priya=await make_user(Role.ADMINISTRATOR),
        margaret=await make_user(Role.COMMITTEE_MEMBER),
    )


async def found(people: Cast, viewer: Viewer | None = None, **changes: Any) -> UUID:
    """A finding at the service, Ros's unless somebody else is named."""
    values: dict[str, Any] = {
        "service_id": people.service,
        "source": "quality_manager",
        "text": "Two plans have no review date.",
        "severity": "medium",
        "raised_on": TODAY,
        "now": NOW,
    }
    return await commands.raise_finding(viewer=viewer or people.ros, **{**values, **changes})


async def started(
    people: Cast, *findings: UUID, viewer: Viewer | None = None, **changes: Any
) -> UUID:
    """An action that Tolu owns, for these findings or for one of its own."""
    finding_ids = findings or (await found(people),)
    values: dict[str, Any] = {
        "title": "Review every plan",
        "severity": "medium",
        "difference": "Plans say what people want now.",
        "how_known": "Three plans picked on the day.",
        "now": NOW,
    }
    if "owner_name" not in changes:
        values["owner_id"] = people.tolu.user_id
    return await commands.start_action(
        viewer=viewer or people.ros, finding_ids=finding_ids, **{**values, **changes}
    )


async def done(people: Cast, **changes: Any) -> UUID:
    """An action that Tolu has marked done."""
    action_id = await started(people, **changes)
    await commands.mark_done(
        viewer=people.tolu, action_id=action_id, note="All six reviewed.", now=TOMORROW
    )
    return action_id


async def closed(people: Cast, **changes: Any) -> UUID:
    """An action that Ros has checked."""
    action_id = await done(people, **changes)
    await commands.check_action(
        viewer=people.ros, action_id=action_id, worked=True, how="Read three.", now=TOMORROW
    )
    return action_id


async def of(action_id: UUID) -> db.Row:
    """The row of an action, as the database has it."""
    row = await db.row("SELECT * FROM action WHERE id = {}", action_id)
    assert row is not None
    return row


async def facts(action_id: UUID, field: str) -> list[str | None]:
    """The dated facts of an action, in the order in which they were written."""
    rows = await db.rows(
        "SELECT value FROM action_fact WHERE action = {} AND field = {} ORDER BY seq",
        action_id,
        field,
    )
    return [row["value"] for row in rows]


async def kinds(subject_id: UUID) -> list[str]:
    """The kinds of the events about something."""
    rows = await db.rows("SELECT kind FROM event WHERE subject_id = {} ORDER BY seq", subject_id)
    return [row["kind"] for row in rows]


async def mail_of(person: Viewer) -> list[str]:
    """The subjects of what waits in the outbox for somebody."""
    rows = await db.rows(
        "SELECT subject FROM outbox_mail WHERE person = {} ORDER BY created_at", person.user_id
    )
    return [row["subject"] for row in rows]


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no event can be written."""

    async def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("qa.events.record", fail)
