"""What happens on the way: progress, steps and proof."""

from uuid import UUID, uuid4

import pytest

from action_plans import queries
from action_plans.commands import add_proof, add_step, record_progress, tick_step, untick_step
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    TOMORROW,
    cast,
    closed,
    done,
    facts,
    kinds,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def kept_file(action_id: UUID) -> UUID:
    """A file that was kept for an action."""
    file_id = uuid4()
    await db.insert(
        "stored_file",
        id=file_id,
        name="door.jpg",
        content_type="image/jpeg",
        size=10,
        sha256="0" * 64,
        subject_kind="action",
        subject_id=action_id,
        added_at=NOW,
    )
    return file_id


async def test_the_first_progress_puts_an_action_under_way() -> None:
    people = await cast()
    action_id = await started(people, owner_id=people.kofi.user_id)
    for text in ("Ordered the parts.", "Parts are here."):
        await record_progress(viewer=people.kofi, action_id=action_id, text=text, now=TOMORROW)
    assert await facts(action_id, "status") == ["agreed", "in_progress"]
    detail = await queries.action(people.kofi, action_id, TOMORROW)
    assert {note["text"] for note in detail.notes} == {"Ordered the parts.", "Parts are here."}
    assert (await kinds(action_id)).count("action.progress") == 2


async def test_progress_needs_words_and_an_action_that_goes_on() -> None:
    people = await cast()
    with pytest.raises(Invalid):
        await record_progress(
            viewer=people.tolu, action_id=await started(people), text=" ", now=TOMORROW
        )
    for action_id in (await done(people), await started(people, status="proposed")):
        with pytest.raises(WrongState):
            await record_progress(
                viewer=people.tolu, action_id=action_id, text="On it.", now=TOMORROW
            )


@pytest.mark.parametrize("who", ["kofi", "una", "pat", "priya", "margaret", "dev"])
async def test_an_action_that_is_not_theirs_is_not_found(who: str) -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(NotFound):
        await record_progress(
            viewer=getattr(people, who), action_id=action_id, text="On it.", now=TOMORROW
        )


async def test_steps_are_ticked_and_unticked_once() -> None:
    people = await cast()
    action_id = await started(people, steps=("One",))
    two = await add_step(viewer=people.tolu, action_id=action_id, text="Two", now=TOMORROW)
    await tick_step(viewer=people.deb, step_id=two, now=TOMORROW)
    with pytest.raises(Conflict):
        await tick_step(viewer=people.tolu, step_id=two, now=TOMORROW)
    steps = (await queries.action(people.tolu, action_id, TOMORROW)).steps
    assert [step["done_at"] for step in steps] == [None, TOMORROW]
    await untick_step(viewer=people.tolu, step_id=two, now=TOMORROW)
    with pytest.raises(Conflict):
        await untick_step(viewer=people.tolu, step_id=two, now=TOMORROW)
    assert (await kinds(action_id))[1:] == [
        "action.step_added",
        "action.step_ticked",
        "action.step_unticked",
    ]


async def test_a_step_of_another_service_or_none_is_not_found() -> None:
    people = await cast()
    step = await add_step(
        viewer=people.tolu, action_id=await started(people), text="One", now=TOMORROW
    )
    for who, step_id in ((people.una, step), (people.tolu, uuid4())):
        with pytest.raises(NotFound):
            await tick_step(viewer=who, step_id=step_id, now=TOMORROW)


async def test_a_step_has_words() -> None:
    people = await cast()
    with pytest.raises(Invalid):
        await add_step(viewer=people.tolu, action_id=await started(people), text="", now=TOMORROW)


async def test_proof_is_words_a_place_a_photo_or_a_file() -> None:
    people = await cast()
    action_id = await started(people)
    file_id = await kept_file(action_id)
    for kind, text, file in (
        ("text", "The door shuts.", None),
        ("where", "Fire log, page 3", None),
        ("photo", None, file_id),
    ):
        await add_proof(
            viewer=people.tolu,
            action_id=action_id,
            kind=kind,
            text=text,
            file_id=file,
            now=TOMORROW,
        )
    detail = await queries.action(people.ros, action_id, TOMORROW)
    assert {proof["kind"] for proof in detail.proof} == {"text", "where", "photo"}
    assert (await kinds(action_id)).count("action.proof_added") == 3


@pytest.mark.parametrize("kind", ["text", "where", "photo", "file", "rumour"])
async def test_proof_of_nothing_is_refused(kind: str) -> None:
    people = await cast()
    action_id = await started(people)
    with pytest.raises(Invalid):
        await add_proof(viewer=people.tolu, action_id=action_id, kind=kind, text="  ", now=TOMORROW)


async def test_a_file_kept_for_something_else_is_not_found() -> None:
    people = await cast()
    action_id, other = await started(people), await started(people)
    with pytest.raises(NotFound):
        await add_proof(
            viewer=people.tolu,
            action_id=action_id,
            kind="file",
            file_id=await kept_file(other),
            now=TOMORROW,
        )


async def test_what_is_closed_takes_no_more_proof_and_no_machine_adds_any() -> None:
    people = await cast()
    with pytest.raises(WrongState):
        await add_proof(
            viewer=people.tolu, action_id=await closed(people), kind="text", text="x", now=TOMORROW
        )
    with pytest.raises(NotAllowed):
        await add_proof(
            viewer=COMMAND_LINE, action_id=await started(people), kind="text", text="x", now=NOW
        )


async def test_no_event_no_progress_step_or_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    action_id = await started(people)
    step = await add_step(viewer=people.tolu, action_id=action_id, text="One", now=TOMORROW)
    before = await of(action_id)
    no_event(monkeypatch)
    who = people.tolu
    for attempt in (
        record_progress(viewer=who, action_id=action_id, text="On it.", now=TOMORROW),
        add_step(viewer=who, action_id=action_id, text="Two", now=TOMORROW),
        tick_step(viewer=who, step_id=step, now=TOMORROW),
        add_proof(viewer=who, action_id=action_id, kind="text", text="x", now=TOMORROW),
    ):
        with pytest.raises(OSError, match="disk full"):
            await attempt
    assert await of(action_id) == before
    assert await facts(action_id, "status") == ["agreed"]
    for table in ("action_note", "proof"):
        assert await db.value(f"SELECT count(*) FROM {table}") == 0
    assert await db.value("SELECT count(*) FROM action_step WHERE done_at IS NULL") == 1
