"""Who sees the planning side of the rating, and who may move a band."""

from uuid import UUID

from qa.roles import MANAGES_SERVICE, Role
from qa.viewer import Viewer

# Who sees the planning result, restricted inputs and all (risk_rating.md section 7).
PLANS = frozenset({Role.DIRECTOR, Role.QUALITY_MANAGER, Role.HS_MANAGER})
# Who sees the service result and its explanation.
READS_LEVEL = frozenset({*PLANS, Role.REGIONAL_MANAGER, *MANAGES_SERVICE})


def may_plan(viewer: Viewer) -> bool:
    return viewer.has(*PLANS)


def may_read_level(viewer: Viewer) -> bool:
    return viewer.has(*READS_LEVEL)


def why_not_override(
    viewer: Viewer, *, service_id: UUID, region_id: UUID, lowers: bool
) -> str | None:
    """Anyone responsible for a service raises its level; only the director lowers it."""
    if lowers:
        return None if viewer.has(Role.DIRECTOR) else "Only the Director of Operations lowers it."
    if viewer.has(*PLANS):
        return None
    if viewer.has(Role.REGIONAL_MANAGER) and viewer.region_id == region_id:
        return None
    if viewer.has(*MANAGES_SERVICE) and viewer.works_at(service_id):
        return None
    return "Your role does not raise the level of this service."


def why_not_moderate(viewer: Viewer) -> str | None:
    """The monthly check is made by Quality Managers and the director."""
    if viewer.has(Role.DIRECTOR, Role.QUALITY_MANAGER):
        return None
    return "Quality Managers and the Director of Operations make the monthly check."


def why_not_change_settings(viewer: Viewer) -> str | None:
    """The director issues new settings, after the Quality Committee has approved them."""
    if viewer.has(Role.DIRECTOR):
        return None
    return "Only the Director of Operations issues new settings."
