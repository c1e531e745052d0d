"""The single action plan of a service as its manager works through it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from action_plans import scopes
from action_plans.forms.filters import PlanFilters
from action_plans.queries import action_rows
from qa import db
from qa.db import SQL, all_of, one_of
from qa.errors import NotFound
from qa.rules.london import london_day
from qa.scopes import content_services
from qa.viewer import Viewer

# In the order of the list; what is with somebody else or checked comes after what is to do.
GROUPS = ("late", "week", "waiting", "open", "to_check", "closed")
CLOSED = GROUPS.index("closed")
Cursor = tuple[int, date, UUID]


class PlanRead(NamedTuple):
    """What the page of one plan shows: ``service`` has id, code, name and region_id.

    ``counts`` says how many there are in each of GROUPS, and ``closed_lately``: checked in
    90 days.
    """

    service: db.Row
    rows: list[db.Row]
    counts: dict[str, int]


async def plan_read(
    viewer: Viewer,
    service_id: UUID,
    now: datetime,
    filters: PlanFilters,
    after: Cursor | None = None,
    limit: int = 50,
) -> PlanRead:
    """One plan as `plan` gives it, its service and its counts, in three statements."""
    about = await content_service(viewer, service_id)
    found = await _plan(viewer, (service_id,), now, filters, after, limit)
    return PlanRead(about, found, await _counts(viewer, (service_id,), now))


async def plan(
    viewer: Viewer,
    service_id: UUID,
    now: datetime,
    filters: PlanFilters,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """Rows of one plan, in groups and by due date within each.

    A row adds ``group`` (one of GROUPS) and ``place``, its number there: the keys of the
    next page are place, due_on and id. Everything that is not settled, or the group that
    ``filters.show`` names; what is checked comes latest first. NotFound for a service whose
    content the viewer does not know.
    """
    await content_service(viewer, service_id)
    return await _plan(viewer, (service_id,), now, filters, after, limit)


async def own_plan(
    viewer: Viewer,
    now: datetime,
    filters: PlanFilters,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """As `plan`, for all services that the viewer works at, in one list."""
    return await _plan(viewer, tuple(viewer.service_ids), now, filters, after, limit)


async def _plan(
    viewer: Viewer,
    services: Sequence[UUID],
    now: datetime,
    filters: PlanFilters,
    after: Cursor | None,
    limit: int,
) -> list[db.Row]:
    if filters.show == "closed":
        return await _settled(viewer, services, now, filters, after, limit)
    where = [SQL("TRUE")]
    if filters.show:
        where.append(SQL("l.place = {}", GROUPS.index(filters.show)))
    if after is not None:
        where.append(SQL("(l.place, l.due_on, l.id) > ({}, {}, {})", *after))
    picked = SQL(
        "SELECT l.* FROM ({}) l WHERE {} ORDER BY l.place, l.due_on, l.id LIMIT {}",
        _placed(viewer, services, now, filters),
        all_of(*where),
        limit,
    )
    return _grouped(
        await action_rows.rows(viewer, now, picked, "p.place, a.due_on, a.id", ("place",))
    )


async def own_plan_counts(viewer: Viewer, now: datetime) -> dict[str, int]:
    """As the counts of `plan_read`, for all services that the viewer works at together."""
    return await _counts(viewer, tuple(viewer.service_ids), now)


async def _counts(viewer: Viewer, services: Sequence[UUID], now: datetime) -> dict[str, int]:
    counts = dict.fromkeys(GROUPS, 0)
    lately = 0
    for found in await db.rows(
        f"""SELECT l.place, count(*) AS actions,
                   count(*) FILTER (WHERE l.place = {CLOSED} AND l.checked_on > {{}}) AS lately
            FROM (SELECT a.checked_on, CASE WHEN {_SETTLED} THEN {CLOSED} ELSE {{}} END AS place
                  FROM action a WHERE {{}} AND {{}} OFFSET 0) l
            GROUP BY l.place""",
        london_day(now) - timedelta(days=90),
        _place(now),
        _of(services),
        _seen(viewer, now, services),
    ):
        counts[GROUPS[found["place"]]] = found["actions"]
        lately += found["lately"]
    return {**counts, "closed_lately": lately}


async def own_services(viewer: Viewer) -> list[db.Row]:
    """Id and name of the open services that the viewer works at, by name."""
    if not viewer.service_ids:
        return []
    return await db.rows(
        """SELECT s.id, s.name FROM service s
           WHERE s.id = ANY({}) AND s.closed_on IS NULL ORDER BY s.name, s.id""",
        list(viewer.service_ids),
    )


async def content_service(viewer: Viewer, service_id: UUID) -> db.Row:
    """A service's id, code, name and region_id; NotFound unless the viewer knows its content."""
    found = await db.row(
        "SELECT s.id, s.code, s.name, s.region AS region_id FROM service s WHERE s.id = {} AND {}",
        service_id,
        content_services(viewer, "s.id"),
    )
    if found is None:
        raise NotFound
    return found


