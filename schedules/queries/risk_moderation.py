"""What the monthly check looks at."""

from datetime import date
from uuid import UUID

from qa import db


async def last_moderated_on(service_id: UUID) -> date | None:
    """The day of a service's last monthly check."""
    found: date | None = await db.value(
        "SELECT max(moderated_on) FROM risk_moderation WHERE service = {}", service_id
    )
    return found
