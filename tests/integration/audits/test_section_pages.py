"""The questions of a section on one page, saved by its buttons."""

from datetime import timedelta
from types import ModuleType
from uuid import UUID

import pytest

from audits.commands.completing import complete_audit
from audits.queries.audits import audit
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.audits.cast import Cast, cast, opened, ready, say
from tests.integration.audits.pages import hidden, photo, statements
from tests.web import faults, links, signed_in, words

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.clock.now", lambda: NOW + timedelta(minutes=5))


async def kept(viewer: Viewer, audit_id: UUID, key: str) -> dict[str, object]:
    view = await audit(viewer=viewer, audit_id=audit_id, now=NOW)
    return {code: dict(value) for code, value in view.answers.get(key, {}).items()}


async def changes(db: ModuleType) -> int:
    found: int = await db.value("SELECT count(*) FROM answer")
    return found


async def test_all_that_was_typed_is_saved_and_leads_on() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections"
    async with signed_in(people.ros) as browser:
        page = await browser.get(f"{path}/A")
        form = hidden(page) | {
            "t01.q01.a.answer": "yes",
            "t01.q02.a.n": "3",
            "t01.q02.a.of": "4",
            "t01.q02.sample": "By lot",
            "t01.q03.a.answer": "na",
            "t01.q03.a.na": "Nobody lives here yet",
            "t01.q04.a.answer": "partly",
            "t01.q04.note": "Two of five knew how.",
            "t01.q04.kinds": "talked_to_staff",
            "good.A": "Calm and kind.",
            "then": f"{path}/B",
        }
        answer = await browser.post(f"{path}/A", form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{path}/B"
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.answers["t01.q01"] == {"a": {"answer": "yes"}}
    assert view.answers["t01.q02"] == {"a": {"n": 3, "of": 4}}
    assert view.answers["t01.q03"] == {"a": {"na": "Nobody lives here yet"}}
    assert view.asides["t01.q02", "sample"] == {"text": "By lot"}
    assert view.asides["t01.q04", "note"] == {"text": "Two of five knew how."}
    assert view.asides["t01.q04", "kinds"] == {"kinds": ["talked_to_staff"]}
    assert view.fields["good.A"] == {"text": "Calm and kind."}


async def test_what_was_not_changed_is_not_saved_again(db: ModuleType) -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    async with signed_in(people.ros) as browser:
        form = {"t01.q01.a.answer": "yes", "t01.q01.note": "Seen twice."}
        await browser.post(path, hidden(await browser.get(path)) | form)
        before = await changes(db)
        await browser.post(path, hidden(await browser.get(path)) | form)
        assert await changes(db) == before


async def test_a_page_that_lay_open_overwrites_nothing_newer() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    async with signed_in(people.ros) as browser:
        lay_open = hidden(await browser.get(path))
        await say(people.ben, audit_id, "t01.q01", {"a": {"answer": "no"}})
        await browser.post(path, lay_open | {"t01.q03.a.answer": "yes"})
    assert await kept(people.ros, audit_id, "t01.q01") == {"a": {"answer": "no"}}
    assert await kept(people.ros, audit_id, "t01.q03") == {"a": {"answer": "yes"}}


async def test_an_answer_that_was_emptied_is_taken_back() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    await say(people.ros, audit_id, "t01.q02", {"a": {"n": 1, "of": 2}})
    async with signed_in(people.ros) as browser:
        await browser.post(path, hidden(await browser.get(path)) | {"t01.q02.a.n": ""})
    assert await kept(people.ros, audit_id, "t01.q02") == {}


async def test_faults_stand_beside_their_fields_with_what_was_typed() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    async with signed_in(people.ros) as browser:
        answer = await browser.post(
            path,
            {
                "t01.q01.a.answer": "yes",
                "t01.q02.a.n": "5",
                "t01.q02.a.of": "four",
                "t01.q03.a.answer": "na",
                "t01.q03.note": "Ask again in May.",
            },
        )
    assert answer.status_code == 422
    assert 'value="four"' in answer.text
    assert "Ask again in May." in answer.text
    assert faults(answer) == [
        "Write whole numbers: how many, and of how many.",
        "Say why this does not apply.",
    ]
    assert 'href="#t01.q02.a"' in answer.text
    assert await kept(people.ros, audit_id, "t01.q01") == {"a": {"answer": "yes"}}
    assert await kept(people.ros, audit_id, "t01.q02") == {}


async def test_a_photo_goes_with_its_question_and_can_be_taken_back() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    async with signed_in(people.ros) as browser:
        await browser.post(
            path,
            {"t01.q01.caption": "The board in the hall", "t01.q02.pointer": "Office file 3"},
            files={"t01.q01.photo": ("hall.png", photo(), "image/png")},
        )
        page = await browser.get(path)
        assert "The board in the hall" in words(page)
        assert "Office file 3" in words(page)
        view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
        shown = next(row for row in view.evidence if row.kind == "photo")
        href = f"/audits/{audit_id}/evidence/{shown.id}"
        assert href in links(page)
        small = await browser.get(f"{href}?size=small")
        assert small.headers["content-type"] == "image/jpeg"
        async with signed_in(people.tolu) as elsewhere:
            assert (await elsewhere.get(href)).status_code == 404
        await browser.post(path, {"take_back": str(shown.id)})
        assert (await browser.get(href)).status_code == 404
        assert "The board in the hall" not in words(await browser.get(path))


async def test_what_is_no_photo_is_refused_and_nothing_else_is_lost() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    async with signed_in(people.ros) as browser:
        answer = await browser.post(
            path,
            {"t01.q01.caption": "The board", "t01.q01.a.answer": "no"},
            files={"t01.q01.photo": ("hall.jpg", b"not a photo", "image/jpeg")},
        )
    assert answer.status_code == 422
    assert 'value="The board"' in answer.text
    assert await kept(people.ros, audit_id, "t01.q01") == {"a": {"answer": "no"}}


async def test_what_failed_last_time_is_marked_with_its_action() -> None:
    people = await cast()
    await _completed(people)
    audit_id = await opened(people)
    async with signed_in(people.ros) as browser:
        page = words(await browser.get(f"/audits/{audit_id}/sections/A"))
        overview = words(await browser.get(f"/audits/{audit_id}"))
    assert "Last time: Partly. Invite people to the next check , agreed" in page
    assert "Last time, on 2 November 2026: 2 to put right" in overview


async def _completed(people: Cast) -> UUID:
    audit_id = await ready(people)
    await complete_audit(viewer=people.ros, audit_id=audit_id, told_manager_at=NOW, now=NOW)
    return audit_id


async def test_a_name_in_a_note_is_pointed_out() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, "t01.q01", {"text": "Told Kofi about it."}, "note")
    async with signed_in(people.ros) as browser:
        page = await browser.get(f"/audits/{audit_id}/sections/A")
    assert "This looks like a name: Kofi." in words(page)


