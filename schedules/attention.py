"""The level of one service for its page in ``qa``; app.py hands it over."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from qa import db
from qa.handed_over import Attention
from qa.rules.london import london_day
from qa.viewer import Viewer
from schedules.permissions import may_plan, why_not_override
from schedules.queries.risk_level import level


async def attention(viewer: Viewer, service_id: UUID, now: datetime) -> Attention | None:
    """What, why, what would change it, what happens next (risk_rating.md section 6)."""
    found = await level(viewer, service_id, london_day(now))
    if found is None:
        return None
    region = await db.value("SELECT region FROM service WHERE id = {}", service_id)
    may_raise = why_not_override(viewer, service_id=service_id, region_id=region, lowers=False)
    return Attention(
        **asdict(found),
        planning_href=f"/services/{service_id}/risk" if may_plan(viewer) else None,
        raise_href=f"/services/{service_id}/level" if may_raise is None else None,
    )
