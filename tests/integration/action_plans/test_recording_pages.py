"""Writing down on screen what was found elsewhere."""

from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from qa.roles import Role
from tests.factories import NOW, make_service, make_user
from tests.integration.action_plans.cast import TODAY, Cast, cast, mail_of
from tests.web import faults, signed_in, words


@pytest.fixture
async def people(db: ModuleType, at: Callable[[datetime], None]) -> Cast:
    at(NOW)
    return await cast()


async def code_of(db: ModuleType, service_id: object) -> str:
    code: str = await db.value("SELECT code FROM service WHERE id = {}", service_id)
    return code


async def form(db: ModuleType, people: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "count": "1",
        "source": "family",
        "received_on": TODAY.isoformat(),
        "naming": "not_named_to_service",
        "f1.services": await code_of(db, people.service),
        "f1.text": "The garden gate is broken.",
        "f1.severity": "medium",
        **changes,
    }


async def test_a_service_manager_writes_down_what_a_family_said(
    db: ModuleType, people: Cast
) -> None:
    typed = await form(db, people, who_said_it="Mrs Larkspur")
    async with signed_in(people.tolu) as browser:
        new = await browser.get("/findings/new")
        saved = await browser.post("/findings/new", typed)
        answer = await browser.get(saved.headers["location"])
    assert "checked" in new.text.split('value="not_named_to_service"')[1][:10]
    assert saved.status_code == 303
    assert "What happens about it?" in words(answer)
    assert "The garden gate is broken." in words(answer)
    assert "Larkspur" not in answer.text
    row = await db.row("SELECT * FROM finding")
    assert row is not None
    assert (row["naming"], row["source"]) == ("not_named_to_service", "family")


async def test_every_fault_stands_beside_its_field_and_nothing_is_lost(
    db: ModuleType, people: Cast
) -> None:
    typed = {
        "count": "2",
        "source": "cqc",
        "title": "",
        "received_on": "2026-02-30",
        "limit_on": "soon",
        "f1.services": "Nowhere House",
        "f1.text": "The boiler leaks.",
        "f1.suggested_action": "Mend it.",
        "f2.services": await code_of(db, people.service),
        "f2.severity": "low",
        "no_action_because": "",
    }
    async with signed_in(people.ros) as browser:
        page = await browser.post("/findings/new", typed)
    assert page.status_code == 422
    assert faults(page) == [
        "Write the title of the report or the letter.",
        "There is no such date.",
        "Write the date as year-month-day, like 2026-07-01.",
        "We know no service “Nowhere House”.",
        "Choose how serious it is.",
        "Write down what was found, in the finder's own words.",
    ]
    for kept in ("2026-02-30", "soon", "Nowhere House", "The boiler leaks.", "Mend it."):
        assert kept in page.text
    assert await db.value("SELECT count(*) FROM report") == 0


async def test_one_more_finding_keeps_all_that_was_typed(db: ModuleType, people: Cast) -> None:
    typed = await form(db, people, title="Letter of May", do="add")
    async with signed_in(people.ros) as browser:
        more = await browser.post("/findings/new", typed)
        fewer = await browser.post(
            "/findings/new",
            {**typed, "count": "2", "f2.text": "Second.", "do": "take-out-1"},
        )
    assert more.status_code == 200
    assert "Finding 2 of 2" in words(more)
    assert "The garden gate is broken." in more.text
    assert "Letter of May" in more.text
    assert "Second." in fewer.text
    assert "garden gate" not in fewer.text
    assert await db.value("SELECT count(*) FROM finding") == 0


async def test_a_finding_that_nobody_filled_in_is_left_out(db: ModuleType, people: Cast) -> None:
    typed = await form(db, people, count="3", **{"f3.text": "Third.", "f3.severity": "low"})
    typed["f3.services"] = typed["f1.services"]
    async with signed_in(people.ros) as browser:
        assert (await browser.post("/findings/new", typed)).status_code == 303
    assert await db.value("SELECT count(*) FROM finding") == 2


async def test_the_same_words_go_to_several_services(db: ModuleType, people: Cast) -> None:
    codes = [await code_of(db, people.service), await code_of(db, people.elsewhere)]
    for typed_services in (codes, "; ".join(codes)):
        typed = await form(db, people, **{"f1.services": typed_services})
        async with signed_in(people.ros) as browser:
            assert (await browser.post("/findings/new", typed)).status_code == 303
    rows = await db.rows("SELECT service, count(*) AS many FROM finding GROUP BY service")
    assert {(row["service"], row["many"]) for row in rows} == {
        (people.service, 2),
        (people.elsewhere, 2),
    }


