"""The workers of a service, for whoever makes a spot check there."""

from datetime import date
from uuid import UUID

from qa import db


async def workers_of(*, service_id: UUID, today: date) -> list[tuple[str, str]]:
    """Code and name of who works at the service today, by name.

    Only for the page of a spot check that the viewer may change: the checker chooses the
    worker by name, everybody else reads a code (glossary.md 7.2).
    """
    found = await db.rows(
        """SELECT w.code, v.name FROM worker_version v JOIN worker w ON w.id = v.worker
           WHERE v.service = {} AND v.superseded_at IS NULL
             AND (v.left_on IS NULL OR v.left_on >= {})
           ORDER BY v.name, w.code""",
        service_id,
        today,
    )
    return [(row["code"], f"{row['name']} ({row['code']})") for row in found]
