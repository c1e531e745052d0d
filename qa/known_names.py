"""The names of our workers and users, for pointing them out in free text."""

from collections.abc import Mapping

from qa import db
from qa.names import names_in

_kept: dict[str, tuple[object, frozenset[str]]] = {}


async def known_names() -> frozenset[str]:
    """Full names of everybody who works or worked here, or signs in or did.

    Read again only when a worker or a user was added or changed. It is used to point out
    names in text, and is shown to nobody.
    """
    mark = await db.row(
        """SELECT current_database() AS base, (SELECT count(*) FROM worker_version) AS workers,
                  (SELECT max(recorded_at) FROM worker_version) AS changed,
                  (SELECT count(*) FROM users) AS users,
                  (SELECT max(created_at) FROM users) AS created"""
    )
    kept = _kept.get("names")
    if kept is not None and kept[0] == mark:
        return kept[1]
    found = await db.rows("SELECT DISTINCT name FROM worker_version UNION SELECT name FROM users")
    names = frozenset(row["name"] for row in found)
    _kept["names"] = (mark, names)
    return names


async def names_typed(fields: Mapping[str, str]) -> dict[str, list[str]]:
    """The names that each field of a form seems to hold; a field without any is left out."""
    known = await known_names()
    found = {field: names_in(text, known) for field, text in fields.items()}
    return {field: names for field, names in found.items() if names}
