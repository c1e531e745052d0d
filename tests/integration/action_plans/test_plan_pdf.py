"""The printed plan over HTTP: who gets it, and what is never on it."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader

from action_plans import commands
from app import create_app
from qa import db
from qa.auth.commands import make_token
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import LATER, Cast, cast, closed, found, started

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.clock.now", lambda: NOW + timedelta(days=2))


async def asked(viewer: Viewer, path: str) -> httpx.Response:
    assert viewer.user_id is not None
    token = await make_token(viewer=COMMAND_LINE, user_id=viewer.user_id, now=NOW)
    transport = httpx.ASGITransport(app=create_app())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get(path, headers={"authorization": f"Bearer {token}"})


async def plan_of(people: Cast, viewer: Viewer, size: str = "") -> httpx.Response:
    return await asked(viewer, f"/services/{people.service}/plan.pdf?size={size}")


def words_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def embargo(action_id: UUID, until: datetime) -> None:
    await db.execute("UPDATE action SET embargoed_until = {} WHERE id = {}", until, action_id)


async def test_the_manager_gets_the_plan_with_what_is_late_and_what_was_put_right() -> None:
    people = await cast()
    await started(people, title="Mend the gate", severity="high", steps=("Ring the builder",))
    await closed(people, title="New sofa")
    words = words_of(await plan_of(people, people.tolu))
    assert "Mend the gate" in words
    assert "Ring the builder" in words
    assert "Raised by a Quality Manager" in words
    assert "Put right in the last 90 days" in words
    assert words.index("Mend the gate") < words.index("New sofa")


async def test_there_is_large_print() -> None:
    people = await cast()
    answer = await plan_of(people, people.tolu, size="large")
    page = PdfReader(BytesIO(answer.content)).pages[0]
    assert page.mediabox.width > page.mediabox.height


async def test_who_may_not_read_the_plan_cannot_tell_it_from_one_that_is_not_there() -> None:
    people = await cast()
    await started(people)
    for outsider in (people.una, people.pat, people.priya, people.margaret, people.dev):
        refused = await plan_of(people, outsider)
        missing = await asked(outsider, f"/services/{uuid4()}/plan.pdf?size=")
        assert refused.status_code == missing.status_code == 404
        assert without_nonce(refused) == without_nonce(missing)


async def test_restricted_and_embargoed_actions_are_never_printed() -> None:
    people = await cast()
    restricted = await found(people, restricted=True)
    await started(people, restricted, title="Never on paper", owner_name="HR")
    embargoed = await started(people, title="Not yet told")
    await embargo(embargoed, LATER)
    await started(people, title="Known to all")
    words = words_of(await plan_of(people, people.ros))
    assert "Known to all" in words
    assert "Never on paper" not in words
    assert "Not yet told" not in words
    assert "1 action to put right" in words


async def test_a_source_under_embargo_is_not_printed() -> None:
    people = await cast()
    action_id = await started(people, await found(people, source="family"), title="Tea time")
    told_later = await found(people, source="cqc")
    await commands.join_finding(
        viewer=people.ros, finding_id=told_later, action_id=action_id, now=NOW
    )
    await db.execute("UPDATE finding SET embargoed_until = {} WHERE id = {}", LATER, told_later)
    words = words_of(await plan_of(people, people.ros))
    assert "Raised by a family." in words
    assert "CQC" not in words


async def test_a_guest_is_sent_to_sign_in() -> None:
    transport = httpx.ASGITransport(app=create_app())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get(f"/services/{uuid4()}/plan.pdf")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


def without_nonce(answer: httpx.Response) -> str:
    return re.sub(r'nonce="[^"]*"', "", answer.text)
