"""A full review, from the door of the service to the report that its manager reads."""

from datetime import timedelta
from pathlib import Path

from playwright.async_api import Locator, expect

from qa.words import day
from tests.journeys.given import a_review_before, plan_of, today
from tests.journeys.photo import photo
from tests.journeys.site import PHONE, TABLET, Person, Site

BEFORE = "Ask families each spring what they think"
WIDER = "Widen the doorway of the shower room"
LOCKS = "Take the lock off the kitchen cupboard"
QUESTIONS = [f"t01.q{number:02}" for number in range(1, 33)]
SECTIONS = {"A": range(1, 5), "B": range(5, 11), "C": range(11, 20), "D": range(20, 23)} | {
    "E": range(23, 28),
    "F": range(28, 33),
}


async def test_a_review_is_made_on_a_tablet_and_read_by_the_service(
    site: Site, tmp_path: Path
) -> None:
    await a_review_before(site, "S09", "t01.q03", days_ago=1, title=BEFORE)
    ros = await site.sign_in("ros", size=TABLET)
    tolu = await site.sign_in("tolu", size=PHONE)
    plan = await plan_of(site, "S09")

    audit = await when_she_opens_a_review(ros)
    await then_she_sees_what_was_failed_last_time(ros)
    await when_she_begins_with_the_place(ros, audit)
    await when_she_notes_something_with_a_photo(ros, audit, photo(tmp_path))
    await when_something_critical_fails(ros, audit)
    await then_it_is_in_the_plan_before_she_leaves(tolu, plan)
    await then_she_finds_where_she_stopped(site, audit)
    await when_she_answers_the_rest_but_one(ros, audit)
    await then_it_cannot_be_completed_and_she_sees_every_reason(ros, audit)
    await when_she_words_what_is_to_be_put_right(ros, audit)
    await when_she_completes_it_but_has_not_told_the_manager(ros, audit)
    await then_the_report_says_first_what_is_good(ros)
    await then_the_service_sees_only_what_is_critical(tolu, plan, audit)
    await when_she_records_that_she_told_the_manager(ros, audit)
    await then_the_service_sees_everything_but_the_score(tolu, plan, audit)
    await then_the_report_is_kept_as_a_pdf(ros, audit)
    await then_the_report_is_kept_as_a_pdf(tolu, audit)


async def when_she_opens_a_review(ros: Person) -> str:
    await ros.opens("/work")
    await ros.follows("Start an audit")
    await ros.chooses("Service", "Birch Row")
    await ros.presses("Choose this service")
    await ros.presses("Start")
    await ros.sees("There is a problem", "Choose what to look at")
    await ros.ticks("Full review of a service")
    await ros.presses("Start")
    await ros.sees_heading("Birch Row")
    return ros.path()


async def then_she_sees_what_was_failed_last_time(ros: Person) -> None:
    await ros.sees(f"Last time, on {day(today() - timedelta(days=1))}: 1 to put right")
    await expect(ros.row("Culture: are people and families")).to_contain_text("Last time: Partly.")
    await expect(ros.row("Culture: are people and families")).to_contain_text(BEFORE)


async def when_she_begins_with_the_place(ros: Person, audit: str) -> None:
    """Sections in any order; each answer is kept as it is given."""
    await ros.follows("D. Environment")
    await answers(ros, "t01.q20", "Yes")
    await counts(ros, "t01.q21", 2, 3)
    question = asked(ros, "t01.q22")
    await question.get_by_label("Does not apply", exact=True).check()
    await asked(ros, "t01.q20").get_by_label("Yes", exact=True).focus()
    await expect(question).to_contain_text("Say why")
    await question.get_by_label("Why does this not apply?").fill("The garden is being laid")
    await asked(ros, "t01.q20").get_by_label("Yes", exact=True).focus()
    await then_it_is_saved(question)
    await ros.sees("3 of 32 answered")
    await ros.opens(audit)
    await expect(ros.row("D. Environment")).to_contain_text("All answered, 1 to put right")


