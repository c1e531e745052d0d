"""Visits, occurrences, referrals, training, facts and availability from files."""

from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from tests.factories import NOW
from tests.files_to_load import faults_of, load_organisation, load_rows

KINDS = ("visits", "occurrences", "safeguarding", "training", "facts", "availability")
TABLES = {
    "visits": "past_visit",
    "occurrences": "occurrence",
    "safeguarding": "safeguarding_referral",
    "training": "training_record",
    "facts": "risk_fact",
    "availability": "availability",
}
CHANGES = {
    "visits": {"score": "88.5"},
    "occurrences": {"serious": "yes"},
    "safeguarding": {"outcome": "not substantiated"},
    "training": {"status": "undertaking"},
    "facts": {"value": "31"},
    "availability": {"days_per_week": "1"},
}


async def _organisation(folder: Path) -> None:
    await load_rows(folder, "services", {})
    await load_rows(folder, "users", {})
    await load_rows(folder, "workers", {})


@pytest.mark.parametrize("kind", KINDS)
async def test_a_changed_row_supersedes_and_the_same_row_changes_nothing(
    db: ModuleType, tmp_path: Path, kind: str
) -> None:
    await _organisation(tmp_path)
    first = await load_rows(tmp_path, kind, {})
    assert (first.added, first.changed, first.unchanged) == (1, 0, 0)
    again = await load_rows(tmp_path, kind, {})
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    later = NOW + timedelta(days=1)
    changed = await load_rows(tmp_path, kind, CHANGES[kind], now=later)
    assert (changed.added, changed.changed, changed.unchanged) == (0, 1, 0)
    table = TABLES[kind]
    versions = await db.rows(f"SELECT superseded_at FROM {table} ORDER BY recorded_at")
    assert [row["superseded_at"] for row in versions] == [later, None]
    events = await db.rows(
        "SELECT kind FROM event WHERE subject_kind = {} ORDER BY recorded_at", table
    )
    assert [row["kind"] for row in events] == [f"{table}.loaded", f"{table}.changed"]


async def test_each_date_of_a_visit_is_an_event_of_that_day(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    await load_rows(tmp_path, "visits", {})
    happened = await db.value("SELECT happened_at FROM event WHERE kind = 'past_visit.loaded'")
    assert happened.date().isoformat() == "2026-03-01"


async def test_a_new_outcome_is_true_from_when_it_was_told(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    await load_rows(tmp_path, "safeguarding", {})
    later = NOW + timedelta(days=3)
    await load_rows(tmp_path, "safeguarding", {"outcome": "substantiated"}, now=later)
    await load_rows(
        tmp_path,
        "safeguarding",
        {"outcome": "substantiated", "issue": "medicines"},
        now=later + timedelta(days=3),
    )
    found = await db.rows("SELECT happened_at FROM safeguarding_referral ORDER BY recorded_at")
    assert [row["happened_at"] for row in found][1:] == [later, later]
    assert found[0]["happened_at"].date().isoformat() == "2026-08-31"  # midnight in London


async def test_what_is_restricted_is_for_few(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    await load_rows(tmp_path, "facts", {}, {"fact": "FL16", "value": "yes"})
    await load_rows(tmp_path, "safeguarding", {"restricted": "yes"})
    audiences = await db.rows(
        "SELECT subject_kind, audience FROM event"
        " WHERE subject_kind IN ('risk_fact', 'safeguarding_referral') ORDER BY 1, 2"
    )
    assert [tuple(row.values()) for row in audiences] == [
        ("risk_fact", "quality_team"),
        ("risk_fact", "restricted"),
        ("safeguarding_referral", "restricted"),
    ]
    assert await db.value("SELECT restricted FROM risk_fact WHERE fact = 'FL16'")


async def test_every_fault_is_listed(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    assert await faults_of(
        tmp_path, "visits", {"on": "2031-01-01"}, {"ref": "V2", "service_code": "S99"}
    ) == [
        (2, "on", "is in the future: this file is for visits that took place"),
        (3, "service_code", "no services file named this service"),
    ]
    columns = [
        (kind, column)
        for kind, row in (
            ("facts", {"fact": "luck"}),
            ("facts", {"value": "maybe"}),
            ("facts", {"fact": "FL4", "value": "4"}),
            ("visits", {"score": "101"}),
            ("visits", {"critical_failed": "some"}),
            ("safeguarding", {"outcome": "who knows"}),
            ("safeguarding", {"told_on": "2026-08-01"}),
            ("training", {"on": "2030-01-01"}),
            ("training", {"worker_code": "W9"}),
            ("availability", {"email": "nobody@example.org"}),
            ("availability", {"regions": "Atlantis"}),
            ("availability", {"to": "2025-01-01"}),
            ("occurrences", {"occurred_on": "2030-01-01"}),
        )
        for _, column, _ in await faults_of(tmp_path, kind, row)
    ]
    assert columns == [
        ("facts", "fact"),
        ("facts", "value"),
        ("facts", "value"),
        ("visits", "score"),
        ("visits", "critical_failed"),
        ("safeguarding", "outcome"),
        ("safeguarding", "told_on"),
        ("training", "on"),
        ("training", "worker_code"),
        ("availability", "email"),
        ("availability", "regions"),
        ("availability", "to"),
        ("occurrences", "occurred_on"),
    ]


async def test_the_small_organisation_still_loads(db: ModuleType) -> None:
    await load_organisation()
    assert await db.value("SELECT count(*) FROM service") > 0
