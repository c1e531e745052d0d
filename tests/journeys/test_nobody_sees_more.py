"""What somebody may not see answers as what is not there, to the letter."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from playwright.async_api import APIResponse
from pypdf import PdfReader

from action_plans.commands import prove, raise_finding
from qa import clock, db
from tests.journeys.given import (
    a_review_before,
    an_action,
    plan_of,
    the_service,
    the_viewer,
    today,
)
from tests.journeys.photo import photo
from tests.journeys.site import Person, Site

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MARCHES = (
    "its plan",
    "its plan as a PDF",
    "its action",
    "a form of its action",
    "its finding",
    "its review",
    "its report",
    "its report as a PDF",
    "its evidence",
    "its proof",
)
RESTRICTED = ("a restricted finding", "a restricted action", "who may check it")
# What each of them must not find, beside Ash House, Alder Court and Birch Row.
HIDDEN = {
    "tolu": (*MARCHES, *RESTRICTED, "its page"),
    "dee": (*MARCHES, *RESTRICTED, "its page"),
    "sam": (*MARCHES, *RESTRICTED, "its page"),
    "kofi": (*MARCHES, *RESTRICTED, "its page"),
    "ian": (
        "its action",
        "its finding",
        "its review",
        "its report",
        "its report as a PDF",
        "its evidence",
        "its proof",
        "a restricted finding",
        "a restricted action",
    ),
    "priya": (*MARCHES, *RESTRICTED, "the plan of Ash House"),
    "dev": (*MARCHES, *RESTRICTED, "its page", "the plan of Ash House"),
    "jo": (*MARCHES, *RESTRICTED, "its page", "the plan of Ash House"),
    "margaret": (*MARCHES, *RESTRICTED, "its page", "the plan of Ash House"),
    "wyn": (*MARCHES, "its page", "the plan of Ash House"),
    "ros": ("a finding that names her",),
}


@pytest.fixture(scope="module")
async def addresses(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Real addresses, each of which somebody may see: of Beech House in the Marches, and of
    what is restricted at Birch Row."""
    picture = photo(tmp_path_factory.mktemp("photos"))
    title = "Ask people who visits them"
    review = await a_review_before(
        site, "S02", "t01.q03", days_ago=3, title=title, owner=None, picture=picture
    )
    action = await an_action(site, "Move the wardrobe", service="S02", owner=None)
    secret = await an_action(site, "Count the money twice", owner=None, restricted=True)
    async with site.inside():
        ros = await the_viewer("ros")
        now = clock.now()
        await prove(viewer=ros, action_id=action.id, file=("w.jpg", picture.read_bytes()), now=now)
        named = await raise_finding(
            viewer=await the_viewer("helen"),
            service_id=await the_service("S09"),
            source="staff",
            text="A visitor was late twice.",
            severity="low",
            raised_on=today(),
            restricted=True,
            named_ids=[await db.value("SELECT id FROM users WHERE name = 'Ros Thwaites'")],
            now=now,
        )
        service = f"/services/{await the_service('S02')}"
        evidence = await db.value(
            "SELECT id FROM evidence WHERE audit = {}", review.rpartition("/")[2]
        )
        proof = await db.value("SELECT file FROM proof WHERE action = {}", action.id)
        home = f"/services/{await the_service('S01')}"
    return {
        "its page": service,
        "its plan": f"{service}/plan",
        "its plan as a PDF": f"{service}/plan.pdf",
        "its action": action.action,
        "a form of its action": f"{action.action}/owner",
        "its finding": action.finding,
        "its review": review,
        "its report": f"{review}/report",
        "its report as a PDF": f"{review}/report.pdf",
        "its evidence": f"{review}/evidence/{evidence}",
        "its proof": f"/files/{proof}",
        "a restricted finding": secret.finding,
        "a restricted action": secret.action,
        "who may check it": f"{secret.action}/check",
        "a finding that names her": f"/findings/{named}",
        "the plan of Ash House": f"{home}/plan",
    }


async def test_somebody_may_see_each_of_them(site: Site, addresses: dict[str, str]) -> None:
    helen = await site.sign_in("helen")
    for what in {*MARCHES, *RESTRICTED, *addresses} - {"who may check it"}:
        answer = await helen.context.request.get(addresses[what])
        assert answer.status == 200, what


@pytest.mark.parametrize("who", HIDDEN)
async def test_what_is_hidden_is_as_what_is_not_there(
    site: Site, addresses: dict[str, str], who: str
) -> None:
    person = await site.sign_in(who)
    for what in HIDDEN[who]:
        await then_it_is_as_if_it_were_not_there(person, addresses[what], what)


