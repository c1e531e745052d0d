"""Existing plans from a file: each date is an event that happened that day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from action_plans import commands
from qa.roles import Role
from tests.factories import NOW, make_user
from tests.files_to_load import faults_of, load_organisation, load_rows

LATER = NOW + timedelta(days=10)
ANN, ROS = "ann@example.org", "ros@example.org"
CHECKED = {
    "owner": ANN,
    "status": "checked",
    "done_on": "2026-06-10",
    "checked_on": "2026-06-15",
    "checked_by": ROS,
}


@pytest.fixture(autouse=True)
async def organisation(db: ModuleType) -> None:
    await load_organisation("services", "users", "findings")


async def _statuses(db: ModuleType, ref: str = "A1") -> list[tuple[str, str]]:
    """The steps of an action as told last, each with its London day."""
    return [
        (row["value"], row["day"])
        for row in await db.rows(
            """SELECT f.value, (f.happened_at AT TIME ZONE 'Europe/London')::date::text AS day
               FROM action_fact f JOIN action a ON a.id = f.action
               WHERE a.ref = {} AND f.field = 'status' AND f.seq > coalesce((
                 SELECT max(m.seq) FROM action_fact m
                 WHERE m.action = a.id AND m.field = 'restated'), 0) ORDER BY f.seq""",
            ref,
        )
    ]


async def _action(db: ModuleType, ref: str = "A1") -> dict[str, Any]:
    found: dict[str, Any] = await db.row("SELECT * FROM action WHERE ref = {}", ref)
    return found


async def test_a_checked_action_comes_with_its_whole_life(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "actions", {**CHECKED, "finding_refs": "F1;F2"})
    assert await _statuses(db) == [
        ("agreed", "2026-05-02"),
        ("done", "2026-06-10"),
        ("checked", "2026-06-15"),
    ]
    events = await db.rows(
        "SELECT kind, happened_at, recorded_at FROM event WHERE subject_kind = 'action' ORDER BY 2"
    )
    kinds = ["action.started", "action.done", "action.checked"]
    assert [event["kind"] for event in events] == kinds
    assert {event["recorded_at"] for event in events} == {NOW}
    assert events[1]["happened_at"] == datetime(2026, 6, 9, 23, tzinfo=UTC)
    action = await _action(db)
    assert (action["done_on"], action["checked_on"]) == (date(2026, 6, 10), date(2026, 6, 15))
    assert action["done_by"] == action["owner"]
    assert action["sources"] == "cqc;family"
    assert action["due_on"] == action["first_due_on"] == date(2026, 6, 2)
    assert await db.value("SELECT count(*) FROM finding WHERE action = {}", action["id"]) == 2
    assert await db.value("SELECT worked FROM action_check") is True


async def test_sent_back_before_the_claim_that_was_checked(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "actions", {**CHECKED, "sent_back_on": "2026-06-05"})
    assert await _statuses(db) == [
        ("agreed", "2026-05-02"),
        ("done", "2026-06-05"),
        ("in_progress", "2026-06-05"),
        ("done", "2026-06-10"),
        ("checked", "2026-06-15"),
    ]
    assert (await _action(db))["done_on"] == date(2026, 6, 10)
    events = await db.rows("SELECT kind FROM event WHERE subject_kind = 'action' ORDER BY seq")
    assert [event["kind"] for event in events] == [
        "action.started",
        "action.sent_back",
        "action.done",
        "action.checked",
    ]


async def test_sent_back_after_the_claim_and_checked_all_the_same(
    db: ModuleType, tmp_path: Path
) -> None:
    """The claim that was checked has no date in the file: it is not the one sent back."""
    await load_rows(tmp_path, "actions", {**CHECKED, "sent_back_on": "2026-06-12"})
    assert await _statuses(db) == [
        ("agreed", "2026-05-02"),
        ("done", "2026-06-10"),
        ("in_progress", "2026-06-12"),
        ("done", "2026-06-15"),
        ("checked", "2026-06-15"),
    ]
    assert (await _action(db))["done_on"] == date(2026, 6, 15)


async def test_sent_back_and_under_way_again(db: ModuleType, tmp_path: Path) -> None:
    row = {"done_on": "2026-05-10", "sent_back_on": "2026-05-12"}
    await load_rows(tmp_path, "actions", row)
    assert await _statuses(db) == [
        ("agreed", "2026-05-02"),
        ("done", "2026-05-10"),
        ("in_progress", "2026-05-12"),
    ]
    action = await _action(db)
    assert action["done_at"] is None
    assert action["done_by_name"] is None
    assert await db.value("SELECT worked FROM action_check") is False


async def test_owners_by_login_or_by_name(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "actions", {"owner": "ANN@example.org"}, {"ref": "A2"})
    assert (await _action(db, "A1"))["owner_name"] is None
    assert (await _action(db, "A2"))["owner_name"] == "Property team"
    facts = await db.rows("SELECT value FROM action_fact WHERE field = 'owner' ORDER BY value")
    assert facts[1]["value"] == "name:Property team"


async def test_a_merged_row_leaves_its_finding_to_the_other(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(
        tmp_path,
        "actions",
        {"status": "merged", "finding_refs": "F1"},
        {"ref": "A2", "finding_refs": "F1"},
    )
    assert (await _action(db, "A1"))["merged_into"] == (await _action(db, "A2"))["id"]
    assert await db.value("SELECT a.ref FROM finding f JOIN action a ON a.id = f.action") == "A2"


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        ({"status": "done"}, [("done_on", "is missing, but the status is done")]),
        (
            {"status": "checked", "done_on": "2026-05-09"},
            [
                ("checked_by", "is missing, but the status is checked"),
                ("checked_on", "is missing, but the status is checked"),
            ],
        ),
        ({"done_on": "2026-05-09"}, [("done_on", "is given, but the status is in_progress")]),
        (
            {"status": "done", "done_on": "2026-05-01"},
            [("done_on", "is before raised_on")],
        ),
        (
            {"status": "done", "done_on": "2026-11-03"},
            [("done_on", "is in the future")],
        ),
        ({"due_on": "2026-05-01"}, [("due_on", "is before raised_on")]),
        ({**CHECKED, "checked_on": "2026-06-09"}, [("checked_on", "is before done_on")]),
        (
            {**CHECKED, "status": "done"},
            [("checked_on", "is given, but the status is done")],
        ),
        (
            {**CHECKED, "sent_back_on": "2026-06-16"},
            [("sent_back_on", "is after checked_on, but the status is checked")],
        ),
        (
            {"status": "done", "done_on": "2026-05-09", "sent_back_on": "2026-05-10"},
            [("sent_back_on", "is after done_on, but the status is done")],
        ),
        (
            {"owner": ""},
            [
                (
                    "owner",
                    "is missing: write a login, or the name of who does it (rules.md R007)",
                )
            ],
        ),
        ({"finding_refs": "F9"}, [("finding_refs", "no findings file named this finding")]),
        ({"finding_refs": "F3"}, [("finding_refs", "this finding is about another service")]),
    ],
)
async def test_a_row_that_cannot_be(
    db: ModuleType, tmp_path: Path, row: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    assert await faults_of(tmp_path, "actions", row) == [(2, *fault) for fault in faults]


@pytest.mark.parametrize(
    "people",
    [
        {"owner": ANN, "checked_by": ANN},
        {"owner": "Pat Property", "checked_by": "pat property"},
        {"owner": "Pat", "done_by": ROS, "checked_by": ROS},
        {"owner": ANN, "checked_by": "Ann Ash"},
        {"owner": "Ann Ash", "checked_by": ANN},
    ],
)
async def test_somebody_else_checks(db: ModuleType, tmp_path: Path, people: dict[str, str]) -> None:
    faults = await faults_of(tmp_path, "actions", {**CHECKED, **people})
    words = "somebody else has to check: never the owner, nor who marked it done"
    assert faults == [(2, "checked_by", words)]


async def test_a_past_owner_does_not_check_either(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "actions", {"owner": ROS})
    faults = await faults_of(tmp_path, "actions", CHECKED)
    assert [fault[1] for fault in faults] == ["checked_by"]


async def test_a_finding_is_with_one_action(db: ModuleType, tmp_path: Path) -> None:
    both = {"finding_refs": "F1"}
    assert await faults_of(tmp_path, "actions", both, {**both, "ref": "A2"}) == [
        (3, "finding_refs", "this finding is with the action on line 2 already")
    ]
    await load_rows(tmp_path, "actions", both)
    assert await faults_of(tmp_path, "actions", {**both, "ref": "A2"}) == [
        (2, "finding_refs", "this finding is with action A1 already")
    ]
    moved = await load_rows(tmp_path, "actions", {}, {**both, "ref": "A2"})
    assert (moved.added, moved.changed) == (1, 1)
    assert await db.value("SELECT a.ref FROM finding f JOIN action a ON a.id = f.action") == "A2"


async def test_a_row_that_went_on_tells_what_happened_since(db: ModuleType, tmp_path: Path) -> None:
    row = {"owner": ANN, "finding_refs": "F1"}
    await load_rows(tmp_path, "actions", row)
    done = {**row, "status": "done", "done_on": "2026-10-30", "due_on": "2026-11-30"}
    assert (await load_rows(tmp_path, "actions", done, now=LATER)).changed == 1
    assert await _statuses(db) == [("agreed", "2026-05-02"), ("done", "2026-10-30")]
    action = await _action(db)
    assert (action["first_due_on"], action["due_on"]) == (date(2026, 6, 2), date(2026, 11, 30))
    dues = await db.rows(
        "SELECT value, happened_at FROM action_fact WHERE field = 'due_on' ORDER BY seq"
    )
    assert [due["value"] for due in dues] == ["2026-06-02", "2026-11-30"]
    assert dues[1]["happened_at"] == LATER


async def test_a_date_put_right_is_told_anew(db: ModuleType, tmp_path: Path) -> None:
    row = {"owner": ANN, "status": "done", "done_on": "2026-05-20"}
    await load_rows(tmp_path, "actions", row)
    await load_rows(tmp_path, "actions", {**row, "done_on": "2026-05-18"}, now=LATER)
    assert await _statuses(db) == [("agreed", "2026-05-02"), ("done", "2026-05-18")]
    assert (await _action(db))["done_on"] == date(2026, 5, 18)
    assert await db.value("SELECT count(*) FROM action_check") == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [("first_due_on", "2026-06-03"), ("raised_on", "2026-05-01"), ("service_code", "S02")],
)
async def test_what_never_changes(db: ModuleType, tmp_path: Path, column: str, value: str) -> None:
    await load_rows(tmp_path, "actions", {})
    assert [f[1] for f in await faults_of(tmp_path, "actions", {column: value})] == [column]


async def test_a_file_does_not_undo_what_was_done_here(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "actions", {"finding_refs": "F1"})
    director = await make_user(Role.DIRECTOR)
    action = await _action(db)
    await commands.set_severity(
        viewer=director, action_id=action["id"], severity="critical", now=LATER
    )
    assert (await load_rows(tmp_path, "actions", {"finding_refs": "F1"})).unchanged == 1
    assert (await _action(db))["severity"] == "critical"
    faults = await faults_of(tmp_path, "actions", {"finding_refs": "F1", "title": "Other"})
    assert [fault[1] for fault in faults] == ["ref"]
