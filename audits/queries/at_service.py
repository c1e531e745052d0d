"""The audits that stand on the page of a service."""

from datetime import datetime
from uuid import UUID

from audits.queries.lists import AuditRow, Filters, audits_list
from qa.handed_over import AuditHere, AuditsHere
from qa.viewer import Viewer

SHOWN = 3


async def audits_at(viewer: Viewer, service_id: UUID, now: datetime) -> AuditsHere:
    """What is under way at this service and what was last completed, of the audits that this
    viewer may see; the latest visit first."""
    open_now, complete = [
        await audits_list(
            viewer=viewer,
            filters=Filters(service_id=service_id, status=status),
            after=None,
            limit=SHOWN,
            now=now,
        )
        for status in ("open", "complete")
    ]
    return AuditsHere(tuple(map(_here, open_now)), tuple(map(_here, complete)))


def _here(found: AuditRow) -> AuditHere:
    return AuditHere(f"/audits/{found.id}", found.title, found.visit_on, found.opened_by_name)
