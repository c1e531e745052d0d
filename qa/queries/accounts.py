"""Reads about accounts: the administrator's only; to everybody else there is nothing here."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qa import db
from qa.auth.permissions import why_not_keep_accounts
from qa.db import SQL, all_of
from qa.errors import NotFound
from qa.forms.accounts import AccountFilters
from qa.viewer import Viewer

_COLUMNS = """u.id, u.login, u.name, u.region AS region_id, r.name AS region, u.created_at,
              u.ended_at, u.password_hash IS NOT NULL AS set_up,
              ARRAY(SELECT role FROM user_role WHERE person = u.id ORDER BY role) AS roles,
              ARRAY(SELECT s.code FROM user_service us JOIN service s ON s.id = us.service
                    WHERE us.person = u.id AND us.to_on IS NULL ORDER BY s.code) AS services"""


async def accounts(
    viewer: Viewer,
    filters: AccountFilters,
    *,
    after: tuple[str, UUID] | None = None,
    limit: int,
) -> Sequence[db.Row]:
    """Accounts in the order of their names, from the one after ``after``."""
    _administrator(viewer)
    where = _conditions(filters)
    if after is not None:
        where.append(SQL("(u.name, u.id) > ({}, {})", *after))
    return await db.rows(
        f"SELECT {_COLUMNS} FROM users u LEFT JOIN region r ON r.id = u.region"
        " WHERE {} ORDER BY u.name, u.id LIMIT {}",
        all_of(*where),
        limit,
    )


async def account(viewer: Viewer, user_id: UUID) -> db.Row:
    """One account, with when its holder last signed in."""
    _administrator(viewer)
    found = await db.row(
        f"""SELECT {_COLUMNS},
                   (SELECT max(recorded_at) FROM event WHERE subject_id = u.id
                    AND kind = 'user.signed_in') AS signed_in_at
            FROM users u LEFT JOIN region r ON r.id = u.region"""
        " WHERE u.id = {}",
        user_id,
    )
    if found is None:
        raise NotFound
    return found


async def regions(viewer: Viewer) -> dict[str, str]:
    """Every region's id and name, in the order of names."""
    _administrator(viewer)
    found = await db.rows("SELECT id, name FROM region ORDER BY name")
    return {str(row["id"]): row["name"] for row in found}


async def services_by_code(viewer: Viewer, codes: Iterable[str]) -> dict[str, UUID]:
    """The services that have these codes, whatever the case they were typed in."""
    _administrator(viewer)
    found = await db.rows(
        "SELECT lower(code) AS code, id FROM service WHERE lower(code) = ANY({})",
        [code.lower() for code in codes],
    )
    return {row["code"]: row["id"] for row in found}


def _administrator(viewer: Viewer) -> None:
    if why_not_keep_accounts(viewer) is not None:
        raise NotFound


def _conditions(filters: AccountFilters) -> list[SQL]:
    where = []
    if filters.text:
        where.append(
            SQL("position(lower({}) IN lower(u.name || ' ' || u.login)) > 0", filters.text)
        )
    if filters.role:
        where.append(
            SQL(
                "EXISTS (SELECT FROM user_role f WHERE f.person = u.id AND f.role = {})",
                filters.role,
            )
        )
    if filters.state == "ended":
        where.append(SQL("u.ended_at IS NOT NULL"))
    elif filters.state != "all":
        where.append(SQL("u.ended_at IS NULL"))
    if filters.state == "new":
        where.append(SQL("u.password_hash IS NULL"))
    return where
