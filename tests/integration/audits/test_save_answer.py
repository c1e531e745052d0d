"""Answers: each change a row, the later one holds, the same change twice is once."""

import asyncio
from uuid import UUID, uuid4

import pytest

from audits.commands.answering import SavedAnswer, save_answer
from audits.queries.audits import audit, progress
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.audits.cast import cast, opened, say

pytestmark = pytest.mark.usefixtures("db")

YES = {"a": {"answer": "yes"}}
NO = {"a": {"answer": "no"}}


async def change(viewer: Viewer, audit_id: UUID, change_id: UUID) -> SavedAnswer:
    return await save_answer(
        viewer=viewer,
        audit_id=audit_id,
        change_id=change_id,
        question_key="t01.q01",
        aspect="answer",
        value=YES,
        now=NOW,
    )


async def test_the_later_answer_holds_and_the_earlier_stays() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, "t01.q01", YES)
    await say(people.ros, audit_id, "t01.q01", NO)
    await say(people.ros, audit_id, "t01.q01", {"text": "Asked two."}, "note")
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.answers == {"t01.q01": NO}
    assert view.asides["t01.q01", "note"] == {"text": "Asked two."}
    assert await db.value("SELECT count(*) FROM answer") == 3


async def test_an_answer_can_be_taken_back() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, "t01.q01", YES)
    await say(people.ros, audit_id, "t01.q01", None)
    assert not (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).answers


async def test_the_same_change_twice_is_saved_once_with_the_same_result() -> None:
    people = await cast()
    audit_id = await opened(people)
    change_id = uuid4()
    first = await change(people.ros, audit_id, change_id)
    assert await change(people.ros, audit_id, change_id) == first
    assert await db.value("SELECT count(*) FROM answer") == 1
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'answer.saved'") == 1


async def test_the_same_change_twice_at_the_same_moment_is_saved_once() -> None:
    people = await cast()
    audit_id = await opened(people)
    change_id = uuid4()
    results = await asyncio.gather(*(change(people.ros, audit_id, change_id) for _ in range(4)))
    assert len(set(results)) == 1
    assert await db.value("SELECT count(*) FROM answer") == 1


async def test_a_change_is_not_taken_for_another_answer() -> None:
    people = await cast()
    change_id = uuid4()
    await change(people.ros, await opened(people), change_id)
    with pytest.raises(Conflict):
        await change(people.ros, await opened(people), change_id)


@pytest.mark.parametrize(
    ("key", "aspect", "value", "field"),
    [
        ("t01.q01", "answer", {"a": {"answer": "perhaps"}}, "t01.q01.a"),
        ("t01.q01", "answer", {"a": {"na": " "}}, "t01.q01.a"),
        ("t01.q05", "answer", {"a": {"n": 4, "of": 3}}, "t01.q05.a"),
        ("t01.q01", "answer", {"z": {"answer": "yes"}}, "t01.q01.z"),
        ("t01.q01", "safe", {"text": ""}, "t01.q01.safe"),
        ("t01.q01", "secret", {"text": "x"}, "t01.q01.secret"),
        ("t01.q01", "kinds", {"kinds": ["rumour"]}, "t01.q01.kinds"),
        ("t01.q99", "answer", YES, "t01.q99"),
        ("closing.worried", "answer", {"text": "x"}, "closing.worried"),
        ("closing.time_in", "answer", {"at": "25:00"}, "closing.time_in"),
        ("closing.staff_spoken_to", "answer", {"n": -1}, "closing.staff_spoken_to"),
        ("good.Z", "answer", {"text": "x"}, "good.Z"),
    ],
)
async def test_what_is_no_answer_is_refused_beside_its_field(
    key: str, aspect: str, value: dict[str, object], field: str
) -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(Invalid) as refused:
        await say(people.ros, audit_id, key, value, aspect)
    assert [fault[0] for fault in refused.value.faults] == [field]
    assert await db.value("SELECT count(*) FROM answer") == 0


async def test_fields_at_the_end_and_what_is_good_are_answers_too() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, "closing.people_spoken_to", {"n": 4})
    await say(people.ros, audit_id, "good.A", {"text": "Values are lived."})
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.fields == {
        "closing.people_spoken_to": {"n": 4},
        "good.A": {"text": "Values are lived."},
    }


async def test_a_worker_of_a_spot_check_must_be_known() -> None:
    people = await cast()
    audit_id = await opened(people, people.tolu, "t14")
    with pytest.raises(Invalid):
        await say(people.tolu, audit_id, "header.worker", {"worker": "W999"})
    await say(people.tolu, audit_id, "header.worker", {"worker": people.worker})


async def test_who_may_make_the_audit_may_go_on_with_it_and_others_may_not() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ben, audit_id, "t01.q01", YES)
    with pytest.raises(NotAllowed):
        await say(people.helen, audit_id, "t01.q01", YES)
    for viewer in (people.ian, people.tolu, people.sam):
        with pytest.raises(NotFound):
            await say(viewer, audit_id, "t01.q01", YES)


async def test_she_finds_where_she_stopped_and_what_is_unanswered() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, "t01.q12", {"a": {"n": 1, "of": 1}})
    await say(people.ros, audit_id, "t01.q01", YES)
    await say(people.ros, audit_id, "t01.q02", {"text": "No time."}, "not_looked")
    far = await progress(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert far.stopped_at == "t01.q02"
    assert (far.answered, far.asked) == (3, 32)
    assert far.sections[0].unanswered == ("t01.q03", "t01.q04")


async def test_nothing_is_saved_when_the_event_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = await cast()
    audit_id = await opened(people)

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("audits.commands.answering.events.record", fail)
    with pytest.raises(RuntimeError):
        await say(people.ros, audit_id, "t01.q01", YES)
    assert await db.value("SELECT count(*) FROM answer") == 0