async def test_many_services_are_typed_by_name_or_code(db: ModuleType, people: Cast) -> None:
    for _ in range(12):
        await make_service(people.region)
    name = await db.value("SELECT name FROM service WHERE id = {}", people.elsewhere)
    typed = await form(
        db, people, **{"f1.services": f"{await code_of(db, people.service)}; {name.lower()}"}
    )
    async with signed_in(people.ros) as browser:
        page = await browser.get(f"/findings/new?service={people.service}")
        assert (await browser.post("/findings/new", typed)).status_code == 303
    assert "<datalist" in page.text
    code = await code_of(db, people.service)
    assert f"({code})" in page.text.split('name="f1.services"')[1][:200]
    assert await db.value("SELECT count(DISTINCT service) FROM finding") == 2


async def test_what_looks_like_a_name_is_pointed_out_and_never_changed(
    db: ModuleType, people: Cast
) -> None:
    said = "We told Deborah that the gate is broken."
    typed = await form(db, people, **{"f1.text": said, "f1.severity": ""})
    async with signed_in(people.tolu) as browser:
        page = await browser.post("/findings/new", typed)
        assert faults(page) == [
            "This looks like a name: Deborah. Leave it out if you can.",
            "Choose how serious it is.",
        ]
        assert "Save anyway" in words(page)
        saved = await browser.post(
            "/findings/new", {**typed, "f1.severity": "low", "names_kept": "yes"}
        )
    assert saved.status_code == 303
    assert await db.value("SELECT text FROM finding") == said


async def test_what_is_about_health_and_safety_the_hs_manager_sees(
    db: ModuleType, people: Cast
) -> None:
    typed = await form(db, people, source="cqc", title="Report")
    async with signed_in(people.ros) as browser:
        await browser.post("/findings/new", typed)
        await browser.post("/findings/new", {**typed, "f1.text": "Gas.", "f1.hs_content": "yes"})
    async with signed_in(people.ian) as browser:
        page = words(await browser.get("/findings"))
    assert "Gas." in page
    assert "garden gate" not in page


async def test_an_outside_report_goes_to_the_director(db: ModuleType, people: Cast) -> None:
    typed = await form(db, people, source="fire_authority", title="Letter after the visit")
    async with signed_in(people.tolu) as browser:
        assert (await browser.post("/findings/new", typed)).status_code == 303
    assert await mail_of(people.helen) == ["There is something to see"]


async def test_what_is_offered_depends_on_who_writes(people: Cast) -> None:
    async with signed_in(people.tolu) as browser:
        manager = await browser.get("/findings/new")
    async with signed_in(people.ros) as browser:
        quality = await browser.get("/findings/new")
    for only_centre in ('value="safeguarding"', 'name="f1.restricted"', 'name="draft"'):
        assert only_centre not in manager.text
        assert only_centre in quality.text
    assert "Number" in words(manager)
    async with signed_in(await make_user(Role.SERVICE_MANAGER)) as browser:
        assert (await browser.get("/findings/new")).status_code == 404


@pytest.mark.parametrize("who", ["kofi", "dev", "priya", "margaret"])
async def test_others_find_no_such_page(people: Cast, who: str) -> None:
    async with signed_in(getattr(people, who)) as browser:
        assert (await browser.get("/findings/new")).status_code == 404
        assert (await browser.post("/findings/new", {"source": "family"})).status_code == 404


async def test_a_service_of_others_is_not_known(db: ModuleType, people: Cast) -> None:
    typed = await form(db, people, **{"f1.services": await code_of(db, people.elsewhere)})
    async with signed_in(people.tolu) as browser:
        page = await browser.post("/findings/new", typed)
    assert page.status_code == 422
    assert "We know no service" in faults(page)[0]


async def test_a_restricted_finding_is_kept_from_who_is_named(db: ModuleType, people: Cast) -> None:
    typed = await form(
        db,
        people,
        source="staff",
        **{"f1.restricted": "yes", "f1.named": [str(people.ben.user_id)]},
    )
    async with signed_in(people.ros) as browser:
        saved = await browser.post("/findings/new", typed)
        assert (await browser.get(saved.headers["location"])).status_code == 200
    finding = await db.value("SELECT id FROM finding WHERE restricted")
    for viewer, status in ((people.helen, 200), (people.ben, 404), (people.tolu, 404)):
        async with signed_in(viewer) as browser:
            assert (await browser.get(f"/findings/{finding}")).status_code == status


async def test_a_draft_of_cqc_is_published_with_one_button(db: ModuleType, people: Cast) -> None:
    typed = await form(db, people, source="cqc", title="Draft report", draft="yes")
    async with signed_in(people.ros) as browser:
        await browser.post("/findings/new", typed)
    report = await db.value("SELECT id FROM report")
    async with signed_in(people.tolu) as browser:
        assert (await browser.get(f"/reports/{report}")).status_code == 404
        assert "garden gate" not in (await browser.get("/findings")).text
    async with signed_in(people.helen) as browser:
        page = await browser.get(f"/reports/{report}")
        assert "Only the director and the quality team see it" in words(page)
        done = await browser.post(f"/reports/{report}/published")
    assert done.status_code == 303
    async with signed_in(people.tolu) as browser:
        assert "garden gate" in (await browser.get("/findings")).text
