"""A section on a tablet: each answer is saved as it is given, and none is lost on the way."""

from uuid import UUID

from playwright.async_api import Locator, expect

from audits.commands.opening import open_audit
from qa import clock, db
from qa.rules.london import london_day
from qa.viewer import viewer_of
from tests.journeys.site import TABLET, Person, Site


async def _opened(site: Site) -> UUID:
    async with site.inside():
        ros = await viewer_of(await db.value("SELECT id FROM users WHERE login LIKE 'ros@%'"))
        assert ros is not None
        now = clock.now()
        service = await db.value("SELECT id FROM service WHERE closed_on IS NULL ORDER BY code")
        return await open_audit(
            viewer=ros,
            service_id=service,
            definition="t01",
            visit_on=london_day(now),
            now=now,
        )


def _question(ros: Person, key: str) -> Locator:
    return ros.page.locator(f'[data-question="{key}"]')


def _mark(ros: Person, key: str) -> Locator:
    return _question(ros, key).locator("[data-saved]")


async def test_answers_are_saved_as_they_are_given(site: Site) -> None:
    audit_id = await _opened(site)
    ros = await site.sign_in("ros", size=TABLET)
    await ros.opens(f"/audits/{audit_id}/sections/C")
    page = ros.page

    # when she answers, it is saved at once
    await _question(ros, "t01.q18").get_by_label("Partly").check()
    await expect(_mark(ros, "t01.q18")).to_contain_text("Saved")
    await ros.sees("1 of 32 answered, 1 to put right")

    # half a count is not an answer yet; a wrong one says so beside its field
    await page.fill('[name="t01.q11.a.n"]', "3")
    await page.fill('[name="t01.q11.a.of"]', "2")
    await page.keyboard.press("Tab")
    await expect(_question(ros, "t01.q11")).to_contain_text("3 is more than the 2 looked at.")
    await ros.finds_nothing_in_the_way()
    await page.fill('[name="t01.q11.a.of"]', "4")
    await page.keyboard.press("Tab")
    await expect(_question(ros, "t01.q11").locator(".nhsuk-error-message")).to_have_count(0)

    # what does not apply waits for its reason
    await _question(ros, "t01.q18").get_by_label("Does not apply").check()
    await expect(_mark(ros, "t01.q18")).to_have_text("Say why, then it is saved.")
    await page.keyboard.type("Nobody is at home")
    await page.keyboard.press("Tab")
    await expect(_mark(ros, "t01.q18")).to_contain_text("Saved")

    # without a connection nothing is lost, and it is saved when there is one again
    await ros.context.set_offline(True)
    await page.fill('[name="t01.q13.a.n"]', "1")
    await page.fill('[name="t01.q13.a.of"]', "1")
    await page.keyboard.press("Tab")
    await expect(_mark(ros, "t01.q13")).to_contain_text("Not saved yet")
    await ros.context.set_offline(False)
    await expect(_mark(ros, "t01.q13")).to_contain_text("Saved", timeout=15_000)

    await page.reload()
    await expect(page.locator('[name="t01.q11.a.of"]')).to_have_value("4")
    await expect(page.locator('[name="t01.q13.a.n"]')).to_have_value("1")
    await expect(page.locator('[name="t01.q18.a.na"]')).to_have_value("Nobody is at home")
