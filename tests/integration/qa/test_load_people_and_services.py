"""Services, users and workers: what a file makes, and what a changed row changes."""

from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

from qa.roles import Role
from qa.viewer import COMMAND_LINE, viewer_of
from tests.factories import NOW
from tests.files_to_load import faults_of, load_organisation, load_rows

LATER = NOW + timedelta(days=30)


async def test_a_services_file_makes_its_regions_and_contracts(db: ModuleType) -> None:
    await load_organisation("services")
    assert await db.value("SELECT array_agg(name ORDER BY name) FROM region") == ["North", "South"]
    contracts = await db.rows("SELECT code, spot_check_target, min_months FROM contract ORDER BY 1")
    assert [tuple(c.values()) for c in contracts] == [("BCC", 60, 3), ("LCC", 60, 3)]
    service = await db.row("SELECT * FROM service WHERE code = 'S01'")
    assert service["complexity_flags"] == ["high_health_needs", "remote"]
    assert service["opened_on"] == date(2015, 4, 1)


async def test_a_service_in_another_region_is_a_new_dated_fact(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "services", {})
    result = await load_rows(tmp_path, "services", {"region": "South"}, now=LATER)
    assert (result.added, result.changed) == (0, 1)
    facts = await db.rows(
        """SELECT r.name, f.happened_at FROM service_fact f JOIN region r ON r.id::text = f.value
           WHERE f.field = 'region' ORDER BY f.seq"""
    )
    assert [fact["name"] for fact in facts] == ["North", "South"]
    assert facts[0]["happened_at"].date() == date(2015, 3, 31)  # midnight in London, in summer
    assert facts[1]["happened_at"] == LATER


async def test_contracts_that_end_and_begin_are_dated_facts(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "services", {"contracts": "LCC;BCC"})
    await load_rows(tmp_path, "services", {"contracts": "BCC;NHS"}, now=LATER)
    now = "SELECT c.code FROM service_contract x JOIN contract c ON c.id = x.contract ORDER BY 1"
    assert [row["code"] for row in await db.rows(now)] == ["BCC", "NHS"]
    facts = await db.rows(
        """SELECT f.field, c.code FROM service_fact f JOIN contract c ON c.id::text = f.value
           WHERE f.happened_at = {} ORDER BY f.field""",
        LATER,
    )
    assert [tuple(fact.values()) for fact in facts] == [
        ("contract", "NHS"),
        ("contract_ended", "LCC"),
    ]


async def test_a_service_can_close(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "services", {})
    await load_rows(tmp_path, "services", {"closed_on": "2026-10-31"})
    assert await db.value("SELECT closed_on FROM service") == date(2026, 10, 31)
    assert await faults_of(tmp_path, "services", {"closed_on": "2014-01-01"}) == [
        (2, "closed_on", "is before the service opened")
    ]


async def test_a_users_file_makes_people_with_roles_regions_and_services(db: ModuleType) -> None:
    await load_organisation("services", "users")
    bo = await db.row("SELECT id, password_hash FROM users WHERE login = 'bo@example.org'")
    assert bo["password_hash"] is None
    viewer = await viewer_of(bo["id"])
    assert viewer is not None
    assert viewer.roles == {Role.SERVICE_MANAGER, Role.DEPUTY_MANAGER}
    assert len(viewer.service_ids) == 1
    assert await db.value("SELECT name FROM users WHERE login = 'ann@example.org'") == "Ann Ash"
    assert await db.value("SELECT count(*) FROM sign_in_link") == 0


async def test_a_changed_user_keeps_the_past_and_the_manager_is_a_dated_fact(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "services", {}, {"code": "S02"})
    ann = {"service_codes": "S01"}
    await load_rows(tmp_path, "users", ann)
    bo = {"email": "bo@example.org", "name": "Bo", "service_codes": "S01"}
    changed = {"service_codes": "S02", "role": "service_manager;quality_advisor"}
    result = await load_rows(tmp_path, "users", changed, bo, now=LATER)
    assert (result.added, result.changed) == (1, 1)
    places = await db.rows(
        """SELECT s.code, us.to_on FROM user_service us JOIN service s ON s.id = us.service
           JOIN users u ON u.id = us.person WHERE u.login = 'ann@example.org' ORDER BY s.code"""
    )
    assert [tuple(place.values()) for place in places] == [("S01", LATER.date()), ("S02", None)]
    managers = await db.rows(
        """SELECT s.code, u.login, f.happened_at FROM service_fact f
           JOIN service s ON s.id = f.service JOIN users u ON u.id::text = f.value
           WHERE f.field = 'manager' ORDER BY s.code, f.seq"""
    )
    assert [tuple(manager.values()) for manager in managers] == [
        ("S01", "ann@example.org", NOW),
        ("S01", "bo@example.org", LATER),
        ("S02", "ann@example.org", LATER),
    ]


async def test_faults_of_users(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "services", {})
    assert await faults_of(
        tmp_path,
        "users",
        {"role": "regional_manager"},
        {"email": "ANN@example.org", "role": "chief"},
        {"email": "two words", "region": "West", "service_codes": "S01;S99"},
    ) == [
        (2, "region", "a regional manager has a region"),
        (3, "email", "stands on line 2 already"),
        (
            3,
            "role",
            f"“chief” is not one of {', '.join(Role)}",
        ),
        (4, "email", "write an e-mail address, or a local name without spaces"),
        (4, "region", "no services file named this region"),
        (4, "service_codes", "no services file named this service"),
    ]


async def test_a_file_does_not_bring_back_an_account_that_ended(
    db: ModuleType, tmp_path: Path
) -> None:
    from qa.auth.commands import end_user

    await load_rows(tmp_path, "users", {"role": "director"})
    user_id = await db.value("SELECT id FROM users")
    await end_user(viewer=COMMAND_LINE, user_id=user_id, now=NOW)
    assert (await load_rows(tmp_path, "users", {"role": "director"})).unchanged == 1
    assert await faults_of(tmp_path, "users", {"role": "hs_manager"}) == [
        (2, "email", "this account was ended: a file cannot bring it back")
    ]


async def test_a_changed_worker_is_a_new_version_and_the_old_one_stays(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "services", {})
    await load_rows(tmp_path, "workers", {})
    result = await load_rows(tmp_path, "workers", {"supports": "self;LCC"}, now=LATER)
    assert (result.added, result.changed) == (0, 1)
    versions = await db.rows(
        "SELECT supports, recorded_at, superseded_at FROM worker_version ORDER BY recorded_at"
    )
    assert [tuple(version.values()) for version in versions] == [
        (["LCC"], NOW, LATER),
        (["LCC", "self"], LATER, None),
    ]


async def test_faults_of_workers_on_leave(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "services", {})
    assert await faults_of(
        tmp_path,
        "workers",
        {"leave_kind": "maternity"},
        {"code": "W2", "leave_from": "2026-01-01"},
        {"code": "W3", "leave_kind": "other", "leave_from": "2026-02-01", "leave_to": "2026-01-01"},
    ) == [
        (2, "leave_from", "is missing: a leave has a first day"),
        (3, "leave_from", "has a date, but leave_kind is empty"),
        (4, "leave_to", "is before leave_from"),
    ]
