"""The running system and people in front of it: what the journeys are told with."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext, Locator, Page

from schedules.demonstration.organisation import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "qa/static/node_modules/axe-core/axe.min.js"
PHONE = {"width": 320, "height": 640}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 900}
AT = "@larkfield.example"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(slots=True)
class Site:
    """A server on this machine with the demonstration organisation in it."""

    url: str
    process: subprocess.Popen[bytes]
    browser: Browser

    async def sign_in(
        self, who: str, *, size: dict[str, int] = DESK, javascript: bool = True
    ) -> Person:
        """Somebody opens the site on a device of that size and signs in."""
        context = await self.browser.new_context(
            base_url=self.url,
            viewport={"width": size["width"], "height": size["height"]},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        page = await context.new_page()
        person = Person(context, page, javascript)
        await person.opens("/sign-in")
        await page.fill("#email", who + AT)
        await page.fill("#password", PASSWORD)
        await page.click("main button[type=submit]")
        await page.wait_for_url(lambda url: "/sign-in" not in url)
        await person.finds_nothing_in_the_way()
        return person


@dataclass(slots=True)
class Person:
    """One person's browser. Every page that is opened is checked for accessibility."""

    context: BrowserContext
    page: Page
    javascript: bool

    async def opens(self, path: str) -> None:
        answer = await self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        await self.finds_nothing_in_the_way()

    async def follows(self, words: str, *, exact: bool = False) -> None:
        """Follow the first link with these words."""
        await self.page.get_by_role("link", name=words, exact=exact).first.click()
        await self.page.wait_for_load_state()
        await self.finds_nothing_in_the_way()

    async def presses(self, words: str, within: Locator | None = None) -> None:
        """Press the button with these words, and look at the page that comes."""
        place = within or self.page
        await place.get_by_role("button", name=words).first.click()
        await self.page.wait_for_load_state()
        await self.finds_nothing_in_the_way()

    async def sees(self, words: str) -> None:
        found = await self.page.locator("body").inner_text()
        assert words.casefold() in found.casefold(), (
            f"{words!r} is not on {self.page.url}:\n{found}"
        )

    async def does_not_see(self, words: str) -> None:
        assert words.casefold() not in (await self.page.content()).casefold(), self.page.url

    async def finds_nothing_in_the_way(self) -> None:
        """No violation of WCAG 2.2 AA that axe-core can see; no scrolling sideways."""
        if not self.javascript:
            return
        wide = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        await self.page.evaluate(AXE.read_text())
        found: dict[str, Any] = await self.page.evaluate(
            "standards => axe.run({runOnly: {type: 'tag', values: standards}})", STANDARDS
        )
        problems = [
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
            for one in found["violations"]
        ]
        assert problems == [], f"{self.page.url}\n" + "\n".join(problems)

    async def leaves(self) -> None:
        await self.context.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def serve(database_url: str, data_dir: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server as ``make run`` does, and wait until it answers."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data_dir),
        "PORT": str(port),
        "WORKERS": "1",
    }
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
    raise AssertionError("the server did not start")
