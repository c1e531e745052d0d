"""Stored ratings as pages show them: a service's own level, and the planning side."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from qa import db
from qa.errors import NotFound
from qa.scopes import content_services
from qa.viewer import Viewer
from schedules.permissions import may_plan, may_read_level
from schedules.queries.risk_models import model_on
from schedules.rules.risk_bands import Band
from schedules.rules.risk_words import Explanation, explain

HISTORY = 20


async def level(viewer: Viewer, service_id: UUID, today: date) -> Explanation | None:
    """The explanation of a service's level, from the result that knows nothing restricted;
    None when there is no rating yet, or the viewer reads none."""
    if not may_read_level(viewer):
        return None
    found = await db.rows(
        """SELECT r.service_band, r.service_result FROM risk_rating r
           WHERE r.service = {} AND {} ORDER BY r.seq DESC LIMIT 2""",
        service_id,
        content_services(viewer, "r.service"),
    )
    if not found:
        return None
    return explain(
        await model_on(today),
        msgspec.json.decode(found[0]["service_result"]),
        Band(found[0]["service_band"]),
        Band(found[1]["service_band"]) if len(found) > 1 else None,
        today,
    )


async def planning_list(viewer: Viewer) -> Sequence[db.Row]:
    """The last stored rating of each open service, the highest first: planners only."""
    if not may_plan(viewer):
        raise NotFound
    return await db.rows(
        """SELECT s.id, s.code, s.name, g.name AS region, r.band, r.service_band, r.planning,
                  r.happened_at
           FROM service s JOIN region g ON g.id = s.region
           JOIN LATERAL (SELECT * FROM risk_rating x WHERE x.service = s.id
                         ORDER BY x.seq DESC LIMIT 1) r ON TRUE
           WHERE s.closed_on IS NULL
           ORDER BY array_position(ARRAY['very_high', 'high', 'medium', 'low'], r.band::text),
                    (r.planning->>'points')::int DESC, s.name"""
    )


async def planning_of(viewer: Viewer, service_id: UUID) -> Sequence[db.Row]:
    """The stored ratings of one service, the last first: planners only."""
    if not may_plan(viewer):
        raise NotFound
    found = await db.rows(
        """SELECT s.name, s.code, r.band, r.service_band, r.planning, r.cause, r.model_version,
                  r.happened_at, u.name AS by
           FROM risk_rating r JOIN service s ON s.id = r.service
           LEFT JOIN users u ON u.id = r.by
           WHERE r.service = {} ORDER BY r.seq DESC LIMIT {}""",
        service_id,
        HISTORY,
    )
    if not found:
        raise NotFound
    return found


async def judgements(viewer: Viewer, service_id: UUID, today: date) -> Sequence[db.Row]:
    """People's judgements that hold today: planners only."""
    if not may_plan(viewer):
        raise NotFound
    return await db.rows(
        """SELECT o.id, o.band, o.lowers, o.reason, o.restricted, o.from_on, o.to_on,
                  u.name AS by
           FROM risk_override o LEFT JOIN users u ON u.id = o.by
           WHERE o.service = {} AND o.ended_at IS NULL AND (o.to_on IS NULL OR o.to_on >= {})
           ORDER BY o.recorded_at""",
        service_id,
        today,
    )
