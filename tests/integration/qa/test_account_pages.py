"""The administrator's pages about accounts; to everybody else they do not exist."""

from re import search
from types import ModuleType
from uuid import uuid4

import pytest

from qa.roles import Role
from qa.viewer import viewer_of
from tests.factories import make_region, make_service, make_user
from tests.web import api, faults, links, nobody, signed_in, words

EVERYBODY_ELSE = [role for role in Role if role is not Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
async def test_accounts_are_not_there_for_others(db: ModuleType, role: Role) -> None:
    somebody = await make_user(Role.DIRECTOR)
    async with signed_in(await make_user(role)) as browser:
        for path in (
            "/accounts",
            "/accounts/new",
            f"/accounts/{somebody.user_id}",
            f"/accounts/{somebody.user_id}/change",
            f"/accounts/{somebody.user_id}/end",
            "/load",
            "/load/services/headings.csv",
        ):
            assert (await browser.get(path)).status_code == 404, path
        for path in (
            "/accounts/new",
            f"/accounts/{somebody.user_id}/change",
            f"/accounts/{somebody.user_id}/link",
            f"/accounts/{somebody.user_id}/end",
            "/load",
        ):
            assert (await browser.post(path)).status_code == 404, path
    assert await db.value("SELECT ended_at FROM users WHERE id = {}", somebody.user_id) is None


async def test_an_account_is_made_and_signs_in_with_a_link(db: ModuleType) -> None:
    region = await make_region()
    service = await make_service(region)
    code = await db.value("SELECT code FROM service WHERE id = {}", service)
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        made = await browser.post(
            "/accounts/new",
            {
                "name": "Tolu Example",
                "login": "Tolu@Example.org",
                "roles": ["service_manager", "deputy_manager"],
                "region": "",
                "services": f" {code.lower()}\r\n",
            },
        )
        assert made.status_code == 303
        account = await browser.get(made.headers["location"])
        assert "Tolu Example" in words(account)
        assert "No password" in words(account)
        shown = await browser.post(f"{made.headers['location']}/link")
    assert shown.status_code == 200
    found = search(r"http\S+/sign-in/link/\S+?(?=<)", shown.text)
    assert found is not None
    path = found[0][found[0].index("/sign-in/") :]
    async with nobody() as tolu:
        secret = {"password": "a long password", "again": "a long password"}
        assert (await tolu.post(path, secret)).status_code == 303
        assert (await tolu.get(f"/services/{service}")).status_code == 200
    async with nobody() as second:
        again = await second.post(path, secret)
        assert again.status_code == 422
        assert faults(again) == ["This link has been used or is too old. Ask for a new one."]


async def test_every_fault_of_a_new_account_is_told_at_once(db: ModuleType) -> None:
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        refused = await browser.post(
            "/accounts/new",
            {
                "name": " ",
                "login": "two words",
                "roles": ["regional_manager"],
                "services": "NOSUCH, Q9",
            },
        )
        nothing = await browser.post("/accounts/new")
        odd = await browser.post(
            "/accounts/new",
            {"name": "A", "login": "a", "roles": "king", "region": str(uuid4())},
        )
    assert refused.status_code == nothing.status_code == odd.status_code == 422
    assert faults(refused) == [
        "Enter the person's name",
        "Use at most 200 characters, without spaces",
        "Choose the region of this Regional manager",
        "No service has the code “NOSUCH”, “Q9”",
    ]
    assert 'value="two words"' in refused.text
    assert "NOSUCH, Q9</textarea>" in refused.text
    assert len(faults(nothing)) == 3
    assert faults(odd) == ["There is no role “king”", "Choose a region from the list"]


async def test_a_login_is_taken_once_whatever_its_case(db: ModuleType) -> None:
    fields = {"name": "A", "login": "kofi", "roles": "support_worker"}
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        assert (await browser.post("/accounts/new", fields)).status_code == 303
        second = await browser.post("/accounts/new", {**fields, "login": "KOFI"})
    assert second.status_code == 422
    assert faults(second) == ["There is an account with this login already"]


async def test_roles_and_services_change_at_once_and_the_past_stays(db: ModuleType) -> None:
    region = await make_region()
    old, new = await make_service(region), await make_service(region)
    tolu = await make_user(Role.DEPUTY_MANAGER, services=(old,))
    code = await db.value("SELECT code FROM service WHERE id = {}", new)
    async with (
        signed_in(await make_user(Role.ADMINISTRATOR)) as browser,
        signed_in(tolu) as theirs,
    ):
        changed = await browser.post(
            f"/accounts/{tolu.user_id}/change", {"roles": "service_manager", "services": code}
        )
        assert changed.status_code == 303
        assert (await theirs.get(f"/services/{old}")).status_code == 404
        assert (await theirs.get(f"/services/{new}")).status_code == 200
    assert tolu.user_id is not None
    now = await viewer_of(tolu.user_id)
    assert now is not None
    assert now.roles == {Role.SERVICE_MANAGER}
    past = await db.value(
        "SELECT count(*) FROM user_service WHERE service = {} AND to_on IS NOT NULL", old
    )
    assert past == 1


async def test_nobody_takes_the_administrator_role_from_themselves(db: ModuleType) -> None:
    priya = await make_user(Role.ADMINISTRATOR)
    async with signed_in(priya) as browser:
        refused = await browser.post(f"/accounts/{priya.user_id}/change", {"roles": "director"})
        own = await browser.get(f"/accounts/{priya.user_id}/end")
        ended = await browser.post(f"/accounts/{priya.user_id}/end")
    assert faults(refused) == [
        "You cannot take the administrator role from yourself. Ask another administrator"
    ]
    assert "You cannot end your own account." in words(own)
    assert ended.status_code == 403


async def test_accounts_are_found_by_name_role_and_state(db: ModuleType) -> None:
    region = await make_region()
    sam = await make_user(Role.REGIONAL_MANAGER, region_id=region)
    gone = await make_user(Role.DIRECTOR)
    await db.execute("UPDATE users SET name = 'Sam O''Neil' WHERE id = {}", sam.user_id)
    await db.execute("UPDATE users SET ended_at = now() WHERE id = {}", gone.user_id)
    async with signed_in(await make_user(Role.ADMINISTRATOR)) as browser:
        by_name = links(await browser.get("/accounts?q=o%27neil"))
        by_role = links(await browser.get("/accounts?role=regional_manager"))
        in_use = links(await browser.get("/accounts"))
        ended = links(await browser.get("/accounts?state=ended"))
    assert f"/accounts/{sam.user_id}" in by_name
    assert f"/accounts/{sam.user_id}" in by_role
    assert f"/accounts/{gone.user_id}" not in in_use
    assert f"/accounts/{gone.user_id}" in ended


async def test_an_ended_account_is_cut_off_at_once(db: ModuleType) -> None:
    ros = await make_user(Role.QUALITY_MANAGER)
    async with (
        signed_in(await make_user(Role.ADMINISTRATOR)) as browser,
        signed_in(ros) as page,
        api(ros) as program,
    ):
        assert (await page.get("/services")).status_code == 200
        ended = await browser.post(f"/accounts/{ros.user_id}/end")
        assert ended.status_code == 303
        assert (await page.get("/services")).headers["location"].startswith("/sign-in")
        assert (await program.get("/api/services")).status_code == 401
        twice = await browser.post(f"/accounts/{ros.user_id}/end")
    assert twice.status_code == 403
