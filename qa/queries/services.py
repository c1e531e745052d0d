"""Reads about services: which there are, and what is known of one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from qa import db, scopes
from qa.db import SQL, all_of
from qa.errors import NotFound
from qa.forms.services import ServiceFilters
from qa.viewer import Viewer

# Accounts in use of those who manage the service today, by name.
_MANAGERS = """ARRAY(SELECT u.name FROM user_service us JOIN users u ON u.id = us.person
                     WHERE us.service = s.id AND us.to_on IS NULL AND u.ended_at IS NULL
                       AND EXISTS (SELECT FROM user_role ur WHERE ur.person = u.id
                                   AND ur.role = 'service_manager')
                     ORDER BY u.name)"""
_COLUMNS = f"""s.id, s.code, s.name, s.type, s.region AS region_id,
               r.name AS region, s.regulated, s.cqc_location_id,
               s.opened_on, s.closed_on, s.nights_staffed, s.people_supported, s.flats,
               s.complexity_flags, {_MANAGERS} AS managers,
               ARRAY(SELECT c.code FROM service_contract sc JOIN contract c ON c.id = sc.contract
                     WHERE sc.service = s.id ORDER BY c.code) AS contracts"""


async def services(
    viewer: Viewer,
    filters: ServiceFilters,
    *,
    today: date,
    after: tuple[str, UUID] | None = None,
    limit: int,
) -> Sequence[db.Row]:
    """Services in the order of their names, from the one after ``after``."""
    where = [scopes.services(viewer, "s"), *_conditions(filters, today)]
    if after is not None:
        where.append(SQL("(s.name, s.id) > ({}, {})", *after))
    return await db.rows(
        f"SELECT {_COLUMNS} FROM service s JOIN region r ON r.id = s.region"
        " WHERE {} ORDER BY s.name, s.id LIMIT {}",
        all_of(*where),
        limit,
    )


async def service(viewer: Viewer, service_id: UUID) -> db.Row:
    """One service, or NotFound when there is none that this viewer may know of."""
    found = await db.row(
        f"SELECT {_COLUMNS} FROM service s JOIN region r ON r.id = s.region"
        " WHERE s.id = {} AND {}",
        service_id,
        scopes.services(viewer, "s"),
    )
    if found is None:
        raise NotFound
    return found


async def regions_seen(viewer: Viewer) -> list[str]:
    """Names of the regions of the services that this viewer sees, for a filter."""
    found = await db.rows(
        "SELECT r.name FROM region r WHERE EXISTS (SELECT FROM service s"
        " WHERE s.region = r.id AND {}) ORDER BY r.name",
        scopes.services(viewer, "s"),
    )
    return [row["name"] for row in found]


def _conditions(filters: ServiceFilters, today: date) -> list[SQL]:
    where = []
    if filters.text:
        where.append(SQL("position(lower({}) IN lower(s.name || ' ' || s.code)) > 0", filters.text))
    if filters.region:
        where.append(SQL("r.name = {}", filters.region))
    if filters.type:
        where.append(SQL("s.type = {}", filters.type))
    if filters.state == "open":
        where.append(SQL("s.closed_on IS NULL OR s.closed_on > {}", today))
    if filters.state == "closed":
        where.append(SQL("s.closed_on <= {}", today))
    if filters.without_manager:
        where.append(SQL(f"cardinality({_MANAGERS}) = 0"))
    return where
