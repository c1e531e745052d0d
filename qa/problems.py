"""Every error as one JSON object on ``/api``, as a page elsewhere; never a trace."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import asyncpg
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException

from qa.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, WrongState
from qa.http import page, see_other

NOT_FOUND = "We could not find that."


@dataclass(frozen=True, slots=True)
class ProblemPage:
    title: str
    words: str
    back: str = "/"
    back_words: str = "Go to your first page"


_STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    WrongState: 409,
    Invalid: 422,
}
_TITLES = {
    400: "We could not read that",
    403: "You cannot do that",
    404: "Page not found",
    405: "Page not found",
    409: "Somebody was there first",
    413: "That file is too large",
    422: "There is a problem with what was entered",
    429: "Too many tries",
    500: "Something went wrong",
    503: "The system cannot reach its data",
}
_LOST = "Nothing you saved is lost. Try again in a minute."
_SEND_AGAIN = (
    "What you typed just now is not saved yet. Wait a minute, then load this page again: your"
    " browser sends it once more."
)
_NO_DATABASE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
)


# What no column can hold (a NUL, a day before the first), bytes that are no text, brackets
# without end: input that no page of ours sends.
_UNREADABLE = (asyncpg.DataError, UnicodeError, OverflowError, RecursionError)
_NOT_READ = "We could not read that."


def domain(request: Request[Any, Any, Any], error: DomainError) -> Response[Any]:
    status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
    extra = {"faults": dict(error.faults)} if isinstance(error, Invalid) else {}
    return _answer(request, status, str(error), extra)


def http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if isinstance(error, NotAuthorizedException):
        if _is_api(request) or request.method not in ("GET", "HEAD"):
            return _answer(request, 401, "Sign in first.")
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see_other(f"/sign-in?next={quote(path)}" if path != "/" else "/sign-in")
    if error.status_code in (404, 405) or _names_no_file(request):
        return _answer(request, 404, NOT_FOUND)
    if error.status_code == 413:
        return _answer(request, 413, "The most we can take is 25 MB. Choose a smaller file.")
    if error.status_code == 403 and "CSRF" in str(error.detail):
        return _answer(
            request, 403, "This page was open too long. Go back, load it again and send it again."
        )
    if error.status_code < 500:
        return _answer(request, error.status_code, _plain(error))
    return _answer(request, 500, _LOST)


def unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    if _names_no_file(request):
        return _answer(request, 404, NOT_FOUND)
    if isinstance(error, _NO_DATABASE):
        sends = request.method not in ("GET", "HEAD") and not _is_api(request)
        return _answer(request, 503, _SEND_AGAIN if sends else _LOST)
    if isinstance(error, _UNREADABLE):
        return _answer(request, 400, _NOT_READ)
    request.app.logger.exception("unexpected", exc_info=error) if request.app.logger else None
    return _answer(request, 500, _LOST)


def _plain(error: HTTPException) -> str:
    """Words of ours for the reader; a library's own only where it speaks of the input."""
    if error.status_code == 400 and isinstance(error.extra, list) and error.extra:
        parts = [
            f"{item.get('key', '')}: {item.get('message', '')}"
            for item in error.extra
            if isinstance(item, dict)
        ]
        return "; ".join(parts) or _NOT_READ
    return _NOT_READ if error.status_code == 400 else str(error.detail)


def _names_no_file(request: Request[Any, Any, Any]) -> bool:
    """Whatever goes wrong with the name of a file of ours (too long, a NUL): there is none."""
    return request.url.path.startswith("/static/")


def _is_api(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith(("/api/", "/schema"))


def _answer(
    request: Request[Any, Any, Any], status: int, words: str, extra: dict[str, Any] | None = None
) -> Response[Any]:
    if _is_api(request):
        return Response(
            {"detail": words, **(extra or {})}, status_code=status, media_type=MediaType.JSON
        )
    title = _TITLES.get(status, _TITLES[500])
    return page(request, "qa/problem.html", ProblemPage(title, words), status=status)
