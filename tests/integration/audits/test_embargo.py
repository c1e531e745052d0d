"""The service learns in person first: nothing on a screen before, but for what is critical."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from action_plans import scopes as plan_scopes
from audits.commands.completing import complete_audit
from audits.commands.telling import record_told, tell_when_run_out
from audits.queries.audits import audit
from audits.queries.lists import Filters, audits_list
from audits.queries.report import report
from qa import db
from qa.errors import Conflict, Invalid, NotFound, WrongState
from qa.viewer import COMMAND_LINE, Viewer
from tests.integration.audits.cast import CRITICAL, LATER, SHORT, Cast, cast, opened, ready

pytestmark = pytest.mark.usefixtures("db")

SOON = LATER + timedelta(hours=1)
NEXT_DAY = LATER + timedelta(hours=24)


async def completed(people: Cast, told: datetime | None = None) -> UUID:
    audit_id = await ready(people)
    await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=told, now=LATER)
    return audit_id


async def sees(viewer: Viewer, audit_id: UUID, now: datetime) -> bool:
    listed = await audits_list(viewer=viewer, filters=Filters(), after=None, limit=50, now=now)
    try:
        await audit(viewer=viewer, audit_id=audit_id, now=now)
    except NotFound:
        assert audit_id not in [row.id for row in listed]
        return False
    assert audit_id in [row.id for row in listed]
    return True


async def findings(viewer: Viewer, now: datetime) -> list[str]:
    found = await db.rows(
        "SELECT f.question_key FROM finding f WHERE {} ORDER BY 1",
        plan_scopes.findings(viewer, now),
    )
    return [row["question_key"] for row in found]


async def actions(viewer: Viewer, now: datetime) -> list[str]:
    found = await db.rows(
        "SELECT a.severity FROM action a WHERE {} ORDER BY 1", plan_scopes.actions(viewer, now)
    )
    return [row["severity"] for row in found]


async def test_before_it_was_told_the_service_sees_only_what_is_critical() -> None:
    people = await cast()
    audit_id = await completed(people)
    assert not await sees(people.tolu, audit_id, SOON)
    assert await findings(people.tolu, SOON) == [CRITICAL]
    assert await actions(people.tolu, SOON) == ["critical"]
    assert await findings(people.ros, SOON) == [SHORT, CRITICAL]


async def test_after_24_hours_the_service_sees_it() -> None:
    people = await cast()
    audit_id = await completed(people)
    assert not await sees(people.tolu, audit_id, NEXT_DAY - timedelta(seconds=1))
    assert await sees(people.tolu, audit_id, NEXT_DAY)
    assert await findings(people.tolu, NEXT_DAY) == [SHORT, CRITICAL]
    assert await actions(people.tolu, NEXT_DAY) == ["critical", "medium"]


async def test_told_on_the_day_the_service_sees_it_at_once() -> None:
    people = await cast()
    audit_id = await completed(people, LATER)
    assert await sees(people.tolu, audit_id, LATER)
    assert await findings(people.tolu, LATER) == [SHORT, CRITICAL]


async def test_recording_later_that_she_was_told_shows_it_from_then_on() -> None:
    people = await cast()
    audit_id = await completed(people)
    await record_told(viewer=people.ros, audit_id=audit_id, told_at=SOON, now=SOON)
    assert await sees(people.tolu, audit_id, SOON)
    assert await findings(people.tolu, SOON) == [SHORT, CRITICAL]
    assert await actions(people.tolu, SOON) == ["critical", "medium"]
    with pytest.raises(Conflict):
        await record_told(viewer=people.ben, audit_id=audit_id, told_at=SOON, now=SOON)


async def test_telling_is_refused_before_completion_and_ahead_of_time() -> None:
    people = await cast()
    with pytest.raises(WrongState):
        await record_told(
            viewer=people.ros, audit_id=await opened(people), told_at=LATER, now=LATER
        )
    audit_id = await completed(people)
    for told_at in (SOON + timedelta(hours=1), LATER - timedelta(days=2)):
        with pytest.raises(Invalid):
            await record_told(viewer=people.ros, audit_id=audit_id, told_at=told_at, now=SOON)
    with pytest.raises(NotFound):
        await record_told(viewer=people.tolu, audit_id=audit_id, told_at=SOON, now=SOON)


async def mail_about_reports() -> set[UUID]:
    found = await db.rows("SELECT person FROM outbox_mail WHERE address LIKE '/audits/%'")
    return {row["person"] for row in found}


async def test_what_is_critical_is_told_the_same_day_to_service_and_region() -> None:
    people = await cast()
    await completed(people)
    found = await db.rows(
        "SELECT person, body FROM outbox_mail WHERE subject LIKE '%put right now'"
    )
    assert {row["person"] for row in found} == {people.sam.user_id, people.tolu.user_id}
    assert {row["body"] for row in found} == {"Sign in to read it."}
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'audit.critical_told'") == 1


async def test_no_mail_goes_to_the_service_before_it_was_told() -> None:
    people = await cast()
    audit_id = await completed(people)
    assert await mail_about_reports() == {people.sam.user_id}
    await record_told(viewer=people.ros, audit_id=audit_id, told_at=SOON, now=SOON)
    assert await mail_about_reports() == {people.sam.user_id, people.tolu.user_id}


async def test_when_24_hours_have_run_out_the_service_is_written_to_once() -> None:
    people = await cast()
    audit_id = await completed(people)
    early = NEXT_DAY - timedelta(seconds=1)
    assert await tell_when_run_out(viewer=COMMAND_LINE, now=early) == 0
    assert people.tolu.user_id not in await mail_about_reports()
    both = (tell_when_run_out(viewer=COMMAND_LINE, now=NEXT_DAY) for _ in range(2))
    assert sorted(await asyncio.gather(*both)) == [0, 1]
    assert await tell_when_run_out(viewer=COMMAND_LINE, now=NEXT_DAY) == 0
    await record_told(viewer=people.ros, audit_id=audit_id, told_at=SOON, now=NEXT_DAY)
    sent = "SELECT count(*) FROM outbox_mail WHERE person = {} AND address LIKE '/audits/%'"
    assert await db.value(sent, people.tolu.user_id) == 1
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'audit.embargo_run_out'") == 1


async def test_who_was_told_in_person_gets_no_second_mail() -> None:
    people = await cast()
    audit_id = await completed(people)
    await record_told(viewer=people.ros, audit_id=audit_id, told_at=SOON, now=SOON)
    assert await tell_when_run_out(viewer=COMMAND_LINE, now=NEXT_DAY) == 0


async def test_the_score_is_internal() -> None:
    people = await cast()
    audit_id = await completed(people, LATER)
    for viewer, shown in (
        (people.ros, True),
        (people.helen, True),
        (people.sam, False),
        (people.tolu, False),
    ):
        head = (await audit(viewer=viewer, audit_id=audit_id, now=LATER)).head
        written = await report(viewer=viewer, audit_id=audit_id, now=LATER)
        [row] = await audits_list(viewer=viewer, filters=Filters(), after=None, limit=9, now=LATER)
        for score in (head.score, written.score, row.score, row.critical_failed):
            assert (score is not None) is shown
