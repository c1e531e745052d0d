"""What is late: the director's ten seconds."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from action_plans import scopes
from action_plans.queries import action_rows
from action_plans.queries.action_rows import NOT_DONE
from qa import db
from qa.db import SQL, all_of
from qa.rules.london import london_day
from qa.scopes import content_services
from qa.viewer import Viewer

Cursor = tuple[int, date, UUID]

_SERIOUS = "a.severity IN ('high', 'critical')"


async def late_actions(
    viewer: Viewer,
    now: datetime,
    region: UUID | None = None,
    after: Cursor | None = None,
    limit: int = 50,
    *,
    service: UUID | None = None,
    places: Sequence[int] = (0, 1),
) -> list[db.Row]:
    """Actions past their present due date and not claimed as done, oldest first.

    High and critical come before the others. A row adds ``place`` (0 for high and critical,
    else 1): the keys of the next page are place, due_on and id; ``places`` picks of the two.
    Who is stuck is its owner, nobody, or who has not decided what was ``asked``; ``said`` is
    the last that anybody said about it.
    """
    found: list[db.Row] = []
    for place in places:
        if after is not None and after[0] > place:
            continue
        start = after if after is not None and after[0] == place else None
        found += await _late(viewer, now, region, service, place, start, limit - len(found))
        if len(found) >= limit:
            break
    return found


async def late_counts_by_region(viewer: Viewer, now: datetime) -> list[db.Row]:
    """Per region with its ``name``: ``serious`` (high and critical) and ``others`` late,
    and ``oldest``, the earliest due date of those; regions where nothing is late too."""
    return await db.rows(
        f"""SELECT r.id, r.name, coalesce(sum(l.serious), 0)::int AS serious,
                   coalesce(sum(l.late - l.serious), 0)::int AS others,
                   min(l.oldest) AS oldest
            FROM region r
            JOIN service s ON s.region = r.id
            LEFT JOIN (SELECT a.service, count(*) AS late,
                              count(*) FILTER (WHERE {_SERIOUS}) AS serious,
                              min(a.due_on) AS oldest
                       FROM action a
                       WHERE a.status IN {NOT_DONE} AND a.due_on < {{}} AND {{}}
                       GROUP BY a.service) l ON l.service = s.id
            WHERE {{}}
            GROUP BY r.id, r.name ORDER BY r.name""",
        london_day(now),
        scopes.actions(viewer, now),
        content_services(viewer, "s.id"),
    )


async def late_counts_by_service(viewer: Viewer, now: datetime) -> list[db.Row]:
    """As `late_counts_by_region`, per service where something is late, the worst first."""
    return await db.rows(
        f"""SELECT s.id, s.name, l.serious::int AS serious, (l.late - l.serious)::int AS others,
                   l.oldest
            FROM (SELECT a.service, count(*) AS late,
                         count(*) FILTER (WHERE {_SERIOUS}) AS serious, min(a.due_on) AS oldest
                  FROM action a WHERE a.status IN {NOT_DONE} AND a.due_on < {{}} AND {{}}
                  GROUP BY a.service) l
            JOIN service s ON s.id = l.service
            ORDER BY l.serious DESC, l.late DESC, s.name""",
        london_day(now),
        scopes.actions(viewer, now),
    )


async def _late(
    viewer: Viewer,
    now: datetime,
    region: UUID | None,
    service: UUID | None,
    place: int,
    after: Cursor | None,
    limit: int,
) -> list[db.Row]:
    where = [
        SQL(f"a.status IN {NOT_DONE}"),
        SQL(_SERIOUS if place == 0 else "a.severity IN ('low', 'medium')"),
        SQL("a.due_on < {}", london_day(now)),
        scopes.actions(viewer, now),
    ]
    if region is not None:
        where.append(SQL("a.service IN (SELECT id FROM service WHERE region = {})", region))
    if service is not None:
        where.append(SQL("a.service = {}", service))
    if after is not None:
        where.append(SQL("(a.due_on, a.id) > ({}, {})", after[1], after[2]))
    picked = SQL(
        f"""SELECT a.id, {place} AS place,
                   (SELECT n.text FROM action_note n WHERE n.action = a.id
                    ORDER BY n.at DESC LIMIT 1) AS said
            FROM action a WHERE {{}}
            ORDER BY a.due_on, a.id LIMIT {{}}""",
        all_of(*where),
        limit,
    )
    return await action_rows.rows(viewer, now, picked, "a.due_on, a.id", ("place", "said"))