@pytest.mark.parametrize("who", ["tolu", "sam", "kofi", "margaret", "priya", "dev"])
async def test_what_is_hidden_cannot_be_changed_either(
    site: Site, addresses: dict[str, str], who: str
) -> None:
    person = await site.sign_in(who)
    action = addresses["its action"]
    for path in (f"{action}/progress", f"{action}/done", f"{action}/check", f"{action}/owner"):
        sent = {"text": "x", "note": "x", "owner_name": "Me", "worked": "yes", "seen": "x"}
        real = await post(person, path, sent)
        made_up = await post(person, ID.sub(str(uuid4()), path), sent)
        assert (real.status, plain(await real.text())) == (
            made_up.status,
            plain(await made_up.text()),
        ), path
        assert real.status == 404, path


async def test_who_has_not_signed_in_is_asked_to(site: Site, addresses: dict[str, str]) -> None:
    nobody = await site.visit()
    for path in addresses.values():
        for asked in (path, ID.sub(str(uuid4()), path)):
            answer = await nobody.context.request.get(asked, max_redirects=0)
            assert answer.status == 303
            assert answer.headers["location"] == f"/sign-in?next={asked}"


async def test_a_support_worker_reads_of_the_plan_only_what_is_theirs(site: Site) -> None:
    mine = await an_action(site, "Fill the first-aid box", service="S01", owner="kofi")
    other = await an_action(site, "Order the new cooker", service="S01", owner="tolu")
    plan = await plan_of(site, "S01")
    kofi = await site.sign_in("kofi")
    await kofi.opens("/my-actions")
    await kofi.sees(mine.title)
    await kofi.does_not_see(other.title)
    await then_it_is_as_if_it_were_not_there(kofi, other.action, "an action of somebody else")
    await then_it_is_as_if_it_were_not_there(kofi, other.finding, "what somebody else found")
    await kofi.opens(plan)
    await kofi.sees(mine.title)
    await kofi.does_not_see(other.title, mine.words)
    await kofi.opens(f"{plan}?source=quality_manager")
    await kofi.does_not_see(mine.title)
    printed = await kofi.context.request.get(f"{plan}.pdf")
    pages = PdfReader(BytesIO(await printed.body())).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert mine.title in words
    assert other.title not in words
    assert "Raised by" not in words


async def test_a_committee_member_gets_counts_and_no_lists(site: Site) -> None:
    margaret = await site.sign_in("margaret")
    await margaret.opens("/figures")
    await margaret.sees("Spot-check coverage", "Action closure")
    assert await margaret.page.locator("td.qa-number a").count() == 0
    assert await margaret.page.locator("td.qa-number").count() > 5
    period = f"from={today() - timedelta(days=90)}&to={today()}"
    for path in (
        f"/figures/coverage/counted?{period}",
        f"/figures/coverage/excluded/rows.csv?{period}",
        f"/figures/closure/due?{period}",
        f"/figures/closure/open/rows.csv?{period}",
        "/overview",
        "/my-checks",
        "/accounts",
        "/load",
    ):
        answer = await margaret.context.request.get(path)
        assert answer.status == 404, path
    told = await margaret.context.request.get(f"/api/reports/spot-check-coverage?{period}")
    figure = await told.json()
    assert told.status == 200, figure
    assert figure["denominator"] > 0
    assert figure["counted"] == figure["not_checked"] == figure["excluded"] == []
    assert figure["checks_not_counted"] == []
    for path in ("/api/actions", "/api/findings", "/api/audits", "/api/services"):
        listed = await (await margaret.context.request.get(path)).json()
        assert listed["items"] == [], path


async def then_it_is_as_if_it_were_not_there(person: Person, path: str, what: str) -> None:
    """The same status, the same words, the same kind of answer as for an id of nothing."""
    real = await person.context.request.get(path)
    made_up = await person.context.request.get(ID.sub(str(uuid4()), path))
    assert real.status == 404, f"{what}: {path} is {real.status}"
    assert made_up.status == 404
    assert plain(await real.text()) == plain(await made_up.text()), what
    assert real.headers["content-type"] == made_up.headers["content-type"]
    assert real.headers.keys() == made_up.headers.keys()


async def post(person: Person, path: str, form: dict[str, str]) -> APIResponse:
    token = next(
        cookie["value"] for cookie in await person.context.cookies() if cookie["name"] == "qa_csrf"
    )
    return await person.context.request.post(path, form={**form, "_csrf_token": token})


def plain(page: str) -> str:
    """Without ids, and without what is new in every answer."""
    page = re.sub(r'nonce="[^"]*"|name="_csrf_token" value="[^"]*"', "", page)
    return ID.sub("", page)
