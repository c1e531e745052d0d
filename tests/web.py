"""Pages as a signed-in person gets them, without a network: for integration tests.

    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        answer = await browser.get("/services")
        answer = await browser.post("/accounts/new", {"name": "…"})

``browser.post`` sends the form's hidden field as the page would; redirects are not followed.
``nobody()`` is a browser without a sign-in, ``api(viewer)`` sends a bearer token instead.
The test must use the fixture ``db``: the pages use its pool.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from html import unescape
from re import DOTALL, findall, sub
from typing import Any

from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar

from app import create_app
from qa import clock
from qa.auth import commands
from qa.auth.middleware import COOKIE
from qa.viewer import COMMAND_LINE, Viewer

HOST = "http://testserver.local"
PASSWORD = "three words together"


@cache
def whole_app() -> Litestar:
    return create_app()


class Browser:
    """One person's browser: cookies are kept, forms carry the hidden field."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client

    async def get(self, path: str, **headers: str) -> Response:
        return await self.client.get(path, headers=headers)

    async def post(
        self, path: str, form: Mapping[str, Any] | None = None, *, files: Any = None
    ) -> Response:
        """Send a form; a list gives a field several times."""
        if "qa_csrf" not in self.client.cookies:
            await self.client.get("/sign-in")
        fields = {**(form or {}), "_csrf_token": self.client.cookies["qa_csrf"]}
        return await self.client.post(path, data=fields, files=files)


@asynccontextmanager
async def nobody() -> AsyncIterator[Browser]:
    """A browser that has not signed in."""
    transport = ASGITransport(app=whole_app())  # type: ignore[arg-type]
    async with AsyncClient(transport=transport, base_url=HOST) as client:
        yield Browser(client)


@asynccontextmanager
async def signed_in(viewer: Viewer) -> AsyncIterator[Browser]:
    """A browser in which this person has signed in."""
    assert viewer.user_id is not None
    now = clock.now()
    link = await commands.make_link(viewer=COMMAND_LINE, user_id=viewer.user_id, now=now)
    token = await commands.use_link(token=link, password=PASSWORD, now=now)
    async with nobody() as browser:
        browser.client.cookies.set(COOKIE, token, domain="testserver.local")
        yield browser


@asynccontextmanager
async def api(viewer: Viewer) -> AsyncIterator[AsyncClient]:
    """A program with a bearer token that acts with this person's rights."""
    assert viewer.user_id is not None
    token = await commands.make_token(viewer=COMMAND_LINE, user_id=viewer.user_id, now=clock.now())
    async with nobody() as browser:
        browser.client.headers["authorization"] = f"Bearer {token}"
        yield browser.client


def words(answer: Response) -> str:
    """The words of a page as they are read, without markup."""
    body = sub(r"<(script|style|head).*?</\1>", " ", answer.text, flags=DOTALL)
    return " ".join(unescape(sub(r"<[^>]+>", " ", body)).split())


def links(answer: Response) -> list[str]:
    """Where the links of a page lead."""
    return [unescape(href) for href in findall(r'<a [^>]*href="([^"]*)"', answer.text)]


def faults(answer: Response) -> list[str]:
    """The words beside the fields, in the order of the page."""
    found = findall(r'nhsuk-error-message"[^>]*>(.*?)</span>\s*\n', answer.text, flags=DOTALL)
    return [unescape(" ".join(sub(r"<span.*?</span>", "", one).split())) for one in found]
