"""History: one row per change, written in the change's own transaction, never altered."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from qa import db
from qa.viewer import Viewer


async def record(
    kind: str,
    *,
    viewer: Viewer,
    subject: tuple[str, UUID],
    now: datetime,
    happened_at: datetime | None = None,
    service_id: UUID | None = None,
    audience: str = "service",
    data: dict[str, Any] | None = None,
    client_change_id: UUID | None = None,
) -> None:
    """Record one event. ``data`` holds ids and codes only, never words or names.

    ``happened_at`` defaults to ``now``; loading from files gives the row's own date.
    ``audience`` is ``service``, ``quality_team`` or ``restricted``: who may read the event.
    """
    await db.insert(
        "event",
        id=uuid4(),
        happened_at=happened_at or now,
        recorded_at=now,
        actor=viewer.user_id,
        job=None if viewer.user_id else (viewer.job or "job"),
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        service=service_id,
        audience=audience,
        client_change_id=client_change_id,
        schema_version=1,
        data=msgspec.json.encode(data or {}).decode(),
    )
