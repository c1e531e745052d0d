"""A service manager's one list, on her telephone."""

from pathlib import Path

from playwright.async_api import expect

from tests.journeys.given import a_finding, an_action, plan_of
from tests.journeys.photo import photo
from tests.journeys.site import PHONE, Person, Site


async def test_one_list_says_what_is_late_due_this_week_and_with_somebody_else(
    site: Site,
) -> None:
    await an_action(site, "Mend the boiler clock", severity="high", days_ago=30, due_in=-3)
    await an_action(site, "Tidy the shed", due_in=0)
    await an_action(site, "Sand the bench", due_in=40)
    plan = await plan_of(site, "S09")
    tolu = await site.sign_in("tolu", size=PHONE)
    assert tolu.path() == "/plan"
    await tolu.sees("Ash House", "Alder Court", "Birch Row")
    await tolu.opens(plan)
    late, week, later = "Mend the boiler clock", "Tidy the shed", "Sand the bench"
    await then_they_stand_in_this_order(tolu, late, week, later)
    await expect(tolu.row(late)).to_contain_text("3 days late")
    for part, inside, outside in (
        ("late", [late], [week, later]),
        ("due this week", [week], [late, later]),
    ):
        link = tolu.page.get_by_role("link", name=part).first
        number = int((await link.locator("strong").inner_text()).replace(",", ""))
        await tolu.follows(part)
        await tolu.sees(*inside)
        await tolu.does_not_see(*outside)
        assert await tolu.page.locator(".qa-row").count() == number
    await tolu.page.get_by_text("Find in this list").click()
    await tolu.fills("Words in it", "bench")
    await tolu.presses("Find")
    await tolu.does_not_see(late, week)


async def test_everybody_who_said_the_same_stands_on_one_row(site: Site) -> None:
    action = await an_action(site, "Get the damp out of the bathroom", source="house_meeting")
    await a_finding(site, "My brother's room smells damp.", source="family")
    await a_finding(site, "Condensation in the shared bathroom.", source="local_authority")
    plan = await plan_of(site, "S09")
    tolu = await site.sign_in("tolu", size=PHONE)
    await tolu.opens(action.action)
    await tolu.follows("Join or take away something that was found")
    for words in ("My brother's room smells damp.", "Condensation in the shared bathroom."):
        await tolu.presses("Join it", within=tolu.row(words))
        await tolu.sees("It is joined to this action")
    await tolu.opens(plan)
    row = tolu.row("Get the damp out of the bathroom")
    await expect(row).to_contain_text("a house meeting")
    await expect(row).to_contain_text("a family")
    await expect(row).to_contain_text("the council")
    assert await tolu.page.get_by_text("My brother's room").count() == 0


async def test_progress_a_step_and_done_with_proof_from_her_telephone(
    site: Site, tmp_path: Path
) -> None:
    action = await an_action(
        site, "Put the recipes in pictures", steps=("Ask what people like", "Take photos")
    )
    plan = await plan_of(site, "S09")
    tolu = await site.sign_in("tolu", size=PHONE)
    await tolu.opens(action.action)
    await tolu.follows("Say how it is going")
    await tolu.presses("Save")
    await tolu.sees("There is a problem")
    await tolu.fills("What has happened since last time?", "Two recipes are ready.")
    await tolu.presses("Save")
    await tolu.sees("How it is going", "Two recipes are ready.", "in progress")
    await tolu.presses("Done", within=tolu.row("Ask what people like"))
    await tolu.sees("The step is done", "by Tolu Ogunbiyi")

    await tolu.follows("Done, here is the proof")
    await tolu.presses("It is done")
    await tolu.sees("There is a problem")
    await tolu.follows("Back to the action")
    await tolu.follows("Add proof")
    await tolu.attaches("A photo or a file", given_a_file_that_is_no_photo(tmp_path))
    await tolu.presses("Add this proof")
    await tolu.sees("There is a problem")
    await tolu.attaches("A photo or a file", photo(tmp_path, "kitchen.jpg"))
    await tolu.fills("What does it show?", "The first page")
    await tolu.presses("Add this proof")
    await tolu.sees("The proof is added", "Photo: kitchen.jpg")
    await then_the_photo_says_nothing_of_where_it_was_made(tolu)

    await tolu.opens(plan)
    await tolu.follows("Done, here is the proof", within=tolu.row("Put the recipes in pictures"))
    await tolu.fills("What was done?", "All six recipes hang in the kitchen.")
    await tolu.fills("Or where it can be seen", "The kitchen wall")
    await tolu.presses("It is done")
    await tolu.sees(
        "waits for somebody else to look",
        "The waiting does not count against you",
        "Where to see it: The kitchen wall",
    )
    await tolu.opens(f"{plan}?show=to_check")
    await tolu.sees("Put the recipes in pictures")


