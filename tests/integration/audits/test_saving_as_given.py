"""One answer at a time, as a script on the page sends it."""

from datetime import timedelta
from types import ModuleType
from uuid import UUID, uuid4

import pytest

from audits.commands.completing import complete_audit
from audits.queries.audits import audit
from tests.factories import NOW
from tests.integration.audits.cast import cast, opened, ready
from tests.integration.audits.pages import photo
from tests.web import api, signed_in

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.clock.now", lambda: NOW + timedelta(minutes=5))


def _path(audit_id: UUID, key: str) -> str:
    return f"/audits/{audit_id}/answers/{key}"


async def test_the_answer_says_when_it_was_saved_and_how_far_she_is() -> None:
    people = await cast()
    audit_id = await opened(people)
    async with signed_in(people.ros) as browser:
        form = {"t01.q06.a.answer": "no", "change": str(uuid4())}
        answer = await browser.post(_path(audit_id, "t01.q06"), form)
    assert answer.status_code == 200
    said = answer.json()
    assert said["saved"] == "Saved 09:05"
    assert said["failed"]
    assert said["faults"] == {}
    assert said["progress"] == {
        "answered": 1,
        "words": "1 of 32 answered, 1 to put right, 1 critical",
    }


async def test_the_same_change_sent_twice_is_saved_once(db: ModuleType) -> None:
    people = await cast()
    audit_id = await opened(people)
    form = {
        "t01.q01.a.answer": "yes",
        "t01.q01.pointer": "Office file 3",
        "t01.q01.caption": "The hall",
        "change": str(uuid4()),
    }
    async with signed_in(people.ros) as browser:
        for _ in range(2):
            files = {"t01.q01.photo": ("hall.png", photo(), "image/png")}
            answer = await browser.post(_path(audit_id, "t01.q01"), form, files=files)
            assert answer.status_code == 200
    assert await db.value("SELECT count(*) FROM answer") == 1
    assert await db.value("SELECT count(*) FROM evidence") == 2
    said = answer.json()
    assert {one["words"] for one in said["evidence"]} == {"The hall", "Office file 3"}
    assert said["taken"] == ["t01.q01.photo", "t01.q01.caption", "t01.q01.pointer"]


async def test_what_was_saved_is_what_the_page_shows_from_then_on(db: ModuleType) -> None:
    people = await cast()
    audit_id = await opened(people)
    form = {"t01.q01.a.answer": "yes", "t01.q01.note": "Seen.", "change": str(uuid4())}
    async with signed_in(people.ros) as browser:
        said = (await browser.post(_path(audit_id, "t01.q01"), form)).json()
        again = form | {"t01.q01.seen": said["seen"], "change": str(uuid4())}
        await browser.post(_path(audit_id, "t01.q01"), again)
    assert await db.value("SELECT count(*) FROM answer") == 2


async def test_a_fault_is_told_and_the_rest_is_saved() -> None:
    people = await cast()
    audit_id = await opened(people)
    form = {"t01.q02.a.n": "9", "t01.q02.a.of": "4", "t01.q02.note": "Looked at four."}
    async with signed_in(people.ros) as browser:
        answer = await browser.post(_path(audit_id, "t01.q02"), form)
    assert answer.status_code == 422
    assert answer.json()["faults"] == {"t01.q02.a": "9 is more than the 4 looked at."}
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.asides["t01.q02", "note"] == {"text": "Looked at four."}


async def test_a_name_is_pointed_out_beside_its_field() -> None:
    people = await cast()
    audit_id = await opened(people)
    async with signed_in(people.ros) as browser:
        form = {"t01.q01.note": "Told Kofi about it."}
        said = (await browser.post(_path(audit_id, "t01.q01"), form)).json()
    assert list(said["names"]) == ["t01.q01.note"]
    assert "Kofi" in said["names"]["t01.q01.note"]


async def test_a_field_at_the_end_is_saved_alike() -> None:
    people = await cast()
    audit_id = await opened(people)
    async with signed_in(people.ros) as browser:
        good = await browser.post(
            _path(audit_id, "closing.staff_spoken_to"), {"closing.staff_spoken_to": "4"}
        )
        bad = await browser.post(
            _path(audit_id, "closing.staff_spoken_to"), {"closing.staff_spoken_to": "Kofi"}
        )
        unknown = await browser.post(_path(audit_id, "closing.nothing"), {})
    assert good.status_code == 200
    assert bad.status_code == 422
    assert unknown.status_code == 404
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.fields["closing.staff_spoken_to"] == {"n": 4}


async def test_nothing_is_taken_after_completion_or_from_outside() -> None:
    people = await cast()
    audit_id = await ready(people)
    form = {"t01.q01.a.answer": "no"}
    async with signed_in(people.tolu) as browser:
        assert (await browser.post(_path(audit_id, "t01.q01"), form)).status_code == 404
    await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=NOW, now=NOW)
    async with signed_in(people.ros) as browser:
        assert (await browser.post(_path(audit_id, "t01.q01"), form)).status_code == 409


async def test_a_device_brings_its_changes_in_one_list() -> None:
    people = await cast()
    audit_id = await opened(people)
    one, two = str(uuid4()), str(uuid4())
    changes = [
        {"id": one, "question": "t01.q01", "aspect": "answer", "value": {"a": {"answer": "yes"}}},
        {"id": two, "question": "t01.q02", "aspect": "answer", "value": {"a": {"n": 1}}},
    ]
    async with api(people.ros) as client:
        for _ in range(2):
            answer = await client.post(f"/api/audits/{audit_id}/answers", json=changes)
            assert answer.status_code == 200
            taken, refused = answer.json()["items"]
            assert taken == {"id": one, "saved": True, "faults": {}}
            assert refused["faults"] == {
                "t01.q02.a": "Write whole numbers: how many, and of how many."
            }
    async with api(people.tolu) as client:
        hidden_from = await client.post(f"/api/audits/{audit_id}/answers", json=changes)
        assert hidden_from.status_code == 404


async def test_the_list_of_audits_as_json_is_paged_and_without_score_for_the_service() -> None:
    people = await cast()
    first = await ready(people)
    await complete_audit(viewer=people.ros, audit_id=first, told_manager_at=NOW, now=NOW)
    await opened(people)
    async with api(people.ros) as client:
        page = (await client.get("/api/audits?page_size=1")).json()
        rest = (await client.get(f"/api/audits?cursor={page['next']}")).json()
        done = (await client.get("/api/audits?status=complete")).json()["items"]
    assert len(page["items"]) == len(rest["items"]) == 1
    assert rest["next"] is None
    assert [one["id"] for one in done] == [str(first)]
    assert done[0]["score"] is not None
    assert done[0]["completed_on"] == "2026-11-02"
    async with api(people.tolu) as client:
        seen = (await client.get("/api/audits")).json()["items"]
    assert [(one["id"], one["score"]) for one in seen] == [(str(first), None)]
