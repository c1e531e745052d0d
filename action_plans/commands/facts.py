"""Dated facts of an action: what changed, when it happened, when it was recorded."""

from datetime import date, datetime
from uuid import UUID

from qa import db


def owner_value(owner_id: UUID | None, owner_name: str | None) -> str | None:
    """How the fact ``owner`` tells who: an id, "name:" and the name, or nobody."""
    if owner_id is not None:
        return str(owner_id)
    return None if owner_name is None else f"name:{owner_name}"


async def write(
    action_id: UUID,
    field: str,
    value: str | date | None,
    *,
    by: UUID | None,
    now: datetime,
    happened_at: datetime | None = None,
) -> None:
    """Write one fact; field is ``status``, ``owner``, ``due_on``, ``severity`` or ``service``,
    ``joined``, ``unjoined`` or ``came_back`` with the id of a finding, or ``reopened``."""
    await db.insert(
        "action_fact",
        action=action_id,
        field=field,
        value=value.isoformat() if isinstance(value, date) else value,
        happened_at=happened_at or now,
        recorded_at=now,
        by=by,
    )
