"""Ratings are stored with their cause; they rise at once, fall slowly, and people may judge."""

from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from qa.errors import Invalid, NotAllowed, NotFound, WrongState
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer
from schedules import jobs
from schedules.commands import (
    end_override,
    issue_model,
    issue_models,
    moderate,
    override_rating,
    recalculate,
)
from schedules.queries.risk_preview import preview
from schedules.risk_model_files import newest_text
from schedules.rules import risk_model as m
from schedules.rules.risk_bands import Band
from tests.factories import make_user
from tests.files_to_load import load_rows
from tests.integration.schedules.risk_cases import NOW, report, service, tell
from tests.unit.schedules.risk_examples import GOOD

WORSE = {m.A1: "inadequate", m.A2: "0"}  # FL1: very high


async def _rated(db: ModuleType, folder: Path) -> UUID:
    """A service at Low, rated last night."""
    await service(folder)
    await tell(folder, GOOD)
    await jobs.run("rate_services", NOW)
    found: UUID = await db.value("SELECT id FROM service")
    return found


async def _stored(db: ModuleType) -> list[tuple[Any, ...]]:
    found = await db.rows("SELECT band, service_band, cause FROM risk_rating ORDER BY seq")
    return [tuple(row.values()) for row in found]


async def _tell(folder: Path, when: datetime, **more: str) -> None:
    await load_rows(folder, "facts", more, now=when)


async def test_files_loaded_before_the_first_night_hold_nothing_up(
    db: ModuleType, tmp_path: Path
) -> None:
    await service(tmp_path)
    await tell(tmp_path, {m.A1: "inadequate"})
    await tell(tmp_path, GOOD)
    assert await _stored(db) == []
    assert (await report())["band"] == "low"


async def test_what_was_mostly_unknown_last_night_holds_nothing_up(
    db: ModuleType, tmp_path: Path
) -> None:
    await service(tmp_path)
    await jobs.run("rate_services", NOW)
    await tell(tmp_path, GOOD)
    assert await _stored(db) == [
        ("high", "high", "nightly"),
        ("low", "low", "risk_fact"),
    ]


async def test_a_rise_is_stored_at_once_and_told_and_the_same_facts_change_nothing(
    db: ModuleType, tmp_path: Path
) -> None:
    await _rated(db, tmp_path)
    region = await db.value("SELECT region FROM service")
    sam = await make_user(Role.REGIONAL_MANAGER, region_id=region)
    later = NOW + timedelta(days=1)
    await _tell(tmp_path, later, fact=m.A1, **{"from": "2026-11-22"}, value="inadequate")
    await recalculate(viewer=COMMAND_LINE, cause="nightly", now=later)
    assert await _stored(db) == [
        ("low", "low", "nightly"),
        ("very_high", "very_high", "risk_fact"),
    ]
    mails = await db.rows("SELECT person, subject, body FROM outbox_mail")
    assert [row["person"] for row in mails] == [sam.user_id]
    assert "High" not in mails[0]["subject"] + mails[0]["body"]
    kinds = await db.rows("SELECT data FROM event WHERE kind = 'rating.changed' ORDER BY seq")
    assert len(kinds) == 2


async def test_a_restricted_rise_is_told_to_nobody_and_kept_apart(
    db: ModuleType, tmp_path: Path
) -> None:
    service_id = await _rated(db, tmp_path)
    await make_user(Role.SERVICE_MANAGER, services=(service_id,))
    later = NOW + timedelta(days=1)
    await _tell(tmp_path, later, fact="FL5", value="yes", restricted="yes")
    assert (await _stored(db))[-1] == ("very_high", "low", "risk_fact")
    assert await db.value("SELECT count(*) FROM outbox_mail") == 0
    audiences = await db.rows(
        "SELECT audience FROM event WHERE kind = 'rating.changed' ORDER BY seq"
    )
    assert [row["audience"] for row in audiences] == ["service", "restricted"]


