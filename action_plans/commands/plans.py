"""The single action plan of a service."""

from datetime import datetime
from uuid import UUID, uuid4

from qa import db


async def ensure_plan(service_id: UUID, now: datetime) -> UUID:
    """The plan of a service, begun when it is first needed: one for its life (R002).

    Internal: it is a part of the command that puts something into the plan, whose event
    tells of it.
    """
    await db.execute(
        """INSERT INTO plan (id, service, created_at) VALUES ({}, {}, {})
           ON CONFLICT (service) DO NOTHING""",
        uuid4(),
        service_id,
        now,
    )
    plan_id: UUID = await db.value("SELECT id FROM plan WHERE service = {}", service_id)
    return plan_id
