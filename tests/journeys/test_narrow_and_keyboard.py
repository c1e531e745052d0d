"""The key pages on a narrow screen and enlarged four times, and work done by keyboard alone."""

import pytest
from playwright.async_api import Page

from schedules.demonstration.organisation import PASSWORD
from tests.journeys.given import an_action, plan_of
from tests.journeys.site import AT, NARROW, PHONE, Person, Site

PAGES = {
    "ros": ("/work", "/audits", "/audits/new", "/my-checks", "/findings", "/findings/new"),
    "helen": ("/overview", "/figures", "/reports", "/services", "/mail"),
    "sam": ("/overview", "/requests", "/unowned", "/figures/coverage/excluded"),
    "priya": ("/accounts", "/accounts/new", "/load", "/services"),
    "margaret": ("/figures",),
    "dev": ("/my-actions",),
    "wyn": ("/findings",),
}


@pytest.mark.parametrize("who", PAGES)
async def test_nothing_has_to_be_scrolled_sideways(site: Site, who: str) -> None:
    person = await site.sign_in(who, size=PHONE)
    for path in PAGES[who]:
        await person.opens(path)


async def test_an_audit_and_an_action_fit_too(site: Site) -> None:
    action = await an_action(site, "Hang the mirror lower")
    ros = await site.sign_in("ros", size=PHONE)
    audit = await given_the_audit_that_she_has_open(ros)
    for page in ("", "/sections/A", "/sections/B", "/put-right", "/finish", "/end-early"):
        await ros.opens(audit + page)
    tolu = await site.sign_in("tolu", size=PHONE)
    await tolu.opens(await plan_of(site, "S09"))
    for page in ("", "/done", "/more-time", "/other-body", "/owner", "/severity", "/findings"):
        await tolu.opens(action.action + page)


async def test_enlarged_four_times_most_of_the_screen_is_free_to_read(site: Site) -> None:
    action = await an_action(site, "Hang the lamp higher")
    ros = await site.sign_in("ros", size=NARROW)
    audit = await given_the_audit_that_she_has_open(ros)
    for path in (audit, f"{audit}/sections/A", f"{audit}/finish", action.action, "/findings/new"):
        await ros.opens(path)
        await ros.page.mouse.wheel(0, 900)
        covered = await ros.page.evaluate(COVERED)
        assert covered <= 0.4, f"{path}: {covered:.0%} of the screen is covered"


async def given_the_audit_that_she_has_open(ros: Person) -> str:
    await ros.opens("/work")
    await ros.follows("All sections", within=ros.row("Ash House"))
    return ros.path()


async def test_who_uses_no_mouse_signs_in_and_says_that_something_is_done(site: Site) -> None:
    action = await an_action(site, "Label the light switches")
    tolu = await site.visit()
    await tolu.opens(action.action)
    await when_the_focus_reaches(tolu.page, "E-mail address, or the name you sign in with")
    await tolu.page.keyboard.type("tolu" + AT)
    await when_the_focus_reaches(tolu.page, "Password")
    await tolu.page.keyboard.type(PASSWORD)
    await when_the_key_is_pressed(tolu.page, "Enter")
    assert tolu.path() == action.action
    await when_the_focus_reaches(tolu.page, "Skip to main content")
    await tolu.page.keyboard.press("Enter")
    await when_the_focus_reaches(tolu.page, "Done, here is the proof")
    await when_the_key_is_pressed(tolu.page, "Enter")
    await when_the_focus_reaches(tolu.page, "What was done?")
    await tolu.page.keyboard.type("Every switch has its label.")
    await when_the_focus_reaches(tolu.page, "It is done")
    await when_the_key_is_pressed(tolu.page, "Space")
    await tolu.sees("It is done, and waits for somebody else to look")


async def test_who_uses_no_mouse_answers_a_question_of_an_audit(site: Site) -> None:
    ros = await site.sign_in("ros")
    await ros.opens("/work")
    await when_the_focus_reaches(ros.page, "Ash House")
    await when_the_key_is_pressed(ros.page, "Enter")
    question = ros.page.locator('[data-question="t01.q15"], [data-question="t01.q18"]').last
    await question.get_by_role("radio").first.focus()
    await ros.page.keyboard.press("Space")
    await ros.page.keyboard.press("ArrowRight")
    await then_the_focus_can_be_seen(ros.page)
    await question.get_by_text("Saved ").wait_for()


async def when_the_focus_reaches(page: Page, label: str) -> None:
    """Press Tab until the focus stands on what is called like this, and can be seen there."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.evaluate(NAME) == label:
            await then_the_focus_can_be_seen(page)
            return
    raise AssertionError(f"Tab does not reach {label!r} on {page.url}")


async def then_the_focus_can_be_seen(page: Page) -> None:
    assert await page.evaluate(SEEN), f"{await page.evaluate(NAME)} on {page.url}"


async def when_the_key_is_pressed(page: Page, key: str) -> None:
    async with page.expect_navigation():
        await page.keyboard.press(key)


# How much of the screen is taken by what stays where it is while the page is scrolled.
COVERED = """() => {
  const stays = [...document.querySelectorAll('body *')].filter((one) =>
    ['fixed', 'sticky'].includes(getComputedStyle(one).position));
  const heights = stays.map((one) => one.getBoundingClientRect())
    .filter((box) => box.width > 40 && box.bottom > 0 && box.top < innerHeight)
    .map((box) => Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
  return heights.reduce((sum, height) => sum + height, 0) / innerHeight;
}"""
NAME = """() => {
  const one = document.activeElement;
  const said = one.labels?.length ? one.labels[0].textContent : one.textContent;
  return said.trim().replace(/\\s+/g, ' ');
}"""
# The focus shows when outline, shadow or colours differ from those without it, and nothing
# that stays on the screen covers it.
SEEN = """() => {
  const look = (one) => {
    const style = getComputedStyle(one);
    const words = ['outlineStyle', 'outlineWidth', 'boxShadow', 'backgroundColor', 'borderColor'];
    return words.map((name) => style[name]).join();
  };
  const one = document.activeElement;
  const beside = one.nextElementSibling ?? one;
  const focused = look(one) + look(beside);
  const box = one.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const free = top === null || one.contains(top) || top.contains(one) || beside.contains(top);
  one.blur();
  const changed = focused !== look(one) + look(beside);
  one.focus();
  return changed && inside && free;
}"""