async def test_a_fall_needs_the_monthly_check_one_band_at_a_time(
    db: ModuleType, tmp_path: Path
) -> None:
    service_id = await _rated(db, tmp_path)
    rose = NOW + timedelta(days=1)
    await _tell(tmp_path, rose, fact=m.A1, **{"from": "2026-11-22"}, value="inadequate")
    better = rose + timedelta(days=2)
    await _tell(tmp_path, better, fact=m.A1, **{"from": "2026-11-24"}, value="good")
    assert (await report(as_at=better, now=better))["band"] == "very_high"
    ros = await make_user(Role.QUALITY_MANAGER)

    async def check(when: datetime, *, lower: bool = True, by: Viewer = ros) -> None:
        await moderate(viewer=by, service_id=service_id, lower=lower, reason="", now=when)

    with pytest.raises(WrongState, match="60 days"):
        await check(rose + timedelta(days=59))
    with pytest.raises(NotAllowed):
        await check(rose, by=await make_user(Role.REGIONAL_MANAGER))
    with pytest.raises(Invalid):
        await check(rose + timedelta(days=60), lower=False)
    await check(rose + timedelta(days=60))
    assert (await _stored(db))[-1] == ("high", "high", "moderation")
    with pytest.raises(WrongState, match="This month"):
        await check(rose + timedelta(days=61))
    await check(rose + timedelta(days=90))
    assert (await _stored(db))[-1] == ("medium", "medium", "moderation")


async def test_people_raise_freely_and_only_the_director_lowers(
    db: ModuleType, tmp_path: Path
) -> None:
    service_id = await _rated(db, tmp_path)
    manager = await make_user(Role.SERVICE_MANAGER, services=(service_id,))
    elsewhere = await make_user(Role.SERVICE_MANAGER)
    director = await make_user(Role.DIRECTOR)

    async def judge(by: Viewer, band: Band, **more: Any) -> UUID:
        given = {"reason": "Something is not right", "to_on": None, "now": NOW, **more}
        return await override_rating(viewer=by, service_id=service_id, band=band, **given)

    with pytest.raises(NotFound):
        await judge(elsewhere, Band.HIGH)
    raised = await judge(manager, Band.HIGH)
    assert (await report())["band"] == "high"
    with pytest.raises(NotAllowed):
        await judge(manager, Band.LOW, to_on=date(2026, 12, 1))
    with pytest.raises(NotAllowed):
        await end_override(viewer=manager, override_id=raised, now=NOW)
    await end_override(viewer=director, override_id=raised, now=NOW)
    later = NOW + timedelta(seconds=1)
    assert (await report(as_at=later, now=later))["band"] == "low"
    await judge(await make_user(Role.QUALITY_MANAGER), Band.VERY_HIGH, planning_only=True)
    found = await report(as_at=later, now=later)
    assert (found["band"], found["service_band"]) == ("very_high", "low")
    await _tell(tmp_path, NOW, fact=m.D2, value="4")
    await _tell(tmp_path, NOW, fact=m.C1, value="4")
    await _tell(tmp_path, NOW, fact="FL7", value="yes")
    with pytest.raises(Invalid) as refused:
        await judge(director, Band.MEDIUM, to_on=date(2027, 3, 1))
    assert [field for field, _ in refused.value.faults] == ["band", "to_on"]


async def test_other_settings_are_seen_over_all_services_before_they_apply(
    db: ModuleType, tmp_path: Path
) -> None:
    await issue_models(viewer=COMMAND_LINE, now=NOW)
    assert await issue_models(viewer=COMMAND_LINE, now=NOW) == 0
    await _rated(db, tmp_path)
    director = await make_user(Role.DIRECTOR)
    text = newest_text().replace('"1.0"', '"1.1"').replace("good: 2,", "good: 8,")
    text = text.replace("[low, 0, 25], [medium, 25, 45]", "[low, 0, 5], [medium, 5, 45]")
    version, effects = await preview(director, text, NOW)
    assert version == "1.1"
    assert [(one.points, one.points_then, one.band_then) for one in effects] == [(2, 8, "medium")]
    assert (await report())["band"] == "low"
    with pytest.raises(Invalid):
        await issue_model(viewer=director, text=newest_text(), applies_from=NOW.date(), now=NOW)
    with pytest.raises(NotAllowed):
        await preview(await make_user(Role.ADMINISTRATOR), text, NOW)
    starts = NOW.date() + timedelta(days=10)
    await issue_model(viewer=director, text=text, applies_from=starts, now=NOW)
    assert (await report())["band"] == "low"
    then = NOW + timedelta(days=10)
    await jobs.run("rate_services", then)
    stored = await db.rows("SELECT band, model_version FROM risk_rating ORDER BY seq")
    assert [tuple(row.values()) for row in stored] == [("low", "1.0"), ("medium", "1.1")]
