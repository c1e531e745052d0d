"""Finds out who is asking: a session cookie, or a bearer token. Writes nothing."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware.authentication import (
    AbstractAuthenticationMiddleware,
    AuthenticationResult,
)
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

from qa import clock, db
from qa.auth.secrets import token_hash
from qa.viewer import Viewer, from_row

COOKIE = "qa_session"

_VIEWER = """
    SELECT u.id, u.name, u.region,
           ARRAY(SELECT role FROM user_role WHERE person = u.id) AS roles,
           ARRAY(SELECT service FROM user_service
                 WHERE person = u.id AND to_on IS NULL) AS services
    FROM users u
"""


def bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The bearer token of a request, or None."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


class Authentication(AbstractAuthenticationMiddleware):
    """Puts a ``Viewer`` or None on the request; one query for either kind of token."""

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        found = None
        if token := bearer(connection):
            found = await db.row(
                _VIEWER
                + """JOIN api_token t ON t.person = u.id
                     WHERE t.token_hash = {} AND t.ended_at IS NULL AND u.ended_at IS NULL""",
                token_hash(token),
            )
        elif token := connection.cookies.get(COOKIE):
            found = await db.row(
                _VIEWER
                + """JOIN session t ON t.person = u.id
                     WHERE t.token_hash = {} AND t.expires_at > {} AND u.ended_at IS NULL""",
                token_hash(token),
                clock.now(),
            )
        return AuthenticationResult(user=from_row(found) if found else None, auth=None)


class Csrf(CSRFMiddleware):
    """Litestar's check, but not for a bearer token: no browser sends one by itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
            if bearer(connection) is not None:
                await self.app(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


async def signed_in(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Guard of the whole application: who has not signed in sees only what is public.

    It waits for nothing, but Litestar would run it in a thread if it were not async.
    """
    if handler.opt.get("public") or isinstance(connection.user, Viewer):
        return
    raise NotAuthorizedException("Sign in first.")
