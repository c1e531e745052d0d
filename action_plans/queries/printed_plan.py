"""A service's whole plan for paper: the same rows as the screen, on one sheet after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from action_plans import scopes
from qa import db
from qa.rules.london import london_day
from qa.viewer import Viewer

# Days that what was closed stands on paper as credit.
CREDIT = 90
# Some 60 pages; a longer list is read on the screen.
MOST = 400


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """``more`` says that the plan goes on past the ``MOST`` most pressing actions."""

    actions: Sequence[db.Row]
    steps: Sequence[db.Row]
    more: bool


async def printed_plan(viewer: Viewer, service_id: UUID, now: datetime) -> PrintedPlan:
    """What is open, with another body, or closed in the last 90 days, as far as this viewer
    may see it (scopes.actions). The most serious first, the oldest date first."""
    found = await db.rows(
        """SELECT a.id, a.title, a.status, a.severity, a.difference, a.help_needed, a.sources,
                  a.owner, coalesce(o.name, a.owner_name) AS owner_name, a.other_body,
                  a.first_due_on, a.due_on, a.done_on, a.checked_on
           FROM action a LEFT JOIN users o ON o.id = a.owner
           WHERE a.service = {} AND {}
             AND (a.status IN ('proposed', 'agreed', 'in_progress', 'done', 'transferred')
                  OR (a.status IN ('checked', 'closed') AND a.checked_on > {}))
           ORDER BY a.status IN ('checked', 'closed'),
                    array_position(ARRAY['critical', 'high', 'medium', 'low'], a.severity::text),
                    a.due_on, a.id
           LIMIT {}""",
        service_id,
        scopes.actions(viewer, now),
        london_day(now) - timedelta(days=CREDIT),
        MOST + 1,
    )
    actions = found[:MOST]
    steps = await db.rows(
        """SELECT action, text, done_at FROM action_step WHERE action = ANY({})
           ORDER BY action, position""",
        [one["id"] for one in actions],
    )
    return PrintedPlan(actions, steps, more=len(found) > MOST)
