"""One server, one browser and one demonstration organisation for the journeys of a process."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import async_playwright, expect

from tests.journeys.site import LOG, Site, at, free_port, serve

expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
async def site(database_url: str, worker_id: str) -> AsyncIterator[Site]:
    """The running system with a small demonstration organisation of two years."""
    from app import ABOVE
    from qa import clock, db
    from schedules.demonstration.build import build

    name = f"journeys_{worker_id}"
    url = urlsplit(database_url)._replace(path=f"/{name}").geturl()
    async with at(database_url):
        await db.execute(f"CREATE DATABASE {name} TEMPLATE template_qa")
    async with at(url):
        await build(ABOVE.loaders, now=clock.now(), services=9, years=1, seed=7)
    port, data_dir = free_port(), Path(os.environ["DATA_DIR"])
    process = await serve(url, data_dir, port)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield Site(f"http://127.0.0.1:{port}", process, browser, url, data_dir)
        await browser.close()
    process.terminate()
    process.wait(timeout=15)
    log = (data_dir / LOG).read_text()
    assert "Traceback" not in log, log[-4000:]
