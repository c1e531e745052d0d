"""What every answer has in common: pages, redirects, security headers."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote, unquote

from litestar import Request, Response
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.types import Message, Scope
from litestar.utils.scope.state import ScopeState

from qa.errors import Invalid
from qa.frame import Frame, frame
from qa.settings import settings
from qa.viewer import Viewer

__all__ = ["FromPath", "page", "page_with_faults", "security_headers", "see_other"]

NOTICE = "qa_notice"
# A form with photos; anything larger goes by command (design.md, traps).
LARGEST_FORM = 26 * 1024 * 1024


def page(
    request: Request[Any, Any, Any], template: str, content: object, *, status: int = 200
) -> Template:
    """Render a template with one ``page`` object; the layout alone reads ``frame``."""
    notice = request.cookies.get(NOTICE)
    answer = Template(
        template_name=template,
        context={"page": content, "frame": _frame(request, notice)},
        status_code=status,
    )
    if notice is not None:
        answer.delete_cookie(NOTICE)
    return answer


def page_with_faults(request: Request[Any, Any, Any], template: str, content: object) -> Template:
    """The same page with what was typed and every fault beside its field: status 422."""
    return page(request, template, content, status=422)


def see_other(path: str, notice: str | None = None) -> Redirect:
    """After a POST: look at the result. ``notice`` is shown once on the next page."""
    answer = Redirect(path=path, status_code=303)
    if notice is not None:
        answer.set_cookie(
            Cookie(
                key=NOTICE,
                value=quote(notice),
                max_age=60,
                httponly=True,
                samesite="lax",
                secure=settings().secure_cookies,
            )
        )
    return answer


def csv_file(name: str, text: str) -> Response[str]:
    """A CSV to keep; its cells were made harmless by ``qa.reports.exports``."""
    return Response(
        text,
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def local_path(path: str | None, otherwise: str = "/") -> str:
    """A path of this site to go back to; anything that leads elsewhere is dropped."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\n" in path:
        return otherwise
    return path


def _frame(request: Request[Any, Any, Any], notice: str | None) -> Frame:
    viewer = request.scope.get("user")
    return frame(
        viewer=viewer if isinstance(viewer, Viewer) else None,
        path=request.url.path,
        csrf=str(ScopeState.from_scope(request.scope).csrf_token or ""),
        nonce=_nonce(request.scope),
        notice=unquote(notice) if notice else None,
    )


def faults_of(error: Invalid) -> dict[str, str]:
    """Faults by field, for the page; several on one field are joined."""
    found: dict[str, str] = {}
    for field, words in error.faults:
        found[field] = f"{found[field]} {words}" if field in found else words
    return found


async def security_headers(message: Message, scope: Scope) -> None:
    """A strict Content-Security-Policy with a nonce per request, and the usual others.

    A hook before sending, not a middleware: an address that no handler has gets them too.
    """
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    headers["content-security-policy"] = (
        f"default-src 'none'; script-src 'self' 'nonce-{_nonce(scope)}'; style-src 'self';"
        " img-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
        " manifest-src 'self'; media-src 'self' blob:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )
    headers["x-content-type-options"] = "nosniff"
    headers["referrer-policy"] = "same-origin"
    headers["x-frame-options"] = "DENY"
    headers["cross-origin-opener-policy"] = "same-origin"
    headers["permissions-policy"] = "geolocation=(), microphone=(self), camera=(self)"
    if settings().secure_cookies:
        headers["strict-transport-security"] = "max-age=31536000"
    if not scope["path"].startswith("/static/"):
        headers["cache-control"] = "no-store"


def _nonce(scope: Scope) -> str:
    """The word that lets this answer's own scripts run, made once for each request."""
    made: str = scope["state"].setdefault("nonce", secrets.token_urlsafe(16))
    return made
