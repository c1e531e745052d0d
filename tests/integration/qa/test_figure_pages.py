"""The page of figures: every number leads to exactly its rows, for those who may see rows."""

import csv
import io
from datetime import date, datetime, timedelta
from re import findall
from types import ModuleType
from uuid import UUID, uuid4

import pytest
from httpx import Response

from action_plans.figures import NUMBERS
from qa import clock
from qa.pages.coverage_rows import LISTS
from qa.pages.figure_parts import CLOSURE_WORDS
from qa.roles import Role
from qa.rules.london import start_of_day
from tests.factories import make_user, make_worker
from tests.integration.action_plans.cast import Cast, cast, closed, done, started
from tests.web import Browser, api, faults, links, signed_in, words

QUARTER = "from=2026-10-01&to=2026-12-31"
READERS = (
    Role.DIRECTOR,
    Role.QUALITY_MANAGER,
    Role.HS_MANAGER,
    Role.REGIONAL_MANAGER,
    Role.SERVICE_MANAGER,
    Role.DEPUTY_MANAGER,
    Role.COMMITTEE_MEMBER,
)


async def _check(db: ModuleType, worker: str, service: UUID, **changes: object) -> None:
    values: dict[str, object] = {
        "id": uuid4(),
        "ref": f"C{uuid4().hex[:8]}",
        "worker": await db.value("SELECT id FROM worker WHERE code = {}", worker),
        "service": service,
        "checked_at": datetime(2026, 10, 14, 20, 30, tzinfo=clock.LONDON),
        "checked_by": "Sam Example",
        "checker_role": "manager",
        "announced": False,
        "during_support": True,
        "supporting": ["LCC"],
        "outcome": "good",
        "on_shift_with_worker": False,
        "recorded_at": datetime(2026, 10, 15, 9, 0, tzinfo=clock.LONDON),
        **changes,
    }
    await db.insert("spot_check", **values)


def _numbers(page: Response) -> dict[str, tuple[str, str]]:
    """Each number of the page by its words: what is shown, and where it leads."""
    found = findall(
        r'<th scope="row">(.*?)</th>\s*<td class="qa-number">(?:<a href="(.*?)">)?([\d,]+)',
        page.text,
    )
    return {label: (shown, href.replace("&amp;", "&")) for label, href, shown in found}


async def _csv(browser: Browser, address: str) -> list[list[str]]:
    answer = await browser.get(address)
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.text)))


async def _plan(people: Cast) -> None:
    """Actions in every state, due around the last quarter of 2026."""
    await started(people)
    await done(people)
    await closed(people)
    await started(people, owner_name="The landlord")


async def test_every_number_leads_to_exactly_its_rows(db: ModuleType) -> None:
    people = await cast()
    await _plan(people)
    checked, unchecked = await make_worker(people.service), await make_worker(people.service)
    await _check(db, checked, people.service)
    await _check(db, unchecked, people.service, announced=True)
    async with signed_in(people.helen) as browser:
        page = await browser.get(f"/figures?{QUARTER}")
        numbers = _numbers(page)
        assert len(numbers) == len(LISTS) + len(CLOSURE_WORDS)
        for label, (shown, href) in numbers.items():
            path, _, query = href.partition("?")
            rows = await _csv(browser, f"{path}/rows.csv?{query}")
            assert len(rows) - 1 == int(shown), label
            listed = await browser.get(href)
            assert listed.status_code == 200
            assert listed.text.count('class="qa-row ') in (int(shown), 0)
    assert numbers["First due in this period"][0] == "4"
    assert numbers["Of these, put right and checked"][0] == "1"
    assert numbers["Checked"][0] == "1"
    assert numbers["Checks that do not count"][0] == "1"
    assert "50.00%" in words(page)
    assert "1 of 2 support workers" in words(page)


def test_every_number_of_closure_has_words() -> None:
    assert set(CLOSURE_WORDS) == set(NUMBERS)


async def test_page_csv_and_json_give_the_same(db: ModuleType) -> None:
    people = await cast()
    await _plan(people)
    async with signed_in(people.helen) as browser:
        page = await browser.get(f"/figures?{QUARTER}")
        (headings, this, before) = await _csv(browser, f"/figures/closure.csv?{QUARTER}")
        json = (await browser.get(f"/api/reports/action-closure?{QUARTER}")).json()
    row = dict(zip(headings, this, strict=True))
    assert row["closure_rate"] == json["closure_rate"] == "25.00"
    assert f"{json['closure_rate']}%" in words(page)
    assert row["left_out_joined"] == "0"
    assert before[0] == "previous"


