"""Definitions as issued."""

from uuid import UUID

from audits.rules.definitions import Definition
from qa import db
from qa.errors import NotFound

_read: dict[UUID, Definition] = {}


async def definition(version_id: UUID) -> Definition:
    """An issued version; it never changes, so it is read once in a process."""
    if version_id not in _read:
        data = await db.value("SELECT data FROM definition_version WHERE id = {}", version_id)
        if data is None:
            raise NotFound
        _read[version_id] = Definition.from_json(data)
    return _read[version_id]


async def current(definition_id: str) -> tuple[UUID, Definition]:
    """The version in which a new audit is opened: the highest issued one."""
    found = await db.value(
        """SELECT id FROM definition_version WHERE definition = {}
           ORDER BY version DESC LIMIT 1""",
        definition_id,
    )
    if found is None:
        raise NotFound
    return found, await definition(found)


async def all_current() -> list[Definition]:
    """The current version of every definition, by id."""
    found = await db.rows(
        """SELECT DISTINCT ON (definition) id FROM definition_version
           ORDER BY definition, version DESC"""
    )
    return [await definition(row["id"]) for row in found]