async def when_she_notes_something_with_a_photo(ros: Person, audit: str, picture: Path) -> None:
    await ros.opens(f"{audit}/sections/A")
    question = asked(ros, "t01.q01")
    await answers(ros, "t01.q01", "Yes")
    await question.get_by_text("Note, photo, more").click()
    await question.get_by_label("Note", exact=True).fill("Talked with four staff at breakfast.")
    await question.get_by_label("What the next photo shows").fill("The board in the hall")
    await then_it_is_saved(question)
    await question.get_by_label("Add a photo").set_input_files(picture)
    await expect(question.get_by_role("img", name="Photo: The board in the hall")).to_be_visible()
    await question.get_by_label("Where it can be seen").fill("Team book, May")
    await question.get_by_label("Where it can be seen").press("Tab")
    await expect(question).to_contain_text("Can be seen in: Team book, May")
    await ros.opens(f"{audit}/sections/A")
    question = asked(ros, "t01.q01")
    await expect(question.get_by_label("Note", exact=True)).to_have_value(
        "Talked with four staff at breakfast."
    )
    small = question.get_by_role("img", name="Photo: The board in the hall")
    assert await small.evaluate("picture => picture.decode().then(() => picture.naturalWidth > 1)")


async def when_something_critical_fails(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/sections/B")
    await answers(ros, "t01.q06", "No")
    question = asked(ros, "t01.q06")
    await question.get_by_label("If this failed: what did you do").fill("The cupboard is open.")
    await asked(ros, "t01.q07").get_by_label("Yes", exact=True).focus()
    await then_it_is_saved(question)
    await ros.follows("Put this in the action plan now")
    await ros.fills("What did you find?", "The food cupboard was locked for all six people.")
    await ros.ticks("Start a new action")
    await ros.fills("What will be done", LOCKS)
    await ros.chooses("Who will do it", "Tolu Ogunbiyi")
    await ros.presses("Save, and put it in the action plan now")
    await ros.sees("In the action plan now", "In the action plan already")


async def then_it_is_in_the_plan_before_she_leaves(tolu: Person, plan: str) -> None:
    await tolu.opens(plan)
    await expect(tolu.row(LOCKS)).to_contain_text("critical")
    await expect(tolu.row(LOCKS)).to_contain_text("Raised by a Quality Manager")


async def then_she_finds_where_she_stopped(site: Site, audit: str) -> None:
    """On another device, that evening."""
    evening = await site.sign_in("ros")
    await evening.opens("/work")
    card = evening.row("Birch Row")
    await expect(card).to_contain_text("You stopped in B. Regulation and law")
    await evening.opens(audit)
    await evening.follows("Go on where you stopped")
    assert evening.page.url.endswith("/sections/B#t01.q06")
    await expect(asked(evening, "t01.q06").get_by_label("No", exact=True)).to_be_checked()
    await evening.leaves()


async def when_she_answers_the_rest_but_one(ros: Person, audit: str) -> None:
    said = {"t01.q03": "Partly"}
    done = {"t01.q01", "t01.q06", "t01.q20", "t01.q21", "t01.q22", "t01.q32"}
    for section, numbers in SECTIONS.items():
        left = [key for key in (f"t01.q{number:02}" for number in numbers) if key not in done]
        if not left:
            continue
        await ros.opens(f"{audit}/sections/{section}")
        if section == "A":
            await expect(asked(ros, "t01.q03")).to_contain_text("Last time: Partly.")
        for key in left:
            if await asked(ros, key).locator("[data-together]").count():
                await counts(ros, key, 2 if key == "t01.q13" else 3, 3)
            else:
                await answers(ros, key, said.get(key, "Yes"))
    await ros.sees("31 of 32 answered")


async def then_it_cannot_be_completed_and_she_sees_every_reason(ros: Person, audit: str) -> None:
    await ros.opens(audit)
    await ros.follows("Finish")
    await ros.fills("What is good here?", "People cook together, and it smells of bread.")
    await ros.presses("Complete this audit")
    await ros.sees(
        "It cannot be completed yet",
        "Not answered in F. Leadership and staff: Question 32",
        "Question 3: Write what you found, or say why nothing needs to be put right.",
        "Question 13: Write what you found",
        "Question 21: Write what you found",
        "How many staff did you talk with?: Fill this in.",
        "Time out: Fill this in.",
    )
    await expect(ros.page.get_by_label("What is good here?")).to_have_value(
        "People cook together, and it smells of bread."
    )


async def when_she_words_what_is_to_be_put_right(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/sections/F")
    await answers(ros, "t01.q32", "Yes")
    await ros.opens(f"{audit}/put-right")
    await ros.follows("3. Culture")
    await ros.fills("What did you find?", "Two families say nobody asked them.")
    await ros.ticks(f"Join: {BEFORE}")
    await ros.presses("Save")
    await expect(ros.row("3. Culture")).to_contain_text("Worded, joins an action that is open")
    await ros.follows("13. Do notes")
    await ros.ticks("No finding is needed")
    await ros.presses("Save")
    await ros.sees("Say why nothing needs to be put right")
    await ros.fills("If no finding is needed: because", "Written up while I was there.")
    await ros.presses("Save")
    await ros.follows("21. Does it suit")
    await ros.fills("What did you find?", "One person cannot get into the shower room.")
    await ros.ticks("Start a new action")
    await ros.fills("What will be done", WIDER)
    await ros.chooses("Who will do it", "Tolu Ogunbiyi")
    await ros.fills("What will be different for people?", "Everybody showers when they like")
    await ros.fills("Steps", "Ask an occupational therapist\nGet a price")
    await ros.presses("Save")
    await ros.sees("Worded, starts an action with 2 steps", "No finding needed, because")


async def when_she_completes_it_but_has_not_told_the_manager(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/finish")
    for who in ("people we support", "staff", "family members, friends or advocates"):
        await ros.fills_what_begins(f"How many {who} did you talk with?", "3")
    await ros.fills_what_begins("How many professionals did you talk with?", "0")
    await ros.fills_what_begins("Time in", "08:30")
    await ros.fills_what_begins("Time out", "16:45")
    await ros.presses("Complete this audit")
    await ros.sees("Say whether you told the manager in person")
    await ros.ticks("Not yet")
    await ros.presses("Complete this audit")
    await ros.sees("The audit is complete")
    assert ros.path() == f"{audit}/report"


async def then_the_report_says_first_what_is_good(ros: Person) -> None:
    headings = await ros.page.locator("main h2").all_inner_texts()
    assert headings.index("What is good") < headings.index("To put right")
    await ros.sees(
        "People cook together",
        "The service does not see this report before",
        "Score Internal only",
        "No finding needed, because: Written up while I was there.",
        "Does not apply",
    )


async def then_the_service_sees_only_what_is_critical(tolu: Person, plan: str, audit: str) -> None:
    await tolu.opens(plan)
    await tolu.sees(LOCKS, BEFORE)
    await tolu.does_not_see(WIDER)
    await tolu.does_not_find(audit)
    await tolu.does_not_find(f"{audit}/report")
    await tolu.does_not_find(f"{audit}/report.pdf")


async def when_she_records_that_she_told_the_manager(ros: Person, audit: str) -> None:
    await ros.opens(f"{audit}/report")
    await ros.page.get_by_text("Record that you told the manager in person").click()
    await ros.fills("At what time", "00:00")
    await ros.presses("Record this")
    await ros.sees("Recorded. The service can read the report now.")


async def then_the_service_sees_everything_but_the_score(
    tolu: Person, plan: str, audit: str
) -> None:
    await tolu.opens(plan)
    await tolu.sees(LOCKS, BEFORE, WIDER)
    await tolu.opens(f"{audit}/report")
    await tolu.sees("People cook together", "One person cannot get into the shower room.")
    await tolu.does_not_see("Internal only")


async def then_the_report_is_kept_as_a_pdf(person: Person, audit: str) -> None:
    answer = await person.context.request.get(f"{audit}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert (await answer.body()).startswith(b"%PDF-")


def asked(ros: Person, key: str) -> Locator:
    return ros.page.locator(f'[data-question="{key}"]')


async def answers(ros: Person, key: str, words: str) -> None:
    await asked(ros, key).get_by_label(words, exact=True).first.check()
    await then_it_is_saved(asked(ros, key))


async def counts(ros: Person, key: str, n: int, of: int) -> None:
    fields = asked(ros, key).locator("[data-together] input")
    await fields.nth(0).fill(str(n))
    await fields.nth(1).fill(str(of))
    await fields.nth(1).blur()
    await then_it_is_saved(asked(ros, key))


async def then_it_is_saved(question: Locator) -> None:
    await expect(question.locator("[data-saved]")).to_contain_text("Saved ")
