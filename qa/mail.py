"""Mail waits in the outbox, written in the transaction of its cause and sent after commit."""

from datetime import datetime
from uuid import UUID, uuid4

from qa import db


async def queue(*, person_id: UUID, subject: str, body: str, address: str, now: datetime) -> None:
    """Put one mail into the outbox; ``address`` is the path of the page that it points to.

    Subject and body say that there is something to see and nothing else (glossary.md 7.4).
    """
    await db.insert(
        "outbox_mail",
        id=uuid4(),
        person=person_id,
        subject=subject,
        body=body,
        address=address,
        created_at=now,
        attempts=0,
    )