_SETTLED = "a.status IN ('checked', 'closed', 'rejected', 'merged')"
_NOT_SETTLED = "a.status IN ('proposed', 'agreed', 'in_progress', 'done', 'transferred')"


def _seen(viewer: Viewer, now: datetime, services: Sequence[UUID]) -> SQL:
    return scopes.actions(viewer, now, at=services[0] if len(services) == 1 else None)


def _of(services: Sequence[UUID]) -> SQL:
    """Actions of these services; of one alone an index also gives the order."""
    return one_of("a.service", services)


def _placed(viewer: Viewer, services: Sequence[UUID], now: datetime, filters: PlanFilters) -> SQL:
    """What is not settled, each with the number of its group."""
    return SQL(
        f"SELECT a.id, a.due_on, {{}} AS place FROM action a WHERE {_NOT_SETTLED} AND {{}}",
        _place(now),
        all_of(_of(services), _seen(viewer, now, services), *_chosen(viewer, now, filters)),
    )


def _place(now: datetime) -> SQL:
    """The number in GROUPS of an action that is not settled.

    LIMIT has the database look for a request of the few that come so far, instead of
    reading all requests beforehand.
    """
    today = london_day(now)
    return SQL(
        """CASE WHEN a.status = 'done' THEN 4
                WHEN a.status = 'transferred' THEN 2
                WHEN a.due_on < {} THEN 0
                WHEN a.due_on <= {} THEN 1
                WHEN a.owner_name IS NOT NULL OR (
                    SELECT TRUE FROM action_request rq
                    WHERE rq.action = a.id AND rq.decided_at IS NULL LIMIT 1) THEN 2
                ELSE 3 END""",
        today,
        today + timedelta(days=6 - today.weekday()),
    )


async def _settled(
    viewer: Viewer,
    services: Sequence[UUID],
    now: datetime,
    filters: PlanFilters,
    after: Cursor | None,
    limit: int,
) -> list[db.Row]:
    where = [
        _of(services),
        SQL(_SETTLED),
        # Said again in the words of the index.
        SQL("a.status IN ('checked', 'closed', 'rejected', 'merged', 'transferred')"),
        _seen(viewer, now, services),
        *_chosen(viewer, now, filters),
    ]
    if after is not None:
        where.append(SQL("(a.due_on, a.id) < ({}, {})", after[1], after[2]))
    picked = SQL(
        f"""SELECT a.id, {CLOSED} AS place FROM action a WHERE {{}}
            ORDER BY a.due_on DESC, a.id DESC LIMIT {{}}""",
        all_of(*where),
        limit,
    )
    return _grouped(
        await action_rows.rows(viewer, now, picked, "a.due_on DESC, a.id DESC", ("place",))
    )


def _chosen(viewer: Viewer, now: datetime, filters: PlanFilters) -> list[SQL]:
    where = []
    if filters.text:
        where.append(action_rows.about_words(viewer, now, filters.text))
    if filters.severity:
        where.append(SQL("a.severity = {}", filters.severity))
    if filters.status:
        where.append(SQL("a.status = {}", filters.status))
    if filters.owner is not None:
        where.append(SQL("a.owner = {}", filters.owner))
    if filters.source:
        where.append(
            SQL(
                "{} = ANY (string_to_array({}, ';'))",
                filters.source,
                action_rows.sources(viewer, now),
            )
        )
    return where


def _grouped(found: list[db.Row]) -> list[db.Row]:
    return [{**each, "group": GROUPS[each["place"]]} for each in found]