async def test_a_cell_is_never_a_formula(db: ModuleType) -> None:
    people = await cast()
    await started(people, title="=HYPERLINK(1)")
    async with signed_in(people.helen) as browser:
        rows = await _csv(browser, f"/figures/closure/open/rows.csv?{QUARTER}")
    assert rows[1][1] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("role", list(Role))
async def test_who_reads_figures(db: ModuleType, role: Role) -> None:
    async with signed_in(await make_user(role)) as browser:
        answers = {
            path: (await browser.get(path)).status_code
            for path in ("/figures", "/figures/coverage.csv", "/figures/closure.csv")
        }
    assert set(answers.values()) == {200 if role in READERS else 404}


async def test_the_committee_gets_counts_and_no_rows(db: ModuleType) -> None:
    people = await cast()
    await _plan(people)
    worker = await make_worker(people.service)
    await _check(db, worker, people.service)
    async with signed_in(people.margaret) as browser:
        page = await browser.get(f"/figures?{QUARTER}")
        assert _numbers(page)["Checked"] == ("1", "")
        assert not any(path.startswith("/figures/c") and "csv" not in path for path in links(page))
        for path in ("coverage/counted", "coverage/counted/rows.csv", "closure/due"):
            assert (await browser.get(f"/figures/{path}?{QUARTER}")).status_code == 404
        assert worker not in page.text
        file = await browser.get(f"/figures/coverage.csv?{QUARTER}")
        assert worker not in file.text


async def test_a_service_manager_gets_the_figures_of_the_own_service(db: ModuleType) -> None:
    people = await cast()
    await _plan(people)
    code = await db.value("SELECT code FROM service WHERE id = {}", people.elsewhere)
    async with signed_in(people.una) as browser:
        elsewhere = _numbers(await browser.get(f"/figures?{QUARTER}"))
        own = await browser.get(f"/figures?{QUARTER}&service={code}")
    async with signed_in(people.tolu) as browser:
        here = _numbers(await browser.get(f"/figures?{QUARTER}"))
        other = await browser.get(f"/figures?{QUARTER}&service={code}")
    assert elsewhere["First due in this period"][0] == "0"
    assert here["First due in this period"][0] == "4"
    assert own.status_code == 200
    assert other.status_code == 422
    assert faults(other) == ["There is no such service that you may see"]


async def test_what_cannot_be_asked_is_told_beside_its_field(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        refused = await browser.get("/figures?from=2026-13-01&to=soon&as_at=x&service=S01")
        backwards = await browser.get("/figures?from=2026-12-01&to=2026-01-01")
        odd = await browser.get(f"/figures?{QUARTER}&source=gossip")
        missing = await browser.get(f"/figures/closure/nosuch?{QUARTER}")
    assert refused.status_code == 422
    assert [fault.partition(":")[0] for fault in faults(refused)] == [
        "First day",
        "Last day",
        "As things stood on",
    ]
    assert 'value="S01"' in refused.text
    assert faults(backwards) == ["Last day: the last day is before the first."]
    assert odd.status_code == 422
    assert missing.status_code == 404


async def test_the_present_quarter_is_shown_when_no_day_is_given(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = start_of_day(date(2027, 1, 2)) + timedelta(hours=9)
    monkeypatch.setattr(clock, "now", lambda: day)
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        page = await browser.get("/figures")
    assert "1 January 2027 to 31 March 2027, 2026-27 Q4" in words(page)
    assert "This period ends on 31 March 2027." in words(page)
    due = "the actions that were first due from 1 January 2027 until today, 2 January 2027."
    assert f"So far: {due}" in words(page)


async def test_the_overview_and_the_figures_say_the_same_of_this_quarter(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await cast()
    for due_on in ("2026-11-21", "2026-11-22", "2026-12-20"):
        await started(people, first_due_on=date.fromisoformat(due_on))
    noon = start_of_day(date(2026, 11, 22)) + timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: noon)
    async with signed_in(people.helen) as browser:
        overview = words(await browser.get("/overview"))
        figures = await browser.get("/figures")
        rows = words(await browser.get("/figures/closure/due"))
        typed = words(await browser.get(f"/figures?{QUARTER}"))
    assert "So far: 0 of 2 actions first due from 1 October 2026 until today" in overview
    assert "0 of 2 actions first due in this period" in words(figures)
    assert "1 October 2026 to 22 November 2026" in rows
    assert 'href="/api/reports/action-closure?from=2026-10-01&amp;to=2026-11-22"' in figures.text
    assert "0 of 3 actions first due in this period" in typed
    assert "So far" not in typed


async def test_a_program_gets_the_same_rights(db: ModuleType) -> None:
    async with api(await make_user(Role.ADMINISTRATOR)) as client:
        assert (await client.get("/figures")).status_code == 404
