"""Spot-check coverage through files and the database: rules.md M1 to M14, and the past."""

from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from audits.figures import coverage
from qa.errors import NotFound
from qa.reports.asked import Asked, asked
from qa.reports.shapes import CoverageFigure
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import make_user
from tests.files_to_load import faults_of, load_file, load_rows, write

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)
QUARTER = {"from": "2026-07-01", "to": "2026-09-30", "contract": "LCC"}


def wanted(**given: str) -> Asked:
    return asked({**QUARTER, **given}, now=NOW)


async def figure(viewer: Viewer = COMMAND_LINE, **given: str) -> CoverageFigure:
    return await coverage(viewer, wanted(**given))


@pytest.fixture(autouse=True)
async def services(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(
        tmp_path,
        "services",
        {"contracts": "LCC;BCC"},
        {"code": "S02", "region": "South", "contracts": "LCC"},
    )


async def test_the_membership_table(db: ModuleType, tmp_path: Path) -> None:
    def worker(code: str, started_on: str, supports: str = "LCC", **more: str) -> dict[str, str]:
        return {"code": code, "started_on": started_on, "supports": supports, **more}

    def check(ref: str, code: str, **more: str) -> dict[str, str]:
        return {"ref": ref, "worker_code": code, **more}

    await load_rows(
        tmp_path,
        "workers",
        worker("M01", "2019-01-01"),
        worker("M02", "2026-07-01"),
        worker("M03", "2026-06-30"),
        worker("M04", "2021-01-01", "self;LCC"),
        worker("M05", "2021-01-01", "self"),
        worker("M06", "2022-01-01", left_on="2026-08-15"),
        worker("M07", "2020-01-01"),
        worker("M08", "2020-01-01"),
        worker("M09", "2020-01-01"),
        worker("M10a", "2020-01-01", employed_as="agency"),
        worker("M10b", "2020-01-01", employed_as="bank"),
        worker(
            "M11",
            "2020-01-01",
            leave_kind="other",
            leave_from="2026-06-01",
            leave_to="2026-10-31",
        ),
        worker("M12", "2020-01-01"),
        worker("M13", "2020-01-01"),
        worker("M14", "2020-01-01", "BCC"),
        worker("X1", "2020-01-01", job="line_manager"),
        worker("X2", "2020-01-01", left_on="2026-06-30"),
    )
    await load_rows(
        tmp_path,
        "spot-checks",
        check("K01a", "M01"),
        check("K01b", "M01", checked_at="2026-08-02T10:00"),
        check("K01c", "M01", checked_at="2026-08-03T10:00"),
        check("K02", "M02"),
        check("K03", "M03"),
        check("K04", "M04", supporting="self"),
        check("K06", "M06", checked_at="2026-08-01T10:00"),
        check("K07", "M07", announced="yes"),
        check("K08", "M08", checker_role="quality_advisor"),
        check("K09", "M09", during_support="no", supporting=""),
        check("K12", "M12", checker_role="peer"),
        check("K13", "M13", checked_at="2026-06-30T23:30:00Z"),
        check("K14", "M14"),
        check("K15", "X1"),
        check("K16", "M10b", outcome="aborted"),
    )
    told = await figure()
    assert told.counted == ["M01", "M03", "M04", "M06", "M13"]
    assert told.not_checked == ["M07", "M08", "M09", "M10b", "M11", "M12"]
    assert [(one.worker, one.code) for one in told.excluded] == [
        ("M02", "under_min_months"),
        ("M05", "self_funded_only"),
        ("M10a", "agency"),
        ("M14", "other_contract"),
    ]
    assert [(one.ref, one.code) for one in told.checks_not_counted] == [
        ("K02", "worker_excluded"),
        ("K07", "announced"),
        ("K08", "not_a_manager"),
        ("K09", "not_during_support"),
        ("K12", "not_a_manager"),
        ("K14", "worker_excluded"),
        ("K15", "worker_excluded"),
        ("K16", "aborted"),
    ]
    assert (told.numerator, told.denominator, told.percentage) == (5, 11, "45.45")
    assert (told.target, told.band) == ("60", "unlikely")
    assert told.on_leave_all_period == ["M11"]
    assert told.new_starters_checked == ["M02"]
    # Without a contract those who support any contract are in (A41).
    assert "M14" in (await figure(contract="")).counted
    # The check of M13 was in the quarter of July, London time, not in the one before.
    assert told.previous.numerator == 0


async def test_a_contracts_own_target_and_months(db: ModuleType, tmp_path: Path) -> None:
    await db.execute(
        "UPDATE contract SET spot_check_target = 80, min_months = 6 WHERE code = 'LCC'"
    )
    await load_rows(tmp_path, "workers", {"started_on": "2026-05-01"})
    told = await figure()
    assert told.target == "80"
    assert told.excluded[0].text == "employed under 6 months"


async def test_what_was_known_then_is_not_moved_by_later_files(
    db: ModuleType, tmp_path: Path
) -> None:
    worker = {"code": "W001"}
    await load_rows(tmp_path, "workers", worker, now=JULY)
    path = write(tmp_path, "spot-checks", {"checked_at": "2026-07-10T10:00", "announced": "yes"})
    await load_file("spot-checks", path, now=JULY)
    then = await figure(known_at="2026-07-21", as_at="2026-07-21")
    assert (then.numerator, then.denominator) == (0, 1)

    await load_rows(tmp_path, "workers", {**worker, "supports": "self"}, {"code": "W002"})
    result = await load_rows(tmp_path, "spot-checks", {"checked_at": "2026-07-10T10:00"})
    assert (result.added, result.changed) == (0, 1)
    again = await figure(known_at="2026-07-21", as_at="2026-07-21")
    assert again == then
    now = await figure()
    assert [one.worker for one in now.excluded] == ["W001"]
    assert now.not_checked == ["W002"]
    versions = await db.rows("SELECT announced FROM spot_check ORDER BY recorded_at")
    assert [row["announced"] for row in versions] == [True, False]


async def test_what_happened_later_does_not_move_a_past_figure(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "workers", {"left_on": "2026-08-31"})
    await load_rows(tmp_path, "spot-checks", {"checked_at": "2026-08-20T10:00"})
    assert (await figure(as_at="2026-08-19")).numerator == 0
    assert (await figure(as_at="2026-08-20")).numerator == 1


async def test_filters_by_service_and_region(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "workers", {}, {"code": "W002", "service_code": "S02"})
    assert (await figure(service="S01")).not_checked == ["W001"]
    assert (await figure(region="South")).not_checked == ["W002"]
    assert (await figure(region="South", as_at="2026-10-31", known_at="2026-12-01")).not_checked
    with pytest.raises(NotFound):
        await figure(contract="XYZ")


async def test_everybody_gets_codes_of_those_they_answer_for(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "workers", {}, {"code": "W002", "service_code": "S02"})
    places = {row["code"]: row for row in await db.rows("SELECT id, code, region FROM service")}
    here, there = places["S01"], places["S02"]
    seen = {
        Role.DIRECTOR: (await make_user(Role.DIRECTOR), ["W001", "W002"], 2),
        Role.REGIONAL_MANAGER: (
            await make_user(Role.REGIONAL_MANAGER, region_id=there["region"]),
            ["W002"],
            1,
        ),
        Role.SERVICE_MANAGER: (
            await make_user(Role.SERVICE_MANAGER, services=(here["id"],)),
            ["W001"],
            1,
        ),
        Role.SUPPORT_WORKER: (
            await make_user(Role.SUPPORT_WORKER, services=(here["id"],)),
            [],
            0,
        ),
        Role.ADMINISTRATOR: (await make_user(Role.ADMINISTRATOR), [], 0),
        Role.COMMITTEE_MEMBER: (await make_user(Role.COMMITTEE_MEMBER), [], 2),
    }
    for role, (viewer, codes, denominator) in seen.items():
        told = await figure(viewer)
        assert (told.not_checked, told.denominator) == (codes, denominator), role


async def test_a_second_role_on_the_committee_lists_only_what_the_first_reads(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "workers", {}, {"code": "W002", "service_code": "S02"})
    service_id = await db.value("SELECT id FROM service WHERE code = 'S01'")
    viewer = await make_user(Role.COMMITTEE_MEMBER, Role.SERVICE_MANAGER, services=(service_id,))
    assert (await figure(viewer)).not_checked == ["W001"]


async def test_faults_of_spot_checks(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "workers", {})
    assert await faults_of(
        tmp_path,
        "spot-checks",
        {"checked_at": "2026-11-02T09:01Z", "worker_code": "W9", "supporting": "LCC;XYZ"},
        {"ref": "K2", "checked_at": "2026-03-29T01:30", "announced": "maybe", "checked_by": ""},
        now=NOW,
    ) == [
        (2, "checked_at", "is in the future"),
        (2, "supporting", "no services file named this contract"),
        (2, "worker_code", "no workers file named this worker"),
        (3, "announced", "write yes or no"),
        (3, "checked_at", "there is no such time: the clocks went forward"),
        (3, "checked_by", "is missing"),
    ]


async def test_a_checker_is_an_account_or_a_name_or_a_role(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "workers", {})
    await load_rows(tmp_path, "users", {"role": "deputy_manager"})
    await load_rows(tmp_path, "spot-checks", {"checked_by": "Ann@example.org"}, {"ref": "K2"})
    found = await db.rows(
        """SELECT c.checked_by, u.login FROM spot_check c
           LEFT JOIN users u ON u.id = c.checked_by_user ORDER BY c.ref"""
    )
    assert [tuple(row.values()) for row in found] == [
        ("Ann@example.org", "ann@example.org"),
        ("The manager on call", None),
    ]
