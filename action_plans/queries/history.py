"""What happened to one action or finding, as far as this viewer may know."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from action_plans import scopes
from action_plans.permissions import knows_who_raised
from qa import db
from qa.db import SQL, any_of
from qa.roles import QUALITY_TEAM, Role
from qa.viewer import Viewer

# What tells who raised it: not for support workers and Quality Advisors (glossary.md 3).
_WHO_RAISED_IT = ("action.started", "action.finding_joined", "action.finding_unjoined")


async def history(viewer: Viewer, action_id: UUID, limit: int = 200) -> Sequence[db.Row]:
    """Events of an action, latest first: ``kind``, ``at``, ``by_name``, ``job``, ``data``.

    The action itself must have been found in scope before.
    """
    found = await db.rows(
        """SELECT e.kind, e.happened_at AS at, u.name AS by_name, e.job, e.data
           FROM event e LEFT JOIN users u ON u.id = e.actor
           WHERE e.subject_id = {} AND e.subject_kind = 'action' AND {}
             AND ({} OR NOT e.kind = ANY({}))
           ORDER BY e.seq DESC LIMIT {}""",
        action_id,
        _read_by(viewer),
        knows_who_raised(viewer),
        list(_WHO_RAISED_IT),
        limit,
    )
    return [{**one, "data": msgspec.json.decode(one["data"])} for one in found]


async def finding_history(
    viewer: Viewer, finding_id: UUID, now: datetime, limit: int = 200
) -> list[db.Row]:
    """What happened to a finding, latest first: ``kind``, ``at``, ``by_name``, and of actions
    that the viewer may see ``action`` and ``action_title``.

    The finding itself must have been found in scope before.
    """
    return await db.rows(
        """SELECT l.kind, l.at, u.name AS by_name, a.id AS action, a.title AS action_title
           FROM (SELECT e.kind, e.happened_at AS at, e.actor AS by, NULL::uuid AS action, e.seq
                 FROM event e
                 WHERE e.subject_id = {} AND e.subject_kind = 'finding' AND {}
                 UNION ALL
                 SELECT af.field, af.happened_at, af.by, af.action, af.seq FROM action_fact af
                 WHERE af.value = {} AND af.field IN ('joined', 'unjoined', 'came_back')) l
           LEFT JOIN users u ON u.id = l.by
           LEFT JOIN action a ON a.id = l.action AND {}
           WHERE l.action IS NULL OR a.id IS NOT NULL
           ORDER BY l.at DESC, l.action IS NULL, l.seq DESC LIMIT {}""",
        finding_id,
        _read_by(viewer),
        str(finding_id),
        scopes.actions(viewer, now),
        limit,
    )


def _read_by(viewer: Viewer) -> SQL:
    """Condition on rows of ``event`` by their audience."""
    where = [SQL("e.audience = 'service'")]
    if viewer.has(*QUALITY_TEAM, Role.HS_MANAGER):
        where.append(SQL("e.audience = 'quality_team'"))
    if viewer.has(*QUALITY_TEAM, Role.HS_MANAGER, Role.WHISTLEBLOWING_LEAD):
        where.append(SQL("e.audience = 'restricted'"))
    return any_of(*where)
