"""The running system and people in front of it: what the journeys are told with."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.async_api import Browser, BrowserContext, Locator, Page

from qa import db
from qa.piccolo_conf import DB
from schedules.demonstration.organisation import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "qa/static/node_modules/axe-core/axe.min.js"
PHONE = {"width": 320, "height": 640}
TABLET = {"width": 820, "height": 1180}
NARROW = {"width": 320, "height": 256}  # a desk of 1280 by 1024 pixels, enlarged to 400 %
DESK = {"width": 1280, "height": 900}
LOG = "server.log"
AT = "@larkfield.example"
# What differs each time that a page is sent: ids, the form's hidden field, the script's nonce.
ONLY_THIS_TIME = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r'|nonce="[^"]*"|name="_csrf_token" value="[^"]*"|/sign-in/link/[\w-]+'
)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(slots=True)
class Site:
    """A server on this machine with the demonstration organisation in it."""

    url: str
    process: subprocess.Popen[bytes]
    browser: Browser
    database_url: str
    data_dir: Path
    keys: dict[str, Any] = field(default_factory=dict)
    looked_at: set[int] = field(default_factory=set)

    async def sign_in(
        self, who: str, *, size: dict[str, int] = DESK, javascript: bool = True
    ) -> Person:
        """Somebody opens the site on a device of that size, and is signed in.

        The first time by the form; later with the cookie that they were given then.
        """
        person = await self.visit(size=size, javascript=javascript)
        if who in self.keys:
            await person.context.add_cookies(self.keys[who])
            await person.opens("/")
            if person.path() != "/sign-in":
                return person
        await person.opens("/sign-in")
        await person.page.fill("#email", who + AT)
        await person.page.fill("#password", PASSWORD)
        await person.presses("Sign in", within=person.page.locator("main"))
        assert "/sign-in" not in person.page.url
        self.keys[who] = await person.context.cookies()
        return person

    async def visit(self, *, size: dict[str, int] = DESK, javascript: bool = True) -> Person:
        """Somebody takes up a device of that size, in which nobody has signed in."""
        context = await self.browser.new_context(
            base_url=self.url,
            viewport={"width": size["width"], "height": size["height"]},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        return Person(context, await context.new_page(), javascript, self.looked_at)

    def inside(self) -> AbstractAsyncContextManager[None]:
        """The database of the site, for what a journey takes as given."""
        return at(self.database_url)


@dataclass(slots=True)
class Person:
    """One person's browser. Every page that is opened is checked for accessibility."""

    context: BrowserContext
    page: Page
    javascript: bool
    looked_at: set[int]

    async def opens(self, path: str) -> None:
        answer = await self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        await self.finds_nothing_in_the_way()

    async def follows(
        self, words: str, within: Locator | None = None, *, exact: bool = False
    ) -> None:
        """Follow the first link with these words; some links look and speak like buttons."""
        place = within or self.page.locator("body")
        link = place.get_by_role("link", name=words, exact=exact)
        button = place.locator("a[role=button]").filter(has_text=words)
        await self._goes_on(link.or_(button).first)

    async def presses(self, words: str, within: Locator | None = None) -> None:
        """Press the button with these words, and look at the page that comes."""
        place = within or self.page
        await self._goes_on(place.get_by_role("button", name=words).first)

    async def fills(self, label: str, words: str, within: Locator | None = None) -> None:
        """Type into the field with this label (the whole of it)."""
        await (within or self.page).get_by_label(label, exact=True).first.fill(words)

    async def fills_what_begins(
        self, label: str, words: str, within: Locator | None = None
    ) -> None:
        """Type into the field whose label begins like this."""
        await (within or self.page).get_by_label(label).first.fill(words)

    async def chooses(self, label: str, option: str) -> None:
        """Choose from a list what holds these words."""
        field = self.page.get_by_label(label, exact=True)
        words = await field.locator("option", has_text=option).first.inner_text()
        await field.select_option(label=words)

    async def ticks(self, words: str, within: Locator | None = None) -> None:
        """Choose a radio button or tick a box by its words."""
        await (within or self.page).get_by_label(words, exact=True).first.check()

    async def attaches(self, label: str, *files: Path) -> None:
        await self.page.get_by_label(label, exact=True).first.set_input_files(list(files))

    def row(self, words: str) -> Locator:
        """The row of a list, or the card, in which these words stand."""
        return (
            self.page.locator(".qa-row, .qa-card, .qa-request, .qa-steps li, tr")
            .filter(has_text=words)
            .first
        )

    def path(self) -> str:
        """Where this person is now, without the name of the site."""
        return urlsplit(self.page.url).path

    async def sees(self, *words: str) -> None:
        found = " ".join((await self.page.locator("body").inner_text()).split()).casefold()
        for one in words:
            assert one.casefold() in found, f"{one!r} is not on {self.page.url}:\n{found}"

    async def sees_beside(self, title: str, *words: str) -> None:
        """In the row of this title stand these words too."""
        found = " ".join((await self.row(title).inner_text()).split()).casefold()
        for one in words:
            assert one.casefold() in found, f"{one!r} is not beside {title!r}: {found}"

    async def does_not_see(self, *words: str) -> None:
        found = (await self.page.content()).casefold()
        for one in words:
            assert one.casefold() not in found, f"{one!r} is on {self.page.url}"

    async def does_not_find(self, path: str) -> None:
        """An address that is not there for this person, and says no more than that."""
        answer = await self.page.goto(path)
        assert answer is not None
        assert answer.status == 404, f"{path}: {answer.status}"
        await self.sees("We could not find that")

    async def sees_heading(self, words: str) -> None:
        """The one first heading of the page begins with these words."""
        heading = " ".join((await self.page.locator("h1").inner_text()).split())
        assert heading.startswith(words), f"{heading!r} on {self.page.url}"

    async def downloads(self, words: str) -> Path:
        """Follow a link to a file, which the browser keeps."""
        async with self.page.expect_download() as kept:
            await self.page.get_by_role("link", name=words).first.click()
        return Path(await (await kept.value).path())

    async def _goes_on(self, where: Locator) -> None:
        async with self.page.expect_navigation():
            await where.click()
        await self.finds_nothing_in_the_way()

    async def finds_nothing_in_the_way(self) -> None:
        """No violation of WCAG 2.2 AA that axe-core can see; no scrolling sideways.

        A page that was looked at before, to the letter and at this width, is not looked at again.
        """
        width = str(self.page.viewport_size)
        shown = hash(width + ONLY_THIS_TIME.sub("", await self.page.content()))
        if shown in self.looked_at:
            return
        wide = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        if not self.javascript:  # axe-core is a script too
            return
        await self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = await self.page.evaluate(
            "standards => axe.run({runOnly: {type: 'tag', values: standards}})", STANDARDS
        )
        problems = [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
            for one in found["violations"]
        ]
        assert problems == [], f"{self.page.url}\n" + "\n".join(problems)
        self.looked_at.add(shown)

    async def leaves(self) -> None:
        await self.context.close()


@asynccontextmanager
async def at(database_url: str) -> AsyncIterator[None]:
    """The module qa.db speaks with that database, and afterwards with the one of before."""
    before = DB.config["dsn"]
    await db.close_pool()
    db.use(database_url)
    await db.open_pool()
    yield
    await db.close_pool()
    db.use(before)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def serve(database_url: str, data_dir: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server as ``make run`` does, and wait until it answers."""
    log = data_dir / LOG
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "WORKERS": "1",
    }
    with log.open("w") as told:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "granian",
                "app:app",
                "--interface",
                "asgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--no-ws",
                "--log-level",
                "warning",
            ],
            cwd=ROOT,
            env=environment,
            stderr=told,
        )
    async with httpx.AsyncClient() as client:
        for _ in range(150):
            try:
                if (await client.get(f"http://127.0.0.1:{port}/health")).status_code == 200:
                    return process
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    process.kill()
    raise AssertionError(f"the server did not start:\n{log.read_text()[-2000:]}")
