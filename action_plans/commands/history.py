"""One event of an action or a finding, with the audience that may read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from action_plans.rules.standings import Standing
from qa import events
from qa.viewer import Viewer


def audience(*, restricted: bool, embargoed_until: datetime | None, now: datetime) -> str:
    """Who may read an event: it is never wider than the record that it is about."""
    if restricted:
        return "restricted"
    if embargoed_until is not None and embargoed_until > now:
        return "quality_team"
    return "service"


async def record(
    kind: str,
    subject: tuple[str, UUID],
    *,
    viewer: Viewer,
    now: datetime,
    service_id: UUID,
    restricted: bool,
    embargoed_until: datetime | None,
    happened_at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Record an event about something of a plan."""
    await events.record(
        kind,
        viewer=viewer,
        subject=subject,
        now=now,
        happened_at=happened_at,
        service_id=service_id,
        audience=audience(restricted=restricted, embargoed_until=embargoed_until, now=now),
        data=data,
    )


async def record_action(
    kind: str,
    about: Standing,
    *,
    viewer: Viewer,
    now: datetime,
    happened_at: datetime | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Record an event about an action as it stands."""
    await record(
        kind,
        ("action", about.id),
        viewer=viewer,
        now=now,
        service_id=about.service_id,
        restricted=about.restricted,
        embargoed_until=about.embargoed_until,
        happened_at=happened_at,
        data=data,
    )
