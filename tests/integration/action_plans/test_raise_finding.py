"""Putting what somebody found into the one plan of a service."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from action_plans import queries
from action_plans.commands import lift_embargo
from qa import db
from qa.errors import Invalid, NotAllowed, NotFound
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    TOMORROW,
    cast,
    found,
    in_days,
    kinds,
    mail_of,
    no_event,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def test_a_finding_keeps_the_words_and_tells_history() -> None:
    people = await cast()
    finding_id = await found(people, text="  Mould on the wall. ", framework_item="S5")
    row = await queries.finding(people.tolu, finding_id, NOW)
    assert row["text"] == "  Mould on the wall. "
    assert row["ref"].startswith("F-")
    assert await kinds(finding_id) == ["finding.raised"]
    data = await db.value("SELECT data FROM event WHERE subject_id = {}", finding_id)
    assert "Mould" not in data


async def test_a_service_has_one_plan_however_many_begin_it_at_once() -> None:
    people = await cast()
    await asyncio.gather(*(found(people) for _ in range(4)))
    assert await db.value("SELECT count(*) FROM plan WHERE service = {}", people.service) == 1


async def test_all_faults_come_at_once() -> None:
    people = await cast()
    with pytest.raises(Invalid) as caught:
        await found(people, source="gossip", text=" ", severity="awful", raised_on=in_days(1))
    assert [field for field, _ in caught.value.faults] == [
        "source",
        "text",
        "severity",
        "raised_on",
    ]


async def test_a_reference_serves_once() -> None:
    people = await cast()
    await found(people, ref="CQC-1")
    with pytest.raises(Invalid, match="already"):
        await found(people, ref="CQC-1")


@pytest.mark.parametrize("who", ["kofi", "dev"])
async def test_who_keeps_no_plan_adds_nothing_to_it(who: str) -> None:
    people = await cast()
    with pytest.raises(NotAllowed):
        await found(people, getattr(people, who))


@pytest.mark.parametrize("who", ["una", "pat", "priya", "margaret"])
async def test_a_service_out_of_scope_is_not_found(who: str) -> None:
    people = await cast()
    with pytest.raises(NotFound):
        await found(people, getattr(people, who))


async def test_quality_advisors_bring_what_they_found_and_only_that() -> None:
    people = await cast()
    await found(people, people.dev, source="quality_advisor")
    with pytest.raises(NotAllowed):
        await found(people, people.dev, source="cqc")


@pytest.mark.parametrize("who", ["tolu", "sam", "dev"])
async def test_only_the_quality_team_marks_a_finding_restricted(who: str) -> None:
    people = await cast()
    with pytest.raises(NotAllowed, match="restricted"):
        await found(people, getattr(people, who), restricted=True)


@pytest.mark.parametrize("source", ["health_and_safety", "fire_authority"])
async def test_some_sources_are_health_and_safety_whatever_they_say(source: str) -> None:
    people = await cast()
    finding_id = await found(people, source=source)
    assert (await queries.finding(people.ian, finding_id, NOW))["hs_content"]


async def test_what_is_critical_is_never_embargoed() -> None:
    people = await cast()
    until = NOW + timedelta(hours=24)
    critical = await found(people, severity="critical", embargoed_until=until)
    medium = await found(people, embargoed_until=until)
    assert await queries.finding(people.tolu, critical, NOW)
    with pytest.raises(NotFound):
        await queries.finding(people.tolu, medium, NOW)
    assert await queries.finding(people.sam, medium, NOW)
    assert await queries.finding(people.tolu, medium, until)


async def test_once_the_manager_is_told_the_service_reads_it_and_owners_get_mail() -> None:
    people = await cast()
    origin = ("audit", people.sibling, "/audits/x")
    finding_id = await found(people, embargoed_until=TOMORROW, origin=origin)
    action_id = await started(people, finding_id)
    assert await mail_of(people.tolu) == []
    assert not await queries.may_see_action(people.tolu, action_id, NOW)
    told = NOW + timedelta(hours=1)
    await lift_embargo(viewer=people.ros, origin_id=people.sibling, now=told)
    assert await queries.finding(people.tolu, finding_id, told)
    assert await queries.may_see_action(people.tolu, action_id, told)
    assert await mail_of(people.tolu) == ["You have a new action at a service"]
    assert await kinds(finding_id) == ["finding.raised", "finding.told"]


@pytest.mark.parametrize(
    ("naming", "seen_by"),
    [
        (None, {"ros", "helen"}),
        ("not_named_to_service", {"ros", "helen"}),
        ("named", {"ros", "helen", "tolu", "sam"}),
        ("theme_only", set()),
    ],
)
async def test_a_family_is_named_to_those_they_chose(naming: str | None, seen_by: set[str]) -> None:
    people = await cast()
    finding_id = await found(people, source="family", naming=naming, who_said_it="A. Parent")
    for who in ("ros", "helen", "tolu", "sam"):
        row = await queries.finding(getattr(people, who), finding_id, NOW)
        assert (row["who"] is not None) == (who in seen_by)
    kept = await db.value("SELECT count(*) FROM finding_voice")
    assert kept == (0 if naming == "theme_only" else 1)


async def test_who_is_named_in_a_restricted_finding_never_sees_it() -> None:
    people = await cast()
    finding_id = await found(people, restricted=True, named_ids=[people.ben.user_id])
    assert await queries.finding(people.ros, finding_id, NOW)
    with pytest.raises(NotFound):
        await queries.finding(people.ben, finding_id, NOW)


async def test_no_event_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await found(people, who_said_it="Somebody")
    assert await db.value("SELECT count(*) FROM finding") == 0
    assert await db.value("SELECT count(*) FROM plan") == 0


async def test_the_database_itself_keeps_the_words() -> None:
    people = await cast()
    finding_id = await found(people)
    for change in ("text = 'All is well.'", "raised_on = '2020-01-01'", "source = 'other'"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await db.execute(f"UPDATE finding SET {change} WHERE id = {{}}", finding_id)
    with pytest.raises(asyncpg.RestrictViolationError):
        await db.execute("DELETE FROM finding WHERE id = {}", finding_id)


async def test_the_command_line_may_record_findings() -> None:
    people = await cast()
    finding_id = await found(people, COMMAND_LINE)
    assert await db.value("SELECT job FROM event WHERE subject_id = {}", finding_id)
