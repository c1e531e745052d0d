"""A service closes: its open actions move to another plan, or end with a reason."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from action_plans import permissions
from action_plans.commands import changing, facts, history
from action_plans.commands.owners import require_owner
from action_plans.commands.plans import ensure_plan
from action_plans.queries.standing import standing
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Invalid, NotAllowed, NotFound, require
from qa.rules.london import london_day
from qa.scopes import content_services
from qa.viewer import Viewer


async def move_or_end_actions(
    *,
    viewer: Viewer,
    service_id: UUID,
    moves: Mapping[UUID, UUID],
    ends: Mapping[UUID, str],
    now: datetime,
) -> None:
    """Move open actions of a closed service to other services' plans, or end them.

    ``moves`` says for an action which service takes it, with owner and dates as they are;
    ``ends`` says why it is not needed any more. Findings stay where they were found. What
    Quality Advisors said must change can only move (T16).
    """
    if any(not reason.strip() for reason in ends.values()):
        raise Invalid([("reason", "Say why the action ends.")])
    async with db.transaction():
        await _require_closed(viewer, service_id, now)
        for action_id in sorted({*moves, *ends}):
            about = await standing(viewer, action_id, now, lock=True)
            if about.service_id != service_id:
                raise NotFound
            require(permissions.why_not_move_or_end(viewer, region_id=about.region_id))
            changing.require_now(Verb.MOVE_OR_END, about)
            if action_id in moves:
                await _move(about, moves[action_id], viewer=viewer, now=now)
            else:
                await _end(about, ends[action_id], viewer=viewer, now=now)


async def _require_closed(viewer: Viewer, service_id: UUID, now: datetime) -> None:
    found = await db.row(
        "SELECT s.closed_on FROM service s WHERE s.id = {} AND {}",
        service_id,
        content_services(viewer, "s.id"),
    )
    if found is None:
        raise NotFound
    if found["closed_on"] is None or found["closed_on"] > london_day(now):
        raise NotAllowed("Only the actions of a closed service move or end like this.")


async def _move(about: Standing, to_service: UUID, *, viewer: Viewer, now: datetime) -> None:
    open_there = await db.value(
        "SELECT 1 FROM service s WHERE s.id = {} AND s.closed_on IS NULL AND {}",
        to_service,
        content_services(viewer, "s.id"),
    )
    if open_there is None:
        raise Invalid([("to_service", "Choose a service that is open.")])
    await db.execute(
        "UPDATE action SET service = {}, plan = {} WHERE id = {}",
        to_service,
        await ensure_plan(to_service, now),
        about.id,
    )
    # Where it was at first is a fact too, known since then: past figures stay with it.
    first = await db.row(
        """SELECT raised_at, recorded_at FROM action a WHERE id = {} AND NOT EXISTS (
             SELECT 1 FROM action_fact f WHERE f.action = a.id AND f.field = 'service')""",
        about.id,
    )
    if first is not None:
        await facts.write(
            about.id,
            "service",
            str(about.service_id),
            by=viewer.user_id,
            now=first["recorded_at"],
            happened_at=first["raised_at"],
        )
    await facts.write(about.id, "service", str(to_service), by=viewer.user_id, now=now)
    after = await standing(viewer, about.id, now)
    await require_owner(viewer, after, now)
    await history.record_action(
        "action.moved", after, viewer=viewer, now=now, data={"from": str(about.service_id)}
    )


async def _end(about: Standing, reason: str, *, viewer: Viewer, now: datetime) -> None:
    if about.must_change:
        raise Invalid(
            [("ends", "Quality Advisors said that this must change. Move it to another service.")]
        )
    await changing.claim_status(
        about,
        Status.REJECTED,
        by=viewer.user_id,
        now=now,
        columns={"not_done_because": reason.strip()},
    )
    await history.record_action("action.ended", about, viewer=viewer, now=now)
