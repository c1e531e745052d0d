"""Lists of audits, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audits import scopes
from audits.permissions import sees_score
from qa import db
from qa.db import SQL, all_of
from qa.viewer import Viewer

After = tuple[date, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show; None means all."""

    service_id: UUID | None = None
    service_code: str | None = None
    definition: str | None = None
    status: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    opened_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """``score`` and ``critical_failed`` are None for whoever may not see them."""

    id: UUID
    service_id: UUID
    service_code: str
    service_name: str
    definition: str
    version: int
    title: str
    status: str
    visit_on: date
    opened_by: UUID
    opened_by_name: str
    completed_at: datetime | None
    told_at: datetime | None
    score: str | None
    critical_failed: int | None


async def audits_list(
    *, viewer: Viewer, filters: Filters, after: After | None, limit: int, now: datetime
) -> list[AuditRow]:
    """The audits this viewer may see, the latest visit first; ``after`` is the visit and id
    of the last row of the page before. Ask for one more than the page holds."""
    where = [scopes.audits(viewer, now)]
    for condition, wanted in (
        ("au.service = {}", filters.service_id),
        ("s.code = {}", filters.service_code),
        ("dv.definition = {}", filters.definition),
        ("au.status = {}", filters.status),
        ("au.visit_on >= {}", filters.from_on),
        ("au.visit_on <= {}", filters.to_on),
        ("au.opened_by = {}", filters.opened_by),
    ):
        if wanted is not None:
            where.append(SQL(condition, wanted))
    if after is not None:
        where.append(SQL("(au.visit_on, au.id) < ({}, {})", *after))
    return await _rows(viewer, where, limit)


async def my_open_audits(*, viewer: Viewer) -> list[AuditRow]:
    """The open audits that this person opened, the latest visit first; at most 100."""
    if viewer.user_id is None:
        return []
    mine = [SQL("au.opened_by = {}", viewer.user_id), SQL("au.status = 'open'")]
    return await _rows(viewer, mine, 100)


async def _rows(viewer: Viewer, where: Sequence[SQL], limit: int) -> list[AuditRow]:
    found = await db.rows(
        """SELECT au.id, au.service AS service_id, s.code AS service_code,
                  s.name AS service_name, dv.definition, dv.version, dv.title, au.status,
                  au.visit_on, au.opened_by, o.name AS opened_by_name, au.completed_at,
                  au.told_at, au.score, au.critical_failed
           FROM audit au
           JOIN definition_version dv ON dv.id = au.definition
           JOIN service s ON s.id = au.service
           JOIN users o ON o.id = au.opened_by
           WHERE {} ORDER BY au.visit_on DESC, au.id DESC LIMIT {}""",
        all_of(*where),
        limit,
    )
    return [_without_score(viewer, row) for row in found]


def _without_score(viewer: Viewer, row: db.Row) -> AuditRow:
    if not sees_score(viewer, row["definition"]):
        row = {**row, "score": None, "critical_failed": None}
    return AuditRow(**row)
