"""Who may make and end accounts."""

from qa.roles import Role
from qa.viewer import Viewer


def why_not_keep_accounts(viewer: Viewer) -> str | None:
    """Accounts are the administrator's (glossary.md section 3)."""
    if viewer.has(Role.ADMINISTRATOR):
        return None
    return "Only an administrator can do this."


def why_not_end(viewer: Viewer, *, account: object, ended: bool) -> str | None:
    if reason := why_not_keep_accounts(viewer):
        return reason
    if ended:
        return "This account has ended already."
    if viewer.user_id == account:
        return "You cannot end your own account. Ask another administrator."
    return None


def why_not_take_role(viewer: Viewer, *, account: object, roles: frozenset[Role]) -> str | None:
    """Nobody takes the administrator's role from themselves, so that one always remains.

    Nor do they give themselves another: an administrator reads no content (glossary.md
    section 3), and somebody else has to know when that changes.
    """
    if viewer.user_id != account:
        return None
    if Role.ADMINISTRATOR not in roles:
        return "You cannot take the administrator role from yourself. Ask another administrator"
    if roles - viewer.roles:
        return "You cannot give yourself a role. Ask another administrator"
    return None
