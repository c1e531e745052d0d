"""Completing: once, as a whole, and only when nothing stands in the way."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from audits.commands.completing import complete_audit
from audits.commands.drafts import raise_critical_now, save_draft
from audits.queries.audits import audit
from audits.rules.completion import (
    CRITICAL_ACTION,
    NO_FINDING,
    NOT_ANSWERED,
    NOT_SAFE,
    NOTHING_WRONG,
)
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, WrongState
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.audits.cast import (
    CRITICAL,
    LATER,
    SHORT,
    cast,
    draft,
    fill_in,
    opened,
    ready,
    say,
)

pytestmark = pytest.mark.usefixtures("db")


async def complete(viewer: Viewer, audit_id: UUID, told: datetime | None = None) -> None:
    await complete_audit(viewer=viewer, audit_id=audit_id, told_manager_at=told, now=LATER)


async def faults(
    viewer: Viewer, audit_id: UUID, told: datetime | None = None
) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        await complete(viewer, audit_id, told)
    assert await db.value("SELECT status FROM audit WHERE id = {}", audit_id) == "open"
    return set(refused.value.faults)


async def test_a_completed_audit_has_its_score_its_findings_and_their_actions() -> None:
    people = await cast()
    audit_id = await ready(people)
    await complete(people.ros, audit_id)
    head = (await audit(viewer=people.ros, audit_id=audit_id, now=LATER)).head
    # 32 questions, one Partly and one No: 30.5 of 32.
    assert (head.status, head.score, head.critical_failed) == ("complete", "95.31", 1)
    found = await db.rows(
        """SELECT f.question_key, f.source, f.severity, f.hs_content, f.embargoed_until,
                  f.origin_address, a.title, a.severity AS action_severity
           FROM finding f LEFT JOIN action a ON a.id = f.action ORDER BY f.question_key"""
    )
    assert [(row["question_key"], row["source"], row["severity"]) for row in found] == [
        (SHORT, "quality_manager", "medium"),
        (CRITICAL, "quality_manager", "critical"),
    ]
    assert [row["embargoed_until"] for row in found] == [LATER + timedelta(hours=24), None]
    assert {row["title"] for row in found} == {"Invite people to the next check"}
    assert {row["origin_address"] for row in found} == {f"/audits/{audit_id}"}
    assert not any(row["hs_content"] for row in found)


async def test_every_reason_against_is_told_at_once() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "no"}})
    await say(people.ros, audit_id, CRITICAL, {"a": {"answer": "no"}})
    found = await faults(people.ros, audit_id, LATER + timedelta(hours=1))
    assert (f"{SHORT}.text", NO_FINDING) in found
    assert (f"{CRITICAL}.text", NO_FINDING) in found
    assert (f"{CRITICAL}.safe", NOT_SAFE) in found
    assert ("t01.q01", NOT_ANSWERED) in found
    assert {"closing.good", "closing.time_in", "told_manager_at"} <= {field for field, _ in found}


async def test_not_looked_at_with_a_reason_is_enough_and_a_reason_why_no_finding() -> None:
    people = await cast()
    audit_id = await opened(people)
    await fill_in(people, people.ros, audit_id, {SHORT: {"a": {"answer": "partly"}}, "t01.q05": {}})
    await say(people.ros, audit_id, "t01.q05", {"text": "Nobody was in."}, "not_looked")
    await save_draft(
        viewer=people.ros,
        audit_id=audit_id,
        question_key=SHORT,
        none_because="Agreed last week and begun.",
        now=NOW,
    )
    await complete(people.ros, audit_id)
    assert await db.value("SELECT count(*) FROM finding") == 0


async def test_a_failed_critical_question_needs_a_critical_finding_with_an_action() -> None:
    people = await cast()
    audit_id = await ready(people)
    await draft(people.ros, audit_id, CRITICAL, "high")
    assert {field for field, _ in await faults(people.ros, audit_id)} == {f"{CRITICAL}.severity"}
    await draft(people.ros, audit_id, CRITICAL, "critical", new_action=None)
    assert await faults(people.ros, audit_id) == {(f"{CRITICAL}.join", CRITICAL_ACTION)}


async def test_a_draft_that_the_answer_no_longer_bears_out_is_pointed_out() -> None:
    people = await cast()
    audit_id = await ready(people)
    await say(people.ros, audit_id, SHORT, {"a": {"answer": "yes"}})
    assert await faults(people.ros, audit_id) == {(f"{SHORT}.text", NOTHING_WRONG)}
    await save_draft(viewer=people.ros, audit_id=audit_id, question_key=SHORT, now=NOW)
    await complete(people.ros, audit_id)
    assert await db.value("SELECT count(*) FROM finding") == 1


async def test_a_finding_joins_an_open_action() -> None:
    people = await cast()
    first = await ready(people)
    await complete(people.ros, first, LATER)
    action_id = await db.value("SELECT action FROM finding WHERE question_key = {}", SHORT)
    second = await opened(people)
    await fill_in(people, people.ros, second, {SHORT: {"a": {"answer": "no"}}})
    await draft(people.ros, second, SHORT, new_action=None, join_action_id=action_id)
    await complete(people.ros, second, LATER)
    joined = await db.value("SELECT count(*) FROM finding WHERE action = {}", action_id)
    assert joined == 2


async def test_what_went_in_at_once_does_not_go_in_again() -> None:
    people = await cast()
    audit_id = await ready(people)
    await raise_critical_now(viewer=people.ros, audit_id=audit_id, question_key=CRITICAL, now=NOW)
    await complete(people.ros, audit_id)
    assert await db.value("SELECT count(*) FROM finding") == 2


async def test_two_people_complete_it_at_once_and_one_is_told() -> None:
    people = await cast()
    audit_id = await ready(people)
    results = await asyncio.gather(
        complete(people.ros, audit_id), complete(people.ben, audit_id), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    assert await db.value("SELECT count(*) FROM finding") == 2
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'audit.completed'") == 1


async def test_an_answer_and_the_completion_at_once_lose_nothing() -> None:
    people = await cast()
    audit_id = await ready(people)
    yes = {"a": {"answer": "yes"}}
    completed, saved = await asyncio.gather(
        complete(people.ros, audit_id),
        say(people.ben, audit_id, "t01.q01", yes),
        return_exceptions=True,
    )
    assert completed is None
    assert saved is None or isinstance(saved, WrongState)


async def test_a_completed_audit_takes_no_answer_and_is_not_completed_again() -> None:
    people = await cast()
    audit_id = await ready(people)
    await complete(people.ros, audit_id)
    with pytest.raises(WrongState):
        await say(people.ros, audit_id, "t01.q01", {"a": {"answer": "no"}})
    with pytest.raises(WrongState):
        await draft(people.ros, audit_id, "t01.q01")
    with pytest.raises(Conflict):
        await complete(people.ros, audit_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET score = '100.00'",
        "UPDATE audit SET status = 'open', completed_at = NULL, completed_by = NULL",
        "UPDATE answer SET value = '{}'",
        "DELETE FROM answer",
        "INSERT INTO answer SELECT gen_random_uuid(), 999, audit, question_key, aspect,"
        " respondent, position, value, device_at, received_at, by FROM answer LIMIT 1",
    ],
)
async def test_the_database_itself_keeps_a_completed_audit(statement: str) -> None:
    people = await cast()
    await complete(people.ros, await ready(people))
    with pytest.raises(asyncpg.PostgresError):
        await db.execute(statement.replace("{}", "{{}}"))


async def test_who_may_not_make_it_does_not_complete_it() -> None:
    people = await cast()
    audit_id = await ready(people)
    with pytest.raises(NotAllowed):
        await complete(people.helen, audit_id)


async def test_nothing_is_completed_when_the_event_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = await cast()
    audit_id = await ready(people)

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("audits.commands.completing.events.record", fail)
    with pytest.raises(RuntimeError):
        await complete(people.ros, audit_id)
    assert await db.value("SELECT status FROM audit") == "open"
    assert await db.value("SELECT count(*) FROM finding") == 0
    assert await db.value("SELECT count(*) FROM draft WHERE finding IS NOT NULL") == 0
