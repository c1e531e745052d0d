"""Findings and feedback from files: words never change, the rest may."""

from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from action_plans.scopes import findings as scope
from qa import db as database
from qa.roles import Role
from tests.factories import NOW, make_user
from tests.files_to_load import faults_of, load_file, load_organisation, load_rows, write


@pytest.fixture(autouse=True)
async def services(db: ModuleType) -> None:
    await load_organisation("services")


async def test_findings_go_into_the_one_plan_of_their_service(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "findings", {}, {"ref": "F2"}, {"ref": "F3", "service_code": "S02"})
    found = await db.rows(
        """SELECT f.ref, s.code FROM finding f JOIN plan p ON p.id = f.plan
           JOIN service s ON s.id = p.service AND s.id = f.service ORDER BY f.ref"""
    )
    assert [tuple(row.values()) for row in found] == [("F1", "S01"), ("F2", "S01"), ("F3", "S02")]
    assert await db.value("SELECT count(*) FROM plan") == 2


async def test_the_event_happened_on_the_rows_date_and_is_recorded_now(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "findings", {})
    event = await db.row("SELECT * FROM event WHERE kind = 'finding.loaded'")
    assert event["happened_at"].date() == date(2026, 4, 30)  # midnight in London, in summer
    assert event["recorded_at"] == NOW
    assert event["job"] == "command line"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("text", "Other words."),
        ("source", "family"),
        ("raised_on", "2026-05-02"),
        ("service_code", "S02"),
    ],
)
async def test_what_somebody_found_never_changes(
    db: ModuleType, tmp_path: Path, column: str, value: str
) -> None:
    await load_rows(tmp_path, "findings", {})
    faults = await faults_of(tmp_path, "findings", {column: value})
    assert [(line, name) for line, name, _ in faults] == [(2, column)]
    assert "never changes" in faults[0][2] or "never change" in faults[0][2]


async def test_the_rest_of_a_finding_may_change(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "findings", {})
    changed = {"severity": "low", "suggested_action": "A daily check", "restricted": "yes"}
    assert (await load_rows(tmp_path, "findings", changed)).changed == 1
    finding = await db.row("SELECT severity, suggested_action, restricted FROM finding")
    assert tuple(finding.values()) == ("low", "A daily check", True)
    audience = await db.value("SELECT audience FROM event WHERE kind = 'finding.changed'")
    assert audience == "restricted"


async def test_a_finding_that_becomes_restricted_restricts_its_action(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "findings", {})
    await load_rows(tmp_path, "actions", {"finding_refs": "F1"})
    await load_rows(tmp_path, "findings", {"restricted": "yes"})
    action = await db.row("SELECT restricted, sources FROM action")
    assert tuple(action.values()) == (True, "")


async def test_health_and_safety_sources_are_health_and_safety_content(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "findings", {"source": "fire_authority"}, {"ref": "F2"})
    found = await db.rows("SELECT hs_content FROM finding ORDER BY ref")
    assert [row["hs_content"] for row in found] == [True, False]


async def test_loading_findings_does_not_let_an_administrator_read_them(
    db: ModuleType, tmp_path: Path
) -> None:
    administrator = await make_user(Role.ADMINISTRATOR)
    await load_file("findings", write(tmp_path, "findings", {}), viewer=administrator)
    seen = scope(administrator, NOW)
    assert await database.value("SELECT count(*) FROM finding f WHERE {}", seen) == 0


async def test_faults_of_findings(db: ModuleType, tmp_path: Path) -> None:
    faults = await faults_of(
        tmp_path,
        "findings",
        {"raised_on": "2026-11-03", "severity": "bad"},
        {"ref": "F2", "service_code": "S77", "text": " ", "source": "rumour"},
    )
    assert [(line, column) for line, column, _ in faults] == [
        (2, "raised_on"),
        (2, "severity"),
        (3, "service_code"),
        (3, "source"),
        (3, "text"),
    ]


async def test_feedback_is_kept_and_its_words_never_change(db: ModuleType, tmp_path: Path) -> None:
    await load_rows(tmp_path, "feedback", {"formal": "", "naming": ""})
    feedback = await db.row("SELECT formal, naming FROM feedback")
    assert tuple(feedback.values()) == (True, "not_named_to_service")
    changed = {"completed_on": "2026-10-01", "outcome": "upheld"}
    assert (await load_rows(tmp_path, "feedback", changed)).changed == 1
    assert await faults_of(tmp_path, "feedback", {"text": "Early again."}) == [
        (2, "text", "the words of feedback never change")
    ]


async def test_faults_of_feedback(db: ModuleType, tmp_path: Path) -> None:
    faults = await faults_of(
        tmp_path,
        "feedback",
        {"contract": "XYZ", "received_on": "2026-09-03", "completed_on": "2026-09-01"},
        {"ref": "B2", "received_on": "2026-12-01"},
    )
    assert faults == [
        (2, "completed_on", "is before received_on"),
        (2, "contract", "no services file named this contract"),
        (3, "received_on", "is in the future"),
    ]