async def test_more_time_is_asked_for_with_a_reason(site: Site) -> None:
    action = await an_action(site, "Book the dentist's visits", days_ago=20, due_in=5)
    tolu = await site.sign_in("tolu", size=PHONE)
    await tolu.opens(action.action)
    await tolu.follows("Ask for more time")
    await tolu.presses("Ask for more time")
    await tolu.sees("There is a problem", "Say when it can be done", "Say why more time is needed")
    await tolu.fills("When can it be done?", "2019-01-01")
    await tolu.fills("Why is more time needed?", "The surgery moves next month.")
    await tolu.presses("Ask for more time")
    await tolu.sees("The new date must be later than the present one")
    reason = tolu.page.get_by_label("Why is more time needed?", exact=True)
    await expect(reason).to_have_value("The surgery moves next month.")


async def test_what_is_the_landlords_waits_for_the_landlord_once_it_is_agreed(site: Site) -> None:
    action = await an_action(site, "Renew the flat roof", days_ago=50, due_in=-2)
    plan = await plan_of(site, "S09")
    tolu = await site.sign_in("tolu", size=PHONE)
    await tolu.opens(action.action)
    await tolu.follows("Somebody else has to do this")
    await tolu.fills("Who has to do it?", "Northmoor Homes, the landlord")
    await tolu.fills("Why is it theirs, and what have you asked them?", "The roof is theirs.")
    await tolu.presses("Say that it is theirs")
    await tolu.sees("It counts once the regional manager agrees")
    await tolu.opens(f"{plan}?show=late")
    await expect(tolu.row("Renew the flat roof")).to_contain_text("no answer yet")

    sam = await site.sign_in("sam", size=PHONE)
    await sam.follows("for your answer")
    request = sam.row("Renew the flat roof")
    await expect(request).to_contain_text("It is for Northmoor Homes, the landlord to do")
    await sam.presses("Agree", within=request)
    await sam.sees("You said yes")

    await tolu.opens(f"{plan}?show=late")
    await tolu.does_not_see("Renew the flat roof")
    await tolu.opens(f"{plan}?show=waiting")
    await expect(tolu.row("Renew the flat roof")).to_contain_text("with Northmoor Homes")


async def test_two_taps_and_a_photo_are_enough_for_who_works_at_night(
    site: Site, tmp_path: Path
) -> None:
    await an_action(site, "Hang up the night rota", service="S01", owner="kofi")
    kofi = await site.sign_in("kofi", size=PHONE)
    assert kofi.path() == "/my-actions"
    row = kofi.row("Hang up the night rota")
    await row.get_by_label("Photo that shows it").set_input_files(photo(tmp_path))
    await kofi.presses("It is done", within=row)
    await kofi.sees("waits for somebody else to look")
    await kofi.does_not_see("What people said")


def given_a_file_that_is_no_photo(folder: Path) -> Path:
    path = folder / "holiday.jpg"
    path.write_bytes(b"MZ" + bytes(400))
    return path


async def then_they_stand_in_this_order(tolu: Person, *titles: str) -> None:
    shown = [
        " ".join(one.split()) for one in await tolu.page.locator(".qa-row h3").all_inner_texts()
    ]
    places = [shown.index(title) for title in titles]
    assert places == sorted(places), shown


async def then_the_photo_says_nothing_of_where_it_was_made(tolu: Person) -> None:
    kept = await tolu.downloads("Photo: kitchen.jpg")
    content = kept.read_bytes()
    assert content.startswith(b"\xff\xd8")
    assert b"Telephone" not in content
    assert b"Exif" not in content
