"""A review and a plan in a browser that runs no script: the same forms, by their buttons."""

from pathlib import Path

from playwright.async_api import Locator, expect

from tests.journeys.given import an_action, plan_of
from tests.journeys.photo import photo
from tests.journeys.site import PHONE, TABLET, Person, Site

GATE = "Mend the latch of the front gate"


async def test_a_review_from_its_first_answer_to_the_report(site: Site, tmp_path: Path) -> None:
    ros = await site.sign_in("ros", size=TABLET, javascript=False)
    await ros.opens("/audits/new")
    await ros.chooses("Service", "Alder Court")
    await ros.presses("Choose this service")
    await ros.ticks("Full review of a service")
    await ros.presses("Start")
    audit = ros.path()
    await when_one_answer_lacks_its_reason(ros, audit)
    await then_everything_typed_is_still_there(ros)
    await when_she_answers_all_the_questions(ros, audit, photo(tmp_path))
    await ros.opens(f"{audit}/finish")
    await ros.presses("Complete this audit")
    await ros.sees("It cannot be completed yet", "Question 20: Write what you found")
    await when_she_starts_an_action(ros, audit)
    await when_she_says_how_it_was(ros, audit)
    await ros.sees("The audit is complete", "What is good", "People sing in the kitchen.")

    tolu = await site.sign_in("tolu", size=PHONE, javascript=False)
    await tolu.opens(await plan_of(site, "S08"))
    await tolu.sees(GATE)
    await tolu.opens(f"{audit}/report")
    await tolu.sees("The latch does not hold.")
    await expect(tolu.page.get_by_role("img", name="Photo: The gate").first).to_be_visible()


async def test_progress_and_done_with_a_photo(site: Site, tmp_path: Path) -> None:
    action = await an_action(site, "Wash the curtains", steps=("Take them down",))
    tolu = await site.sign_in("tolu", size=PHONE, javascript=False)
    await tolu.opens(await plan_of(site, "S09"))
    await tolu.follows("Wash the curtains", exact=True)
    await tolu.presses("Done", within=tolu.row("Take them down"))
    await tolu.sees("The step is done")
    await tolu.follows("Say how it is going")
    await tolu.fills("What has happened since last time?", "Half of them are clean.")
    await tolu.presses("Save")
    await tolu.sees("Half of them are clean.")
    await tolu.follows("Done, here is the proof")
    await tolu.presses("It is done")
    await tolu.sees("There is a problem")
    await tolu.attaches("A photo or a file", photo(tmp_path, "curtains.jpg"))
    await tolu.presses("It is done")
    await tolu.sees("waits for somebody else to look", "Photo: curtains.jpg")
    sam = await site.sign_in("sam", javascript=False)
    await sam.opens(f"{action.action}/check")
    await sam.ticks("I asked people")
    await sam.fills("What did you see and hear?", "They smell of soap.")
    await sam.ticks("It worked")
    await sam.presses("Save")
    await sam.sees("It worked. The action is closed.")


async def when_one_answer_lacks_its_reason(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/sections/D")
    await ros.page.locator('[data-question="t01.q20"]').get_by_label("Partly").check()
    why = ros.page.locator('[data-question="t01.q22"]')
    await why.get_by_label("Does not apply", exact=True).check()
    await ros.presses("Save, and show all sections")


async def then_everything_typed_is_still_there(ros: Person) -> None:
    await ros.sees("There is a problem", "Say why")
    for key, words in (("t01.q20", "Partly"), ("t01.q22", "Does not apply")):
        question = ros.page.locator(f'[data-question="{key}"]')
        await expect(question.get_by_label(words, exact=True)).to_be_checked()


async def when_she_answers_all_the_questions(ros: Person, audit: str, picture: Path) -> None:
    for section in "ABCDEF":
        await ros.opens(f"{audit}/sections/{section}")
        for question in await ros.page.locator("fieldset[data-question]").all():
            await answer_well(question)
        if section == "D":
            damp = ros.page.locator('[data-question="t01.q20"]')
            await damp.get_by_label("Partly").check()
            await damp.locator("summary").click()
            await damp.get_by_label("What the next photo shows").fill("The gate")
            await damp.get_by_label("Add a photo").set_input_files(picture)
        await ros.presses("Save, and")
    await ros.opens(audit)
    await ros.sees("All answered, 1 to put right")
    await ros.does_not_see("0 of ")


async def answer_well(question: Locator) -> None:
    counted = question.locator("[data-together] input")
    if await counted.count():
        await counted.nth(0).fill("3")
        await counted.nth(1).fill("3")
    else:
        await question.get_by_label("Yes", exact=True).first.check()


async def when_she_starts_an_action(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/put-right")
    await ros.follows("20. Is the home clean")
    await ros.fills("What did you find?", "The latch does not hold.")
    await ros.ticks("Start a new action")
    await ros.fills("What will be done", GATE)
    await ros.chooses("Who will do it", "Tolu Ogunbiyi")
    await ros.presses("Save")
    await ros.sees("Worded, starts an action")


async def when_she_says_how_it_was(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/finish")
    await ros.fills("What is good here?", "People sing in the kitchen.")
    for field in await ros.page.get_by_label("How many").all():
        await field.fill("2")
    await ros.fills_what_begins("Time in", "09:00")
    await ros.fills_what_begins("Time out", "15:00")
    await ros.ticks("Yes")
    await ros.fills("And at what time", "00:00")
    await ros.presses("Complete this audit")
