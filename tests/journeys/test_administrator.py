"""The administrator brings an organisation in, lets people in and out, and closes a service."""

from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from qa.roles import Role
from tests.files_to_load import write
from tests.journeys.given import Given, a_service, an_account, an_action, today
from tests.journeys.site import AT, Person, Site

WORDS = {
    "services": "Services",
    "users": "Accounts of people who sign in",
    "workers": "Workers",
    "spot-checks": "Spot checks",
    "findings": "Findings",
    "actions": "Actions of existing plans",
    "feedback": "Feedback and complaints",
}


async def test_an_organisation_comes_in_by_files(site: Site, tmp_path: Path) -> None:
    files = given_the_files_of_a_new_service(tmp_path)
    priya = await site.sign_in("priya")
    for kind in ("services", "users", "workers", "spot-checks", "findings", "actions", "feedback"):
        await when_she_loads(priya, kind, files[kind])
        await priya.sees(f"{WORDS[kind]}: 1 added, 0 changed, 0 as they were.")
    await when_she_loads(priya, "actions", files["actions"])
    await priya.sees("Actions of existing plans: 0 added, 0 changed, 1 as they were.")
    await priya.opens("/services?q=Nettle")
    await priya.sees("Nettle House", "Manager: Nadia Newbold")
    await then_the_quality_manager_reads_its_plan(site)


async def test_a_file_with_faults_changes_nothing(site: Site, tmp_path: Path) -> None:
    priya = await site.sign_in("priya")
    bad = write(
        tmp_path,
        "services",
        {"code": "N81", "name": "Thistle House", "region": "Fellside"},
        {"code": "N82", "name": "Teasel House", "type": "castle", "opened_on": "2020-13-01"},
    )
    await when_she_loads(priya, "services", bad)
    await priya.sees("Nothing was loaded: the file has 2 faults.")
    row = priya.page.locator("tbody tr")
    await expect(row.filter(has_text="opened_on")).to_contain_text("2020-13-01")
    await expect(row.filter(has_text="type")).to_contain_text("castle")
    await expect(row.first).to_contain_text("3")
    await priya.opens("/services?q=Thistle")
    await priya.sees("No service fits what you chose.")


async def test_a_new_person_chooses_a_password_with_a_link_that_works_once(site: Site) -> None:
    priya = await site.sign_in("priya")
    await priya.follows("Accounts")
    await priya.follows("Make an account")
    await priya.presses("Make")
    await priya.sees("There is a problem", "Enter the person's name", "Choose at least one role")
    await priya.fills("Name", "Nia Newcomer")
    await priya.fills("E-mail address, or a name to sign in with", "nia")
    await priya.ticks("Deputy manager")
    await priya.fills("Services where this person works", "S09")
    await priya.presses("Make")
    await priya.sees("Nia Newcomer", "Make a sign-in link now")
    await priya.presses("Make a sign-in link")
    link = await priya.page.locator("code").inner_text()

    nia = await site.visit()
    await nia.opens(link)
    await nia.fills("New password", "short")
    await nia.fills("The same password again", "shorter")
    await nia.presses("Save and sign in")
    await nia.sees("There is a problem")
    await nia.fills("New password", "heron gate teapot")
    await nia.fills("The same password again", "heron gate teapot")
    await nia.presses("Save and sign in")
    await nia.sees_heading("Action plan: Birch Row")
    await nia.presses("Sign out")

    await nia.opens(link)
    await nia.fills("New password", "another long password")
    await nia.fills("The same password again", "another long password")
    await nia.presses("Save and sign in")
    await nia.sees("This link has been used or is too old")


async def test_the_actions_of_an_account_that_ends_find_their_next_owner(site: Site) -> None:
    account = await an_account(site, "nell", Role.DEPUTY_MANAGER, services=("S09",))
    left = await an_action(site, "Oil the garden gate", owner="nell", due_in=9)
    nell = await site.sign_in("nell")
    await nell.sees("Oil the garden gate")

    priya = await site.sign_in("priya")
    await priya.opens(account)
    await priya.follows("End this account")
    await priya.sees("1 open action of theirs will have no owner")
    await priya.presses("End this account")
    await priya.sees("1 open action without an owner", "Their dates stay as they were")
    await then_she_is_signed_out_and_cannot_come_back(nell)

    sam = await site.sign_in("sam")
    await sam.follows("no owner")
    await sam.sees_heading("Actions without an owner")
    row = sam.row("Oil the garden gate")
    await expect(row).to_contain_text(f"{today() + timedelta(days=9):%A}")
    await sam.page.goto(left.action)
    await sam.sees("Owner nobody yet")
    await sam.follows("Name who does this")
    await sam.presses("Name the owner")
    await sam.sees("There is a problem", "Choose somebody, or write who it is")
    await sam.chooses("Somebody who signs in here", "Tolu Ogunbiyi")
    await sam.presses("Name the owner")
    await sam.sees("The owner is named", "Owner Tolu Ogunbiyi")
    await sam.opens("/unowned")
    await sam.does_not_see("Oil the garden gate")


