"""What was to be put right the last time comes back; the report says what is good first."""

from datetime import timedelta

import pytest

from audits.commands.completing import complete_audit
from audits.queries.last_time import last_time
from audits.queries.report import report
from qa import db
from qa.errors import NotFound
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


async def test_last_time_holds_failed_questions_with_their_actions_as_they_are_now() -> None:
    people = await cast()
    audit_id = await ready(people)
    await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=LATER, now=LATER)
    await db.execute(
        """UPDATE action SET status = 'done', done_at = {}, done_on = {}, done_by_name = 'Owner'
           WHERE severity = 'medium'""",
        LATER,
        LATER.date(),
    )
    before = await last_time(
        viewer=people.ben, service_id=people.service, definition="t01", now=LATER
    )
    assert before.audit_id == audit_id
    assert [(one.question_key, one.critical) for one in before.failed] == [
        (SHORT, False),
        (CRITICAL, True),
    ]
    answering = [one.finding.action for one in before.failed if one.finding]
    assert [action.status for action in answering if action] == ["done", "agreed"]
    assert [one.severity for one in before.done_unchecked] == ["medium"]


async def test_the_first_time_there_is_nothing_to_look_at_again() -> None:
    people = await cast()
    before = await last_time(
        viewer=people.ros, service_id=people.service, definition="t01", now=NOW
    )
    assert (before.audit_id, before.failed, before.done_unchecked) == (None, (), ())


async def test_the_report_has_what_is_good_first_and_what_is_to_put_right() -> None:
    people = await cast()
    audit_id = await ready(people)
    await say(people.ros, audit_id, "good.A", {"text": "Staff live the values."})
    await say(people.ros, audit_id, "t01.q01", {"kinds": ["documents"]}, "kinds")
    with pytest.raises(NotFound):
        await report(viewer=people.ros, audit_id=audit_id, now=NOW)
    await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=LATER, now=LATER)
    written = await report(viewer=people.tolu, audit_id=audit_id, now=LATER)
    assert [(one.section is None, one.text) for one in written.good] == [
        (True, "People were at ease."),
        (False, "Staff live the values."),
    ]
    assert [one.question.key for one in written.to_put_right] == [SHORT, CRITICAL]
    critical = written.to_put_right[1]
    assert (critical.safe, critical.critical_failed) == ("Unlocked the door.", True)
    assert critical.finding is not None
    assert critical.finding.action is not None
    assert written.sections[0].questions[0].documents_alone


async def test_the_hs_manager_follows_up_what_he_found_in_any_audit() -> None:
    people = await cast()
    for definition, key, value in (
        ("t04", "t04.q01", None),
        ("t15", "t15.q12", {"a": {"answer": "partly"}}),
    ):
        audit_id = await opened(people, people.ian, definition)
        short = {key: value} if value else {}
        await fill_in(people, people.ian, audit_id, short)
        if value:
            await draft(people.ian, audit_id, key)
        await complete_audit(viewer=people.ian, audit_id=audit_id, told_manager_at=None, now=LATER)
        written = await report(viewer=people.ian, audit_id=audit_id, now=LATER + timedelta(hours=1))
        assert len(written.to_put_right) == bool(value)
    assert await db.value("SELECT bool_and(hs_content) FROM action") is True


async def test_the_quarterly_return_of_a_service_manager_is_hers_at_once() -> None:
    people = await cast()
    audit_id = await opened(people, people.tolu, "t13")
    short = {"t13.q11": {"a": {"answer": "no"}}}
    await fill_in(people, people.tolu, audit_id, short)
    await draft(people.tolu, audit_id, "t13.q11")
    await complete_audit(viewer=people.tolu, audit_id=audit_id, told_manager_at=None, now=LATER)
    written = await report(viewer=people.tolu, audit_id=audit_id, now=LATER)
    [one] = written.to_put_right
    assert one.finding is not None
    assert one.finding.action is not None
    assert (written.head.told_at, written.score) == (LATER, None)
    assert (await report(viewer=people.ian, audit_id=audit_id, now=LATER)).score is not None
    found = await db.row("SELECT source, hs_content, embargoed_until FROM finding")
    assert found is not None
    assert tuple(found.values()) == ("health_and_safety", True, None)
