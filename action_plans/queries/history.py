"""What happened to one action, as far as this viewer may know."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

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
    where = [SQL("e.audience = 'service'")]
    if viewer.has(*QUALITY_TEAM, Role.HS_MANAGER):
        where.append(SQL("e.audience = 'quality_team'"))
    if viewer.has(*QUALITY_TEAM, Role.HS_MANAGER, Role.WHISTLEBLOWING_LEAD):
        where.append(SQL("e.audience = 'restricted'"))
    found = await db.rows(
        """SELECT e.kind, e.happened_at AS at, u.name AS by_name, e.job, e.data
           FROM event e LEFT JOIN users u ON u.id = e.actor
           WHERE e.subject_id = {} AND e.subject_kind = 'action' AND {}
             AND ({} OR NOT e.kind = ANY({}))
           ORDER BY e.seq DESC LIMIT {}""",
        action_id,
        any_of(*where),
        knows_who_raised(viewer),
        list(_WHO_RAISED_IT),
        limit,
    )
    return [{**one, "data": msgspec.json.decode(one["data"])} for one in found]
