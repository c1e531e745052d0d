"""What the plan of visits reads, and what ``litestar schedule plan`` prints."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from click.testing import CliRunner

from qa.errors import Invalid
from schedules.cli_plan import as_data, period, plan_command
from schedules.queries.planning import asked_for, days_off
from schedules.rules.planning import plan
from schedules.rules.planning_shapes import Asked, Kind, Plan
from schedules.rules.risk_bands import Band
from tests.files_to_load import load_rows

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
FROM, TO = date(2027, 1, 1), date(2027, 12, 31)
PEOPLE = (
    {"email": "ros@example.org", "name": "Ros", "role": "quality_manager"},
    {"email": "pat@example.org", "name": "Pat", "role": "quality_manager"},
    {"email": "ian@example.org", "name": "Ian", "role": "hs_manager"},
    {"email": "sam@example.org", "name": "Sam", "role": "regional_manager", "region": "North"},
    {"email": "ada", "name": "Ada", "role": "quality_advisor"},
    {"email": "sue", "name": "Sue", "role": "supporter"},
    {"email": "mo@example.org", "name": "Mo", "role": "service_manager", "service_codes": "S01"},
)
VISITS = (
    {"ref": "V1", "kind": "full_review", "on": "2026-03-01", "visitors": "ros@example.org"},
    {"ref": "V2", "kind": "hs_full_visit", "on": "2025-03-01", "visitors": "ian@example.org"},
    {"ref": "V3", "kind": "quality_advisor_audit", "on": "2026-05-01", "visitors": "ada"},
    {"ref": "V4", "kind": "plan_review", "on": "2026-11-20", "visitors": "sam@example.org"},
    {"ref": "V5", "kind": "hs_quarterly_return", "on": "2026-10-01", "visitors": "mo@example.org"},
    {"ref": "V6", "kind": "night_check", "on": "2026-10-01", "visitors": "ros@example.org"},
)


async def _organisation(folder: Path) -> None:
    await load_rows(folder, "services", {}, now=NOW)
    await load_rows(folder, "users", *PEOPLE, now=NOW)
    await load_rows(folder, "visits", *VISITS, now=NOW)


async def _asked() -> Asked:
    return await asked_for(FROM, TO, now=NOW)


async def _plan() -> Plan:
    return plan(await _asked())


async def test_last_visits_people_and_posts_are_read(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    asked = await _asked()
    [place] = asked.services
    assert place.last[Kind.FULL_REVIEW].on == date(2026, 3, 1)
    assert place.last[Kind.FULL_REVIEW].visitors == {"ros@example.org"}
    assert place.returned == (date(2026, 10, 1),)
    assert (place.code, place.region, place.known_on) == ("S01", "North", NOW.date())
    assert {one.login for one in asked.visitors} == {one["email"] for one in PEOPLE}
    mo = next(one for one in asked.visitors if one.login == "mo@example.org")
    assert [post.service for post in mo.posts] == ["S01"]


async def test_availability_is_read_in_hundredths_of_a_day(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    await load_rows(
        tmp_path,
        "availability",
        {
            "email": "ros@example.org",
            "from": "2027-01-01",
            "to": "2027-06-30",
            "days_per_week": "2.5",
            "regions": "North",
            "kinds": "full_review",
            "may_not_visit": "S01",
        },
        now=NOW,
    )
    ros = next(one for one in (await _asked()).visitors if one.login == "ros@example.org")
    [row] = ros.stretches
    assert row.days_per_week == 250
    assert (row.regions, row.kinds) == (frozenset({"North"}), frozenset({"full_review"}))
    assert row.may_not_visit == {"S01"}
    assert all(
        "ros@example.org" not in one.visitors
        for one in (await _plan()).visits
        if one.kind is Kind.FULL_REVIEW
    )


async def test_a_rise_is_seen_until_the_band_falls_again(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    service = await db.value("SELECT id FROM service")
    now_in_force = (await _asked()).services[0].band
    for days, band in ((60, Band.LOW), (20, now_in_force)):
        await db.insert(
            "risk_rating",
            service=service,
            band=band.value,
            service_band=band.value,
            planning=json.dumps({"held": {"band": band, "rose_on": "2026-11-01"}}),
            service_result=json.dumps({"held": {"band": band, "rose_on": "2026-11-01"}}),
            cause="test",
            by=uuid4(),
            model_version="1.0",
            happened_at=NOW - timedelta(days=days),
            recorded_at=NOW - timedelta(days=days),
        )
    [place] = (await _asked()).services
    assert place.band is not Band.LOW
    assert (place.rose_on, place.band_before) == (date(2026, 11, 1), Band.LOW)


async def test_a_closed_service_and_an_ended_account_are_left_out(
    db: ModuleType, tmp_path: Path
) -> None:
    await _organisation(tmp_path)
    await load_rows(tmp_path, "services", {"closed_on": "2026-11-20"}, now=NOW)
    await db.execute("UPDATE users SET ended_at = {} WHERE login = 'sue'", NOW)
    asked = await _asked()
    assert asked.services == ()
    assert "sue" not in {one.login for one in asked.visitors}


async def test_the_document_is_the_one_of_the_contract(db: ModuleType, tmp_path: Path) -> None:
    await _organisation(tmp_path)
    found = as_data(await _plan(), "2027-01-01", "2027-12-31", 0.1234)
    assert list(found) == ["from", "to", "seconds", "visits", "shortfalls"]
    assert found["seconds"] == 0.123
    review = next(one for one in found["visits"] if one["kind"] == "full_review")
    assert {"service", "kind", "on", "due_on", "visitors", "because"} <= set(review)
    assert review["visitors"] == ["pat@example.org"]
    assert "last on 2026-03-01" in review["because"]
    assert not {"spot_check", "night_check"} & {one["kind"] for one in found["visits"]}
    for short in found["shortfalls"]:
        assert list(short) == ["who", "from", "to", "days_short", "visits", "mend"]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize(
    ("from_", "to", "words"),
    [
        ("2027-13-01", "2027-12-31", "from: there is no such date."),
        ("2027-02-01", "2027-01-31", "to: the last day is before the first."),
        ("2027-01-01", "2037-01-31", "to: at most 3 years can be planned."),
    ],
)
def test_a_period_that_is_none_is_refused(from_: str, to: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        period(from_, to)
    assert [text for _, text in refused.value.faults] == [words]


def test_bank_holidays_are_england_s() -> None:
    off = days_off(FROM, TO)
    assert {date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27)} <= off
    assert date(2027, 1, 4) not in off  # kept in Scotland


def test_the_help_says_that_unannounced_kinds_are_no_part_of_it() -> None:
    said = CliRunner().invoke(plan_command, ["--help"]).output
    assert "spot_check, night_check" in said
