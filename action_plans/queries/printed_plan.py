"""A service's whole plan for paper: the rows of the screen, with what stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from action_plans import scopes
from action_plans.forms.filters import PlanFilters
from action_plans.queries import action_rows
from action_plans.queries.plan import plan
from qa import db
from qa.db import SQL
from qa.rules.london import london_day
from qa.viewer import Viewer

# Days that what was put right stands on paper as credit.
CREDIT = 90
# Some 60 pages; a longer list is read on the screen.
MOST = 300
MOST_CREDIT = 100


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """``actions`` are rows of ``queries.plan`` in its order, then what was put right lately,
    latest first; ``more`` says that there is more than is printed. ``behind`` has what will
    be different, the help needed and who raised it; ``steps`` in their order; by action."""

    actions: Sequence[db.Row]
    behind: dict[UUID, db.Row]
    steps: dict[UUID, list[db.Row]]
    more: bool


async def printed_plan(viewer: Viewer, service_id: UUID, now: datetime) -> PrintedPlan:
    """What is open or with another body, and what was put right in the last 90 days.

    What this viewer sees on the screen, without what is restricted, or embargoed still:
    paper lies about at the service (glossary.md 7.2). NotFound as on the screen.
    """
    found = await plan(viewer, service_id, now, PlanFilters(), limit=MOST + 1)
    credit = await _put_right_lately(viewer, service_id, now)
    rows = [*found[:MOST], *credit[:MOST_CREDIT]]
    behind = await _behind([one["id"] for one in rows], now)
    return PrintedPlan(
        actions=[one for one in rows if one["id"] in behind],
        behind=behind,
        steps=await _steps(list(behind)),
        more=len(found) > MOST or len(credit) > MOST_CREDIT,
    )


async def _behind(ids: list[UUID], now: datetime) -> dict[UUID, db.Row]:
    """What is printed of these actions beside their rows; none that not all may read there."""
    found = await db.rows(
        """SELECT a.id, a.difference, a.help_needed,
                  CASE WHEN EXISTS (SELECT 1 FROM finding e WHERE e.action = a.id
                                    AND e.embargoed_until > {})
                       THEN (SELECT string_agg(DISTINCT f.source, ';') FROM finding f
                             WHERE f.action = a.id AND NOT f.restricted
                               AND (f.embargoed_until IS NULL OR f.embargoed_until <= {}))
                       ELSE a.sources END AS sources
           FROM action a
           WHERE a.id = ANY({}) AND NOT a.restricted
             AND (a.embargoed_until IS NULL OR a.embargoed_until <= {})""",
        now,
        now,
        ids,
        now,
    )
    return {one["id"]: one for one in found}


async def _steps(ids: list[UUID]) -> dict[UUID, list[db.Row]]:
    steps: dict[UUID, list[db.Row]] = {}
    for step in await db.rows(
        """SELECT action, text, done_at FROM action_step WHERE action = ANY({})
           ORDER BY action, position""",
        ids,
    ):
        steps.setdefault(step["action"], []).append(step)
    return steps


async def _put_right_lately(viewer: Viewer, service_id: UUID, now: datetime) -> list[db.Row]:
    picked = SQL(
        """SELECT a.id, a.checked_on FROM action a
           WHERE a.service = {} AND a.status IN ('checked', 'closed') AND a.checked_on > {}
             AND {} ORDER BY a.checked_on DESC, a.id LIMIT {}""",
        service_id,
        london_day(now) - timedelta(days=CREDIT),
        scopes.actions(viewer, now),
        MOST_CREDIT + 1,
    )
    found = await action_rows.rows(viewer, now, picked, "a.checked_on DESC, a.id")
    return [{**one, "group": "closed"} for one in found]
