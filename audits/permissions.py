"""Who may make which audit, change it and complete it: a reason why not, or None."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from audits.rules.definitions import Definition, Kind
from qa.roles import MANAGES_SERVICE, Role
from qa.viewer import Viewer

# What a service's own managers do at their own service; everything else is done from outside.
BY_THE_SERVICE = {
    Kind.HS_QUARTERLY_RETURN: frozenset({Role.SERVICE_MANAGER}),
    Kind.SPOT_CHECK: frozenset({Role.SERVICE_MANAGER, Role.DEPUTY_MANAGER}),
}
# What belongs to one visitor alone, while it is open.
ONE_VISITOR = frozenset({Kind.SPOT_CHECK})

# Who makes one kind of audit or another; which one, each definition says.
OPENS_AUDITS = frozenset(
    {Role.QUALITY_MANAGER, Role.HS_MANAGER, Role.REGIONAL_MANAGER, *MANAGES_SERVICE}
)

OWN_SERVICE = "You work at this service, so somebody from outside it has to make this audit."
NOT_YOUR_KIND = "Your role does not make this kind of audit."


@dataclass(frozen=True, slots=True)
class Place:
    """What must be known of a service before an audit of it."""

    id: UUID
    type: str
    nights_staffed: bool
    opened_on: date
    closed_on: date | None


def why_not_audit(viewer: Viewer, definition: Definition, service_id: UUID) -> str | None:
    """Why this person does not make this audit at this service, or None.

    The definition names the roles. Never somebody who works at the service, save the
    quarterly return and spot checks, which its own managers make (glossary.md section 3).
    """
    if viewer.user_id is None:
        return "An audit is made by a person who signs in."
    if not _holds(viewer, definition.who_may_audit):
        return NOT_YOUR_KIND
    if viewer.works_at(service_id):
        own = BY_THE_SERVICE.get(definition.kind, frozenset())
        return None if viewer.roles & own else OWN_SERVICE
    return None


def why_not_open(
    viewer: Viewer, definition: Definition, place: Place, visit_on: date, today: date
) -> str | None:
    """Why an audit cannot be opened there for that day, or None."""
    if (reason := why_not_audit(viewer, definition, place.id)) is not None:
        return reason
    if place.type not in definition.service_types:
        return "This audit is not made at this kind of service."
    if definition.kind is Kind.NIGHT_CHECK and not place.nights_staffed:
        return "There are no night staff at this service."
    if visit_on < place.opened_on:
        return "The service was not open yet on that day."
    if place.closed_on is not None and visit_on > place.closed_on:
        return "The service was closed by that day."
    if (visit_on - today).days > 14:
        return "Open the audit at most two weeks before the visit."
    return None


def why_not_change(
    viewer: Viewer, definition: Definition, service_id: UUID, opened_by: UUID
) -> str | None:
    """Why this person may not answer, complete or end an audit, or None.

    Whoever may make it may also go on with it: two visitors share one audit. A spot check
    belongs to the checker alone.
    """
    if definition.kind in ONE_VISITOR and viewer.user_id != opened_by:
        return "Only the checker writes in a spot check."
    return why_not_audit(viewer, definition, service_id)


def sees_score(viewer: Viewer, definition_id: str) -> bool:
    """Whether the score may be shown: it is internal (audit_templates.md, Conventions).

    Quality team and director; the H&S Manager for health and safety; never the service.
    """
    if viewer.has(Role.QUALITY_MANAGER, Role.DIRECTOR):
        return True
    return viewer.has(Role.HS_MANAGER) and definition_id in HS_DEFINITIONS


def _holds(viewer: Viewer, roles: Collection[str]) -> bool:
    return any(Role(role) in viewer.roles for role in roles)


# T03 to T13 are health and safety content (glossary.md section 3, H&S Manager).
HS_DEFINITIONS = frozenset(f"t{number:02}" for number in range(3, 14))
