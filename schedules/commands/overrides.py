"""People's judgement: raising and lowering a level, and the monthly check."""

from datetime import date, datetime
from uuid import UUID, uuid4

from qa import db, events
from qa.db import SQL
from qa.errors import Invalid, NotFound, WrongState, require
from qa.rules.london import london_day
from qa.scopes import content_services
from qa.viewer import Viewer
from schedules.commands.ratings import recalculate
from schedules.permissions import may_plan, why_not_moderate, why_not_override
from schedules.queries.moment import Moment
from schedules.queries.risk_moderation import last_moderated_on
from schedules.queries.risk_ratings import RatedService, ratings
from schedules.rules.risk_bands import (
    Band,
    after_moderation,
    is_above,
    override_faults,
    why_not_moderate_down,
)


async def override_rating(
    *,
    viewer: Viewer,
    service_id: UUID,
    band: Band,
    reason: str,
    to_on: date | None,
    planning_only: bool = False,
    now: datetime,
) -> UUID:
    """Raise a service's level (anyone responsible, with a reason), or lower it (the director,
    with a reason and a last day at most 90 days away, never below a floor).

    Against the level that the viewer sees: a judgement for planning only is never shown to
    the service. Raises Invalid with every fault.
    """
    region, rated = await _rated(viewer, service_id, now)
    planning_only = planning_only and may_plan(viewer)
    result = rated.planning if may_plan(viewer) else rated.service
    lowers = is_above(result.band, band)
    require(why_not_override(viewer, service_id=service_id, region_id=region, lowers=lowers))
    faults = override_faults(
        asked=band,
        now_in_force=result.band,
        floor=result.rating.floor,
        reason=reason,
        to_on=to_on,
        on=london_day(now),
    )
    if faults:
        raise Invalid(faults)
    override_id = uuid4()
    async with db.transaction():
        await db.insert(
            "risk_override",
            id=override_id,
            service=service_id,
            band=band.value,
            lowers=lowers,
            was=result.rating.band.value,
            reason=reason.strip(),
            restricted=planning_only,
            from_on=london_day(now),
            to_on=to_on,
            by=viewer.user_id,
            recorded_at=now,
        )
        await events.record(
            "rating.lowered" if lowers else "rating.raised",
            viewer=viewer,
            subject=("service", service_id),
            service_id=service_id,
            audience="restricted" if planning_only else "service",
            now=now,
            data={"band": band.value, "override": str(override_id)},
        )
        await recalculate(viewer=viewer, cause="override", now=now, services=[service_id])
    return override_id


async def end_override(*, viewer: Viewer, override_id: UUID, now: datetime) -> UUID:
    """End a judgement before its last day; gives the service. Ending one that raised lowers,
    which is for the director."""
    found = await db.row(
        "SELECT o.* FROM risk_override o WHERE o.id = {} AND {}",
        override_id,
        content_services(viewer, "o.service"),
    )
    if found is None or (found["restricted"] and not may_plan(viewer)):
        raise NotFound
    service_id: UUID = found["service"]
    region, _ = await _rated(viewer, service_id, now)
    lowers = not found["lowers"]
    require(why_not_override(viewer, service_id=service_id, region_id=region, lowers=lowers))
    async with db.transaction():
        await db.claim(
            "UPDATE risk_override SET ended_at = {}, ended_by = {}"
            " WHERE id = {} AND ended_at IS NULL RETURNING id",
            now,
            viewer.user_id,
            override_id,
        )
        await events.record(
            "rating.judgement_ended",
            viewer=viewer,
            subject=("service", service_id),
            service_id=service_id,
            audience="restricted" if found["restricted"] else "service",
            now=now,
            data={"override": str(override_id)},
        )
        await recalculate(viewer=viewer, cause="override", now=now, services=[service_id])
    return service_id


async def moderate(
    *, viewer: Viewer, service_id: UUID, lower: bool, reason: str, now: datetime
) -> None:
    """The monthly check of one service: let its level fall by one band, or keep it and say
    why (principle 7). Raises WrongState when nothing can fall today."""
    require(why_not_moderate(viewer))
    _, rated = await _rated(viewer, service_id, now)
    day = london_day(now)
    if not lower and not reason.strip():
        raise Invalid([("reason", "Say why the level stays")])
    checked_on = await last_moderated_on(service_id)
    result = rated.planning
    why_not = why_not_moderate_down(result.rating.band, result.held, checked_on, day)
    if why_not is not None:
        raise WrongState(why_not)
    async with db.transaction():
        await db.insert(
            "risk_moderation",
            id=uuid4(),
            service=service_id,
            moderated_on=day,
            lowered=lower,
            reason=reason.strip() or None,
            by=viewer.user_id,
            recorded_at=now,
        )
        await events.record(
            "rating.moderated",
            viewer=viewer,
            subject=("service", service_id),
            service_id=service_id,
            audience="restricted",
            now=now,
            data={
                "lowered": lower,
                "held": after_moderation(result.rating.band, result.held).value,
            },
        )
        if lower:
            await recalculate(
                viewer=viewer,
                cause="moderation",
                now=now,
                services=[service_id],
                moderated=True,
            )


async def _rated(viewer: Viewer, service_id: UUID, now: datetime) -> tuple[UUID, RatedService]:
    """The region of a service that the viewer sees, and its rating."""
    which = SQL("s.id = {} AND {}", service_id, content_services(viewer, "s.id"))
    found = await ratings(Moment(as_at=now, known_at=now, now=now), which)
    if not found:
        raise NotFound
    region: UUID = await db.value("SELECT region FROM service WHERE id = {}", service_id)
    return region, found[0]
