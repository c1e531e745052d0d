"""What is late, and two figures, each of which is exactly its rows."""

import csv
import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from typing import Any

from playwright.async_api import Locator, expect

from action_plans.commands import ask_for_time, decide_time
from qa import clock
from qa.words import day
from tests.journeys.given import an_action, the_viewer, today
from tests.journeys.site import ROOT, Person, Site

ROWS = "main .qa-row, main tbody tr"


async def test_ten_seconds_say_what_is_late_where_and_who_is_stuck(site: Site) -> None:
    await given_a_late_action_that_got_more_time(site)
    await an_action(site, "Replace the gas alarm", severity="critical", days_ago=12, due_in=-6)
    helen = await site.sign_in("helen")
    assert helen.path() == "/overview"
    await expect(helen.page.get_by_role("table").first).to_contain_text("What is late, by region")
    table = helen.page.locator("table").first.locator("tbody tr")
    serious = await table.locator("td.qa-number:nth-of-type(1)").all()
    numbers = [await number_of(one) for one in serious]
    assert numbers[-1] == sum(numbers[:-1])
    assert numbers[-1] >= 2
    await then_each_number_of_the_table_is_its_rows(helen, "/overview", ".qa-rows > .qa-row")
    await helen.opens("/overview")
    await helen.follows("high and critical late, Fellside")
    tags = await helen.page.locator(".qa-rows .qa-severity").all_inner_texts()
    assert {tag.casefold() for tag in tags} <= {"high", "critical"}
    await helen.sees_beside("Replace the gas alarm", "6 days late", "Waits for Tolu Ogunbiyi")
    first = day(today() - timedelta(days=16))
    await helen.sees_beside("Repair the lift", "3 days late", f"First date {first}")
    await then_the_most_serious_and_oldest_come_first(helen)


async def test_every_number_leads_to_exactly_its_rows(site: Site) -> None:
    helen = await site.sign_in("helen")
    await then_a_card_is_its_rows(helen, "Put right and checked", "closed ones", "All that were")
    await then_a_card_is_its_rows(helen, "spot-checked", "Counted", "Counted", "Not checked")
    await helen.opens("/figures")
    await helen.sees("Spot-check coverage", "Action closure", "Left out, with the reason")
    await helen.sees("before")
    figures = "/figures"
    await then_each_number_of_the_table_is_its_rows(helen, figures, ROWS)
    await helen.opens(figures)
    await helen.follows("Left out, with the reason")
    reasons = await helen.page.locator("tbody td:last-child").all_inner_texts()
    assert reasons
    assert all(reason.strip() for reason in reasons)


async def test_the_page_the_files_and_the_command_line_say_the_same(site: Site) -> None:
    helen = await site.sign_in("helen")
    start, end = str(today() - timedelta(days=120)), str(today())
    await helen.opens("/figures")
    await helen.page.get_by_text("Other days, or only some of it").click()
    await helen.fills("First day", start)
    await helen.fills("Last day", end)
    await helen.presses("Show")
    for name, slug, rate in (
        ("spot-check coverage", "spot-check-coverage", "percentage"),
        ("action closure", "action-closure", "closure_rate"),
    ):
        told = await the_command_line(site, slug, start, end)
        kept = await helen.downloads(f"CSV of {name}")
        this, before = list(csv.DictReader(kept.read_text().splitlines()))
        assert this[rate] == (told[rate] or "")
        assert before[rate] == (told["previous"][rate] or "")
        shown = " ".join((await helen.page.locator("main").inner_text()).split())
        assert (f"{told[rate]}%" if told[rate] else "None to count").casefold() in shown.casefold()
    closure = await the_command_line(site, "action-closure", start, end)
    await expect(helen.row("First due in this period")).to_contain_text(str(closure["due"]))
    await helen.follows("First due in this period", within=helen.row("First due in this period"))
    rows = await helen.downloads("CSV of all of them")
    assert len(list(csv.DictReader(rows.read_text().splitlines()))) == closure["due"]


async def given_a_late_action_that_got_more_time(site: Site) -> None:
    """First due sixteen days ago; more time was given until three days ago."""
    action = await an_action(site, "Repair the lift", severity="high", days_ago=30, due_in=-16)
    async with site.inside():
        then = clock.now() - timedelta(days=20)
        request = await ask_for_time(
            viewer=await the_viewer("tolu"),
            action_id=action.id,
            new_due_on=today() - timedelta(days=3),
            reason="The part comes from abroad.",
            now=then,
        )
        await decide_time(
            viewer=await the_viewer("sam"), request_id=request, agreed=True, decision="", now=then
        )


async def then_each_number_of_the_table_is_its_rows(helen: Person, page: str, rows: str) -> None:
    """Follow every number of the tables, and count what stands there, to the last page."""
    links = []
    for link in await helen.page.locator("td.qa-number a").all():
        links.append((await number_of(link), str(await link.get_attribute("href"))))
    assert links, page
    for number, address in links:
        assert await rows_at(helen, address, rows) == number, address


async def then_a_card_is_its_rows(helen: Person, title: str, part: str, *whole: str) -> None:
    """ "12 of 31": the twelve and the thirty-one are exactly the rows of their links."""
    await helen.opens("/overview")
    card = helen.page.locator(".qa-figure").filter(has_text=title)
    said = re.search(r"([\d,]+) of ([\d,]+)", await card.inner_text())
    assert said is not None
    links = {}
    for words in {part, *whole}:
        link = card.get_by_role("link", name=words).first
        links[words] = str(await link.get_attribute("href"))
    found = {words: await rows_at(helen, links[words], ROWS) for words in links}
    assert found[part] == int(said[1].replace(",", ""))
    assert sum(found[words] for words in whole) == int(said[2].replace(",", ""))


async def rows_at(helen: Person, address: str, rows: str) -> int:
    """How many rows stand there, counted to the last page."""
    await helen.opens(address)
    found = await helen.page.locator(rows).count()
    while await (following := helen.page.locator("a[rel=next]")).count():
        await helen.opens(str(await following.get_attribute("href")))
        found += await helen.page.locator(rows).count()
    return found


async def then_the_most_serious_and_oldest_come_first(helen: Person) -> None:
    await helen.opens("/overview")
    late = []
    for row in await helen.page.locator(".qa-rows > .qa-row").all():
        words = (await row.locator(".qa-severity").inner_text()).casefold()
        days = re.search(r"(\d+) days? late", await row.inner_text())
        assert days is not None
        late.append((words not in ("high", "critical"), -int(days[1])))
    assert late == sorted(late)


async def the_command_line(site: Site, figure: str, start: str, end: str) -> dict[str, Any]:
    period = ["--from", start, "--to", end]
    done = subprocess.run(
        [sys.executable, "-m", "litestar", "report", figure, *period, "--json"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": site.database_url, "DATA_DIR": str(site.data_dir)},
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


async def number_of(place: Locator) -> int:
    found = re.search(r"[\d,]+", await place.inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))
