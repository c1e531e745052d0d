"""Who may do what on the pages of ``qa``."""

from qa.roles import ALL_SERVICES, MANAGES_SERVICE, Role
from qa.viewer import Viewer

# Who sees what was found and what is done about it, and so counts of it.
READS_CONTENT = frozenset({*ALL_SERVICES, Role.REGIONAL_MANAGER, *MANAGES_SERVICE})
# Who reads figures; the committee gets counts without rows.
READS_FIGURES = frozenset({*READS_CONTENT, Role.COMMITTEE_MEMBER})
# Each kind of audit says more closely who makes it; managers make spot checks and returns.
STARTS_AUDITS = frozenset(
    {Role.QUALITY_MANAGER, Role.HS_MANAGER, Role.REGIONAL_MANAGER, *MANAGES_SERVICE}
)
# Who says what becomes of the open actions of a closed service.
SETTLES_CLOSED = frozenset({Role.QUALITY_MANAGER, Role.DIRECTOR, Role.REGIONAL_MANAGER})


def why_not_close_service(viewer: Viewer, *, closed: bool) -> str | None:
    """An administrator closes a service, once."""
    if not viewer.has(Role.ADMINISTRATOR):
        return "Only an administrator can close a service."
    return "This service is closed already." if closed else None