async def test_the_actions_of_a_closed_service_move_or_end(site: Site, tmp_path: Path) -> None:
    service = await a_service(site, tmp_path, "N90", "Vetch House", region="Fellside")
    moves = await an_action(site, "Mend the back step", service="N90", owner=None)
    ends = await an_action(site, "Paint the hall", service="N90", owner=None)
    priya = await site.sign_in("priya")
    await priya.opens(service)
    await priya.follows("Close this service")
    await priya.fills("Day on which it closed", "")
    await priya.presses("Close this service")
    await priya.sees("Enter the day on which it closed")
    await priya.fills("Day on which it closed", today().isoformat())
    await priya.presses("Close this service")
    await priya.sees("Closed", "Its regional manager now moves or ends what was open")

    sam = await site.sign_in("sam")
    await sam.opens(service)
    await sam.follows("Move or end the actions that are still open")
    await sam.presses("Save")
    await sam.sees("Say for at least one action where it moves, or why it ends")
    await when_he_moves_one_and_ends_the_other(sam, moves, ends)
    await sam.sees("1 action moved, 1 ended", "No action is open at this service")

    tolu = await site.sign_in("tolu")
    await tolu.opens(moves.action)
    await tolu.sees("Birch Row", "Mend the back step")
    await sam.opens(ends.action)
    await sam.sees("We could not, because: Nobody lives there now")


def given_the_files_of_a_new_service(folder: Path) -> dict[str, Path]:
    day = today() - timedelta(days=20)
    rows = {
        "services": {"code": "N01", "name": "Nettle House", "region": "Fellside"},
        "users": {"email": f"nadia{AT}", "name": "Nadia Newbold", "service_codes": "N01"},
        "workers": {"code": "NW1", "name": "Wilma Thornbeck", "service_code": "N01"},
        "spot-checks": {"ref": "NK1", "worker_code": "NW1", "service_code": "N01"},
        "findings": {"ref": "NF1", "service_code": "N01", "text": "Two charts had gaps."},
        "actions": {
            "ref": "NA1",
            "service_code": "N01",
            "finding_refs": "NF1",
            "title": "Charts are looked at each night",
            "owner": f"nadia{AT}",
            "raised_on": day.isoformat(),
            "first_due_on": (day + timedelta(days=14)).isoformat(),
        },
        "feedback": {"ref": "NB1", "service_code": "N01"},
    }
    return {kind: write(folder, kind, row) for kind, row in rows.items()}


async def when_she_loads(priya: Person, kind: str, file: Path) -> None:
    await priya.opens("/load")
    await priya.ticks(WORDS[kind])
    await priya.attaches("CSV file", file)
    await priya.presses("Load")


async def then_the_quality_manager_reads_its_plan(site: Site) -> None:
    ros = await site.sign_in("ros")
    await ros.opens("/services?q=Nettle")
    await ros.follows("1 action at Nettle House")
    await ros.sees("Charts are looked at each night", "Raised by CQC", "6 days late")
    await ros.follows("Charts are looked at each night", exact=True)
    await ros.sees("Two charts had gaps.", "Owner Nadia Newbold")


async def then_she_is_signed_out_and_cannot_come_back(nell: Person) -> None:
    await nell.opens("/plan")
    assert nell.path() == "/sign-in"
    await nell.fills("E-mail address, or the name you sign in with", f"nell{AT}")
    await nell.fills("Password", "larkfield-demo")
    await nell.presses("Sign in", within=nell.page.locator("main"))
    await nell.sees("That login and password do not match")


async def when_he_moves_one_and_ends_the_other(sam: Person, moves: Given, ends: Given) -> None:
    group = sam.page.get_by_role("group", name=moves.title)
    await sam.fills("Move it to the service with the code", "S09", within=group)
    group = sam.page.get_by_role("group", name=ends.title)
    await sam.fills("Or: it ends, because", "Nobody lives there now", within=group)
    await sam.presses("Save")
