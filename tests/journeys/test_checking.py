"""Somebody else looks whether it worked; and more time never hides the first date."""

from datetime import timedelta

import pytest

from qa.words import day
from tests.journeys.given import Given, an_action, today
from tests.journeys.site import Person, Site


@pytest.mark.parametrize("who", ["tolu", "dee"])
@pytest.mark.parametrize("severity", ["medium", "critical"])
async def test_nobody_of_the_service_checks_its_own_work(
    site: Site, who: str, severity: str
) -> None:
    action = await an_action(
        site,
        f"Label the {severity} cupboard, seen by {who}",
        service="S01",
        severity=severity,
        days_ago=3,
        done_by="tolu",
    )
    person = await site.sign_in(who)
    await person.opens(action.action)
    await person.sees("waits for somebody else to look whether it worked")
    assert await person.page.get_by_role("link", name="Look whether it worked").count() == 0
    await person.does_not_find(f"{action.action}/check")
    await then_the_form_sent_by_hand_is_refused(person, action)


async def test_the_regional_manager_checks_what_is_medium_but_not_what_is_high(
    site: Site,
) -> None:
    medium = await an_action(site, "Shade the hot window", done_by="tolu")
    high = await an_action(site, "Mend the night lock", severity="high", done_by="tolu")
    sam = await site.sign_in("sam")
    await sam.opens(high.action)
    await sam.sees("a high or critical action is checked by somebody from outside")
    await then_the_form_sent_by_hand_is_refused(sam, high)
    await sam.opens("/my-checks")
    await sam.does_not_see("Mend the night lock")
    await sam.follows("Shade the hot window")
    await sam.presses("Save")
    await sam.sees("Say whether it worked", "Say how you looked", "Say what you saw")
    await sam.sees("On the day it was not so: shade the hot window.", "It is done.")
    await when_it_is_looked_at(sam, "It worked", "Sat there at three; it was cool.")
    await sam.sees("It worked. The action is closed.")
    tolu = await site.sign_in("tolu")
    await tolu.opens(medium.action)
    await tolu.sees("checked", "by Sam Lightowler", "Sat there at three; it was cool.")


async def test_a_quality_manager_sends_back_what_did_not_work_and_later_closes_it(
    site: Site,
) -> None:
    action = await an_action(site, "Test the call bells", severity="high", done_by="tolu")
    ros = await site.sign_in("ros")
    await ros.opens("/my-checks")
    await ros.follows("Test the call bells")
    await when_it_is_looked_at(ros, "Send it back", "Two of six bells do not ring.")
    await ros.sees("It goes back to its owner")

    tolu = await site.sign_in("tolu")
    await tolu.opens("/mail")
    await tolu.sees("sent back")
    await tolu.opens(action.action)
    await tolu.sees("in progress", "Two of six bells do not ring.", "Ros Thwaites")
    await tolu.follows("Done, here is the proof")
    await tolu.fills("What was done?", "All six ring now.")
    await tolu.presses("It is done")

    await ros.opens(f"{action.action}/check")
    await ros.presses("I will look at my next visit")
    await ros.opens("/my-checks")
    await ros.sees("At my next visit")
    await ros.follows("Test the call bells")
    await when_it_is_looked_at(ros, "It worked", "Rang all six.")
    await tolu.opens(action.action)
    await tolu.sees("checked", "Rang all six.", "Two of six bells do not ring.")
    await ros.does_not_find(f"{action.action}/check")


async def test_who_owned_it_or_proved_it_before_cannot_check_it(site: Site) -> None:
    action = await an_action(site, "Write up the menu", done_by="tolu")
    sam = await site.sign_in("sam")
    await sam.opens(action.action)
    await sam.follows("Add proof")
    await sam.fills("What does it show?", "I saw it on the wall.")
    await sam.presses("Add this proof")
    await sam.sees("You added proof to this action, so somebody else has to check it.")
    await then_the_form_sent_by_hand_is_refused(sam, action)


async def test_the_first_date_stays_on_show_when_more_time_is_given(site: Site) -> None:
    first, later = today() + timedelta(days=4), today() + timedelta(days=25)
    action = await an_action(site, "Plant the raised bed", days_ago=20, due_in=4)
    tolu = await site.sign_in("tolu")
    sam = await site.sign_in("sam")
    await when_more_time_is_asked_for(tolu, action, 25, "The timber comes in two weeks.")
    await sam.opens("/requests")
    request = sam.row("Plant the raised bed")
    await sam.presses("Keep the date", within=request)
    await sam.sees("Say why not")
    await sam.presses("Give more time", within=sam.row("Plant the raised bed"))
    await sam.sees("You said yes")
    await tolu.opens(action.action)
    await tolu.sees(f"Due {day(later)}", f"First date {day(first)}", "Yes")
    await tolu.opens("/plan?q=raised+bed")
    await tolu.sees(f"First date {day(first)}")


async def test_a_no_to_more_time_says_why_and_leaves_the_date(site: Site) -> None:
    action = await an_action(site, "Mark the step edges", days_ago=20, due_in=4)
    tolu = await site.sign_in("tolu")
    sam = await site.sign_in("sam")
    await when_more_time_is_asked_for(tolu, action, 30, "We are short of paint.")
    await sam.opens("/requests")
    request = sam.row("Mark the step edges")
    await sam.fills_what_begins("Your words about it", "Somebody may fall.", within=request)
    await sam.presses("Keep the date", within=request)
    await sam.sees("You said no")
    await tolu.opens(action.action)
    await tolu.sees(f"Due {day(today() + timedelta(days=4))}", "No: Somebody may fall.")
    await tolu.does_not_see("First date")


async def test_a_date_that_the_council_set_cannot_be_passed(site: Site) -> None:
    action = await an_action(
        site, "Send the council our rota", source="local_authority", days_ago=5, limit_in=20
    )
    limit = today() + timedelta(days=20)
    tolu = await site.sign_in("tolu")
    await tolu.opens(action.action)
    await tolu.sees(f"Last possible date {day(limit)}", f"Due {day(limit)}")
    await when_more_time_is_asked_for(tolu, action, 21, "The rota is not ready.", said="")
    await tolu.sees(f"wants this done by {day(limit)}; that cannot be passed")


async def when_it_is_looked_at(checker: Person, verdict: str, seen: str) -> None:
    await checker.ticks("I looked myself")
    await checker.fills("What did you see and hear?", seen)
    await checker.ticks(verdict)
    await checker.presses("Save")


async def when_more_time_is_asked_for(
    tolu: Person, action: Given, days: int, reason: str, said: str = "You asked for more time"
) -> None:
    await tolu.opens(f"{action.action}/more-time")
    await tolu.fills("When can it be done?", (today() + timedelta(days=days)).isoformat())
    await tolu.fills("Why is more time needed?", reason)
    await tolu.presses("Ask for more time")
    await tolu.sees(said)


async def then_the_form_sent_by_hand_is_refused(person: Person, action: Given) -> None:
    """What the page does not offer the command refuses too."""
    token = await person.page.locator('input[name="_csrf_token"]').first.get_attribute("value")
    answer = await person.context.request.post(
        f"{action.action}/check",
        form={"_csrf_token": str(token), "worked": "yes", "ways": "looked", "seen": "Fine."},
        max_redirects=0,
    )
    assert answer.status == 403, await answer.text()
    await person.opens(action.action)
    await person.sees("done, waiting to be checked")
