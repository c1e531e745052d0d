"""Makes the pictures of the README from the running system.

make run                                  (in another terminal)
.venv/bin/python -m tests.journeys.screenshots http://127.0.0.1:8000
"""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from schedules.demonstration.organisation import PASSWORD
from tests.journeys.conftest import CHROMIUM
from tests.journeys.site import AT, DESK, TABLET

FOLDER = Path(__file__).parent / "screenshots"
ADDRESS = "http://127.0.0.1:8000"


async def _picture(
    browser: Browser, address: str, who: str, size: dict[str, int], name: str, *steps: str
) -> None:
    """Sign in, follow the links with these words (or go to an address), take the picture."""
    context = await browser.new_context(
        base_url=address,
        viewport={"width": size["width"], "height": size["height"]},
        locale="en-GB",
    )
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.fill("#email", who + AT)
    await page.fill("#password", PASSWORD)
    await page.click("main button[type=submit]")
    for step in steps:
        await page.wait_for_load_state()
        if step.startswith("/"):
            await page.goto(step)
        else:
            await page.locator("main").locator(step).first.click()
    await page.wait_for_load_state()
    await page.screenshot(path=FOLDER / f"{name}.png")
    await context.close()


async def main(address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        await _picture(browser, address, "helen", DESK, "overview")
        await _picture(browser, address, "tolu", DESK, "plan")
        await _picture(browser, address, "tolu", DESK, "action", "a[href*='/actions/']")
        await _picture(browser, address, "helen", DESK, "figures", "/figures")
        await _picture(browser, address, "ros", TABLET, "audit", "a[href*='/sections/']")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else ADDRESS))
