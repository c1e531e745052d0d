"""What the page about ending an account shows, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.auth.permissions import why_not_end
from qa.permissions import READS_CONTENT
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EndAccountPage:
    title: str
    name: str
    back_href: str
    action: str | None
    why_not: str | None
    ended_at: datetime | None
    owned: int
    left: int
    unowned_href: str | None


def end_account_page(
    viewer: Viewer, account: Mapping[str, Any], owned: int, left: int
) -> EndAccountPage:
    """``owned`` open actions are the person's now; ``left`` were, and nobody has them yet."""
    path = f"/accounts/{account['id']}"
    ended_at = account["ended_at"]
    why_not = why_not_end(viewer, account=account["id"], ended=ended_at is not None)
    name = account["name"]
    return EndAccountPage(
        title=f"The account of {name} has ended" if ended_at else f"End the account of {name}",
        name=name,
        back_href=path,
        action=f"{path}/end" if why_not is None else None,
        why_not=None if ended_at else why_not,
        ended_at=ended_at,
        owned=owned,
        left=left,
        unowned_href="/unowned" if viewer.has(*READS_CONTENT) else None,
    )
