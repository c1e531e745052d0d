"""What CQC, a family or a meeting found, in their own words, joined and taken apart again."""

from datetime import timedelta

from playwright.async_api import Locator, expect

from qa.words import day
from tests.journeys.given import a_finding, an_action, plan_of, today
from tests.journeys.site import PHONE, Person, Site

CALLS = "Calls for help at night were not always answered within ten minutes."
FORMS = "Two consent forms were not signed."


async def test_one_report_of_cqc_concerns_two_services(site: Site) -> None:
    limit = today() + timedelta(days=40)
    ros = await site.sign_in("ros")
    await ros.follows("Findings")
    await ros.follows("Write down what was found")
    await ros.presses("Save")
    await ros.sees("There is a problem", "Say which service it is about", "Write down what was")
    await ros.chooses("Who found it or said it?", "CQC")
    await ros.fills("Title of the report or the letter", "CQC inspection, two homes")
    await ros.fills("Last possible date, if the outside body set one", limit.isoformat())
    await when_she_writes_down(ros, 1, CALLS, "High", "Ash House", "Birch Row")
    await ros.presses("Add another finding")
    await then_nothing_that_she_typed_is_lost(ros)
    second = ros.page.locator("#f2")
    await second.get_by_label("Ash House", exact=True).uncheck()
    await when_she_writes_down(ros, 2, FORMS, "Medium", "Birch Row")
    await when_she_saves(ros)

    await ros.sees("It is written down", "finding 1 of 3", CALLS)
    await ros.ticks("Start a new action")
    await ros.fills("What will be done", "Ring back within five minutes at night")
    await ros.chooses("Who will do it", "Tolu Ogunbiyi")
    await ros.presses("Save")
    await ros.sees("The action is started", "finding 2 of 3")
    await ros.ticks("Leave it for later")
    await ros.presses("Save")
    await ros.ticks("Leave it for later")
    await ros.presses("Save")
    await ros.sees_heading("CQC inspection, two homes")
    await ros.sees("Ash House", "Birch Row", CALLS, FORMS)
    report = ros.path()

    tolu = await site.sign_in("tolu", size=PHONE)
    await tolu.opens("/plan?q=Ring+back")
    await tolu.sees_beside("Ring back within five minutes at night", "Raised by CQC")
    await tolu.follows("Ring back within five minutes at night", exact=True)
    await tolu.sees(f"Last possible date {day(limit)}", CALLS)
    dee = await site.sign_in("dee")
    await dee.opens(report)
    await dee.sees("Ash House", CALLS)
    await dee.does_not_see("Birch Row", FORMS)


async def test_of_a_family_the_service_reads_the_words_and_not_who(site: Site) -> None:
    ros = await site.sign_in("ros")
    await ros.opens("/findings/new")
    await ros.chooses("Who found it or said it?", "a family")
    await expect(
        ros.page.get_by_label("Only the quality team sees who said it", exact=True)
    ).to_be_checked()
    await ros.fills("Who said it? (optional)", "Mrs Hargreave")
    said = "Nobody rings me back. I left a message with Margaret."
    await when_she_writes_down(ros, 1, said, "Medium", "Birch Row")
    await when_she_saves(ros)
    await ros.sees("There is a problem", "looks like a name", "Margaret", "Save anyway")
    await expect(words_field(ros, 1)).to_have_value(said)
    await words_field(ros, 1).fill("Nobody rings me back. I left a message.")
    await when_she_saves(ros)
    await ros.sees("It is written down")
    await ros.ticks("Leave it for later")
    await ros.presses("Save")

    await ros.opens("/findings?q=Nobody+rings")
    await ros.follows("Nobody rings me back")
    await ros.sees("A family", "Said by Mrs Hargreave", "Only the quality team sees who said it")
    finding = ros.path()
    for who in ("tolu", "sam"):
        person = await site.sign_in(who, size=PHONE)
        await person.opens("/findings?q=Nobody+rings")
        await person.sees("Nobody rings me back. I left a message.", "Not answered yet")
        await person.opens(finding)
        await person.sees("Nobody rings me back. I left a message.", "A family")
        await person.does_not_see("Hargreave")


async def test_joining_and_taking_apart_loses_nothing(site: Site) -> None:
    action = await an_action(site, "Answer the door within two minutes", source="family")
    finding = await a_finding(site, "I waited at the door for ten minutes.", source="house_meeting")
    plan = await plan_of(site, "S09")
    tolu = await site.sign_in("tolu")
    for _ in range(2):
        await tolu.opens(finding)
        await tolu.sees("No action answers it yet")
        await tolu.follows("Join an action or start one")
        await tolu.page.get_by_label("Join: Answer the door within two minutes").check()
        await tolu.presses("Save")
        await tolu.sees("It is joined to the action")
        await tolu.opens(plan)
        await tolu.sees_beside(action.title, "a family", "a house meeting")
        await tolu.opens(finding)
        await tolu.presses("Take it away from this action")
        await tolu.sees("It is no longer with that action", "No action answers it yet")
    await tolu.sees("I waited at the door for ten minutes.")
    await tolu.page.get_by_text("History", exact=True).click()
    history = await tolu.page.locator(".qa-log").last.inner_text()
    assert history.count("joined it to the action") == 2
    assert history.count("took it away from the action") == 2
    await tolu.opens(action.action)
    await tolu.sees(action.words)
    await tolu.does_not_see("I waited at the door")


async def when_she_writes_down(
    ros: Person, number: int, words: str, severity: str, *services: str
) -> None:
    finding = ros.page.locator(f"#f{number}")
    for service in services:
        await finding.get_by_label(service, exact=True).check()
    await words_field(ros, number).fill(words)
    await finding.get_by_label(severity).check()


async def when_she_saves(ros: Person) -> None:
    """The first button of the form is for the key Enter, and is not to be seen."""
    async with ros.page.expect_navigation():
        await ros.page.get_by_role("button", name="Save", exact=True).last.click()
    await ros.finds_nothing_in_the_way()


async def then_nothing_that_she_typed_is_lost(ros: Person) -> None:
    await expect(words_field(ros, 1)).to_have_value(CALLS)
    title = ros.page.get_by_label("Title of the report or the letter", exact=True)
    await expect(title).to_have_value("CQC inspection, two homes")
    first = ros.page.locator("#f1")
    await expect(first.get_by_label("High")).to_be_checked()
    await expect(first.get_by_label("Birch Row", exact=True)).to_be_checked()


def words_field(ros: Person, number: int) -> Locator:
    return ros.page.locator(f'textarea[name="f{number}.text"]')