async def test_who_may_not_go_on_with_an_audit_gets_no_questions() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/A"
    for viewer, status in (
        (people.ros, 200),
        (people.ben, 200),
        (people.ian, 404),
        (people.tolu, 404),
        (people.sam, 404),
        (people.helen, 403),
    ):
        async with signed_in(viewer) as browser:
            assert (await browser.get(path)).status_code == status
            if status != 200:
                posted = await browser.post(path, {"t01.q01.a.answer": "yes"})
                assert posted.status_code == status
    async with signed_in(people.ros) as browser:
        assert (await browser.get(f"/audits/{audit_id}/sections/Z")).status_code == 404


async def test_a_page_asks_the_database_as_often_for_many_answers_as_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/C"
    async with signed_in(people.ros) as browser:
        await browser.get(path)
        with statements(monkeypatch) as empty:
            await browser.get(path)
        for key in ("t01.q11", "t01.q12", "t01.q13", "t01.q14", "t01.q15", "t01.q16"):
            await say(people.ros, audit_id, key, {"a": {"n": 1, "of": 2}})
            await say(people.ros, audit_id, key, {"text": "Seen."}, "note")
        with statements(monkeypatch) as filled:
            await browser.get(path)
    assert len(filled) == len(empty)
    assert len(filled) <= 14


async def test_a_critical_question_that_failed_asks_how_it_was_made_safe() -> None:
    people = await cast()
    audit_id = await opened(people)
    path = f"/audits/{audit_id}/sections/B"
    await say(people.ros, audit_id, "t01.q06", {"a": {"answer": "no"}})
    async with signed_in(people.ros) as browser:
        page = await browser.get(path)
        assert page.text.count("qa-question--failed") == 1
        assert f"/audits/{audit_id}/put-right/t01.q06" in links(page)
        await browser.post(
            path, hidden(page) | {"t01.q06.a.answer": "no", "t01.q06.safe": "Opened it."}
        )
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.asides["t01.q06", "safe"] == {"text": "Opened it."}


async def test_a_spot_check_begins_with_the_worker() -> None:
    people = await cast()
    audit_id = await opened(people, people.ros, "t14")
    path = f"/audits/{audit_id}/start"
    async with signed_in(people.ros) as browser:
        page = await browser.get(path)
        assert f"Kofi Testworker ({people.worker})" in words(page)
        answer = await browser.post(
            path,
            hidden(page)
            | {
                "header.worker": people.worker,
                "header.started_at": "14:05",
                "header.unannounced": "yes",
                "then": f"/audits/{audit_id}/sections/A",
            },
        )
        assert answer.headers["location"] == f"/audits/{audit_id}/sections/A"
        bad = await browser.post(path, {"header.started_at": "quarter past"})
        assert bad.status_code == 422
        assert "Write the time like 14:30." in words(bad)
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.fields["header.worker"] == {"worker": people.worker}
    assert view.fields["header.started_at"] == {"at": "14:05"}
