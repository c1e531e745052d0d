"""Which services a viewer sees, as one SQL condition used by every list, count and export."""

from qa.db import SQL, any_of, one_of
from qa.roles import ALL_SERVICES, Role
from qa.viewer import Viewer


def services(viewer: Viewer, service: str = "s") -> SQL:
    """Condition on a row of ``service`` under this alias (glossary.md section 3).

    Director, Quality Manager and H&S Manager see all; an administrator sees all as
    configuration; a regional manager sees the region; others see where they work.
    """
    if viewer.everything or viewer.has(*ALL_SERVICES, Role.ADMINISTRATOR):
        return SQL("TRUE")
    where = [one_of(f"{service}.id", viewer.service_ids)]
    if viewer.has(Role.REGIONAL_MANAGER) and viewer.region_id is not None:
        where.append(SQL(f"{service}.region = {{}}", viewer.region_id))
    return any_of(*where)


def content_services(viewer: Viewer, column: str) -> SQL:
    """Condition on a column holding a service id: whose content (not only name) is seen.

    An administrator keeps the configuration and reads no content.
    """
    if viewer.everything or viewer.has(*ALL_SERVICES):
        return SQL("TRUE")
    where = [one_of(column, viewer.service_ids)]
    if viewer.has(Role.REGIONAL_MANAGER) and viewer.region_id is not None:
        where.append(
            SQL(
                f"{column} IN (SELECT id FROM service WHERE region = {{}})",
                viewer.region_id,
            )
        )
    return any_of(*where)
