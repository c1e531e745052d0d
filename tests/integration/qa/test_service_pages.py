"""Who sees which service, and how."""

from datetime import date
from types import ModuleType
from uuid import uuid4

import pytest

from qa.roles import Role
from tests.factories import make_region, make_service, make_user
from tests.web import api, links, signed_in, words


async def _code(db: ModuleType, service_id: object) -> str:
    code: str = await db.value("SELECT code FROM service WHERE id = {}", service_id)
    return code


async def test_a_regional_manager_sees_the_services_of_the_region(db: ModuleType) -> None:
    north, south = await make_region("North"), await make_region("South")
    here, there = await make_service(north), await make_service(south)
    sam = await make_user(Role.REGIONAL_MANAGER, region_id=north)
    async with signed_in(sam) as browser:
        listed = links(await browser.get("/services"))
        assert f"/services/{here}" in listed
        assert f"/services/{there}" not in listed
        elsewhere = await browser.get(f"/services/{there}")
        nowhere = await browser.get(f"/services/{uuid4()}")
    assert elsewhere.status_code == nowhere.status_code == 404
    assert words(elsewhere) == words(nowhere)


async def test_the_service_page_leads_on(db: ModuleType) -> None:
    service = await make_service(await make_region())
    code = await _code(db, service)
    async with signed_in(await make_user(Role.QUALITY_MANAGER)) as browser:
        found = links(await browser.get(f"/services/{service}"))
    assert f"/services/{service}/plan" in found
    assert f"/audits?service={code}" in found
    assert f"/findings?service={code}" in found
    assert f"/audits/new?service={service}" in found
    assert f"/services/{service}/close" not in found


async def test_an_administrator_sees_no_content(db: ModuleType) -> None:
    service = await make_service(await make_region())
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        found = await browser.get(f"/services/{service}")
    assert f"/services/{service}/plan" not in links(found)
    assert "Open actions" not in words(found)
    assert f"/services/{service}/close" in links(found)


async def test_the_list_is_searched_and_filtered_in_the_database(db: ModuleType) -> None:
    region = await make_region("West")
    house = await make_service(region)
    home = await make_service(region, service_type="support_at_home")
    await db.execute("UPDATE service SET name = '50% House' WHERE id = {}", house)
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        by_name = links(await browser.get("/services?q=50%25+HOUSE"))
        by_type = links(await browser.get("/services?type=support_at_home&region=West"))
        none = await browser.get("/services?q=no-such-name")
        odd = await browser.get("/services?type=castle&state=ruined")
    assert f"/services/{house}" in by_name
    assert f"/services/{home}" not in by_name
    assert f"/services/{home}" in by_type
    assert f"/services/{house}" not in by_type
    assert "No service fits what you chose." in words(none)
    assert odd.status_code == 200


async def test_services_without_a_manager_are_found(db: ModuleType) -> None:
    region = await make_region()
    managed, lonely = await make_service(region), await make_service(region)
    await make_user(Role.SERVICE_MANAGER, services=(managed,))
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        found = links(await browser.get("/services?manager=none"))
    assert f"/services/{lonely}" in found
    assert f"/services/{managed}" not in found


async def test_pages_of_the_list_hold_each_service_once(db: ModuleType) -> None:
    region = await make_region()
    made = {f"/services/{await make_service(region)}" for _ in range(53)}
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        first = links(await browser.get("/services"))
        following = next(href for href in first if "cursor=" in href)
        second = links(await browser.get(following))
    shown = [href for href in [*first, *second] if href in made]
    assert sorted(shown) == sorted(made)
    assert not any("cursor=" in href for href in second)


async def test_a_cursor_of_somebody_else_is_refused(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        answer = await browser.get("/services?cursor=WyJhIiwxXQ")
    assert answer.status_code == 422
    assert "This list has no such page." in words(answer)


async def test_the_list_asks_the_database_the_same_few_times_for_any_number(
    db: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = await make_region()
    for _ in range(20):
        await make_service(region)
    asked: list[str] = []
    run = db.DB.run_querystring

    async def counted(statement: object, *args: object, **more: object) -> object:
        asked.append(str(statement))
        return await run(statement, *args, **more)

    async with signed_in(await make_user(Role.DIRECTOR)) as browser:
        monkeypatch.setattr(db.DB, "run_querystring", counted)
        await browser.get("/services")
    assert len(asked) == 4  # who asks, services, counts of actions, regions


async def test_json_gives_services_in_pages(db: ModuleType) -> None:
    region = await make_region("East")
    first, second = await make_service(region), await make_service(region)
    await db.execute("UPDATE service SET name = 'A' WHERE id = {}", first)
    await db.execute(
        "UPDATE service SET name = 'B', closed_on = {} WHERE id = {}", date(2024, 5, 1), second
    )
    async with api(await make_user(Role.DIRECTOR)) as client:
        one = (await client.get("/api/services?page_size=1")).json()
        two = (await client.get(f"/api/services?page_size=1&cursor={one['next']}")).json()
        too_many = await client.get("/api/services?page_size=201")
    assert [item["id"] for item in one["items"]] == [str(first)]
    assert one["items"][0]["region"] == "East"
    assert one["items"][0]["status"] == "open"
    assert [item["status"] for item in two["items"]] == ["closed"]
    assert two["next"] is None
    assert too_many.status_code == 400


async def test_committee_members_see_no_service(db: ModuleType) -> None:
    await make_service(await make_region())
    async with api(await make_user(Role.COMMITTEE_MEMBER)) as client:
        assert (await client.get("/api/services")).json() == {"items": [], "next": None}
