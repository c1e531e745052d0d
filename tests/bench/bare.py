"""The whole application, and beside it the least that a page can cost on the same server.

The two handlers have no middleware, no sign-in, no scope and no template: what they need is what
the framework, the driver and the database need by themselves.
"""

from typing import Any
from uuid import UUID

from litestar import Litestar, get
from litestar.enums import ScopeType
from litestar.params import FromPath
from litestar.types import Receive, Scope, Send

from action_plans.tables import Action
from app import app as whole

ROWS = 50
_STATUSES = ["proposed", "agreed", "in_progress", "done"]
_COLUMNS = (
    Action.id,
    Action.ref,
    Action.title,
    Action.service,
    Action.severity,
    Action.status,
    Action.owner,
    Action.raised_on,
    Action.first_due_on,
    Action.due_on,
    Action.done_on,
    Action.checked_on,
    Action.sources,
)


@get("/bare/json")
async def bare_json() -> dict[str, str]:
    return {"status": "ok"}


@get("/bare/page/{service_id:uuid}")
async def bare_page(service_id: FromPath[UUID]) -> list[dict[str, Any]]:
    """Fifty actions of a service by index, as Piccolo gives them."""
    return await (
        Action.select(*_COLUMNS)
        .where((Action.service == service_id) & Action.status.is_in(_STATUSES))
        .order_by(Action.due_on, Action.id)
        .limit(ROWS)
    )


_bare = Litestar([bare_json, bare_page], openapi_config=None, logging_config=None)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """One server process for both; the whole application owns start and stop."""
    is_bare = scope["type"] == ScopeType.HTTP and scope["path"].startswith("/bare/")
    await (_bare if is_bare else whole)(scope, receive, send)
