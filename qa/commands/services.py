"""Writes about services. Each is one transaction with its event."""

from datetime import date, datetime
from uuid import UUID

from qa import db, events
from qa.errors import Invalid, require
from qa.permissions import why_not_close_service
from qa.queries.services import service
from qa.rules.london import london_day
from qa.viewer import Viewer


async def close_service(
    *, viewer: Viewer, service_id: UUID, closed_on: date, now: datetime
) -> None:
    """Close a service, today or on a day in the past; its history and its plan stay.

    What becomes of its open actions the regional manager says next, on the plan's page.
    """
    found = await service(viewer, service_id)
    require(why_not_close_service(viewer, closed=found["closed_on"] is not None))
    if closed_on < found["opened_on"]:
        raise Invalid([("closed_on", "The service opened after this day")])
    if closed_on > london_day(now):
        raise Invalid([("closed_on", "Close it when the day has come, not before")])
    async with db.transaction():
        await db.claim(
            "UPDATE service SET closed_on = {} WHERE id = {} AND closed_on IS NULL RETURNING id",
            closed_on,
            service_id,
        )
        await events.record(
            "service.closed",
            viewer=viewer,
            subject=("service", service_id),
            now=now,
            service_id=service_id,
            data={"closed_on": closed_on.isoformat()},
        )
