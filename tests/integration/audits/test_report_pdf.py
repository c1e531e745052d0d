"""The printed report over HTTP: who gets it, what is on it, and the score only for a few."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader

from app import create_app
from audits.commands.completing import complete_audit
from audits.commands.evidence import add_photo, add_pointer
from qa.auth.commands import make_token
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer
from tests import paper
from tests.factories import NOW, make_user
from tests.integration.audits.cast import CRITICAL, LATER, SHORT, Cast, cast, ready

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.clock.now", lambda: LATER + timedelta(minutes=1))


async def asked(viewer: Viewer, audit_id: UUID) -> httpx.Response:
    assert viewer.user_id is not None
    token = await make_token(viewer=COMMAND_LINE, user_id=viewer.user_id, now=NOW)
    transport = httpx.ASGITransport(app=create_app())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        headers = {"authorization": f"Bearer {token}"}
        return await client.get(f"/audits/{audit_id}/report.pdf", headers=headers)


async def completed(people: Cast, *, told: bool = True) -> UUID:
    audit_id = await ready(people)
    photo = await add_photo(
        viewer=people.ros,
        audit_id=audit_id,
        question_key=CRITICAL,
        name="door.jpg",
        content=paper.photo(),
        caption="The locked door",
        now=NOW,
    )
    assert photo
    await add_pointer(
        viewer=people.ros, audit_id=audit_id, question_key=SHORT, where="File 3", now=NOW
    )
    await complete_audit(
        viewer=people.ros,
        audit_id=audit_id,
        told_manager_at=LATER if told else None,
        now=LATER,
    )
    return audit_id


def reader_of(answer: httpx.Response) -> PdfReader:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def words_of(answer: httpx.Response) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader_of(answer).pages).split())


async def test_the_manager_reads_what_is_good_what_to_put_right_and_no_score() -> None:
    people = await cast()
    answer = await asked(people.tolu, await completed(people))
    words = words_of(answer)
    assert words.index("People were at ease.") < words.index("What is to put right")
    assert "People were not asked." in words
    assert "Made safe before leaving: Unlocked the door." in words
    assert "Invite people to the next check" in words
    assert "Team leader" in words
    assert "File 3" in words
    assert "2 people we support" in words
    assert any(page.images for page in reader_of(answer).pages)
    assert "internal" not in words
    assert "%" not in words


async def test_the_quality_team_has_the_score_marked_internal() -> None:
    people = await cast()
    words = words_of(await asked(people.ben, await completed(people)))
    assert "Score: internal, not for the service" in words
    assert "1 critical question failed" in words


async def test_the_auditor_stands_there_with_name_and_role() -> None:
    people = await cast()
    words = words_of(await asked(people.helen, await completed(people)))
    assert f"{people.ros.name}, Quality Manager" in words


async def test_who_may_not_read_it_cannot_tell_it_from_one_that_is_not_there() -> None:
    people = await cast()
    audit_id = await completed(people)
    outsiders = [
        await make_user(Role.SERVICE_MANAGER, services=(people.elsewhere,)),
        await make_user(Role.ADMINISTRATOR),
        await make_user(Role.COMMITTEE_MEMBER),
        await make_user(Role.SUPPORT_WORKER, services=(people.service,)),
    ]
    for outsider in outsiders:
        refused, missing = await asked(outsider, audit_id), await asked(outsider, uuid4())
        assert refused.status_code == missing.status_code == 404
        assert without_nonce(refused) == without_nonce(missing)


async def test_the_service_does_not_read_it_before_it_was_told() -> None:
    people = await cast()
    audit_id = await completed(people, told=False)
    assert (await asked(people.tolu, audit_id)).status_code == 404
    assert (await asked(people.ros, audit_id)).status_code == 200


async def test_there_is_no_report_of_an_audit_that_is_still_open() -> None:
    people = await cast()
    assert (await asked(people.ros, await ready(people))).status_code == 404


def without_nonce(answer: httpx.Response) -> str:
    return re.sub(r'nonce="[^"]*"', "", answer.text)
