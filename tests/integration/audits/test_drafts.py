"""Drafts: one for each question, every fault at once; what is critical may go in at once."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from audits.commands.drafts import raise_critical_now, save_draft
from audits.queries.audits import audit
from qa import db
from qa.errors import Invalid, NotAllowed, WrongState
from tests.factories import NOW
from tests.integration.audits.cast import CRITICAL, SHORT, Cast, cast, draft, opened, say

pytestmark = pytest.mark.usefixtures("db")


async def save(people: Cast, audit_id: UUID, **given: Any) -> None:
    await save_draft(viewer=people.ros, audit_id=audit_id, question_key=SHORT, now=NOW, **given)


async def test_a_draft_is_kept_as_written_and_the_later_one_holds() -> None:
    people = await cast()
    audit_id = await opened(people)
    await draft(people.ros, audit_id, SHORT, framework_item="R4")
    await save(people, audit_id, none_because="It is the landlord's and in hand.")
    await draft(people.ros, audit_id, SHORT, "high", suggested_action="Ask them.")
    kept = (await audit(viewer=people.ros, audit_id=audit_id, now=NOW)).drafts
    assert list(kept) == [SHORT]
    assert (kept[SHORT].text, kept[SHORT].severity) == ("People were not asked.", "high")
    action = kept[SHORT].new_action
    assert action is not None
    assert action.title == "Invite people to the next check"
    assert kept[SHORT].none_because is None


async def test_every_fault_of_a_draft_is_told_at_once() -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(Invalid) as refused:
        await save(
            people,
            audit_id,
            text="People were not asked.",
            severity="awful",
            framework_item="ZZ9",
            none_because="None.",
            join_action_id=uuid4(),
            new_action={"title": "", "steps": ["x" * 301]},
        )
    assert {field for field, _ in refused.value.faults} == {
        f"{SHORT}.{name}"
        for name in (
            "severity",
            "framework_item",
            "none_because",
            "join",
            "new.title",
            "new.owner",
            "new.steps",
        )
    }
    assert await db.value("SELECT count(*) FROM draft") == 0


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ({"title": "Do", "owner_id": str(uuid4())}, "new.owner"),
        ({"title": "Do", "owner_name": "HR", "first_due_on": "2026-10-01"}, "new.first_due_on"),
        ({"title": "Do", "owner_name": "HR", "first_due_on": "soon"}, "new"),
        ({"title": "Do", "owner_name": "HR", "steps": ["x"] * 21}, "new.steps"),
    ],
)
async def test_an_action_is_checked_while_it_is_a_draft(action: dict[str, Any], field: str) -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(Invalid) as refused:
        await draft(people.ros, audit_id, SHORT, new_action=action)
    assert [fault[0] for fault in refused.value.faults] == [f"{SHORT}.{field}"]


async def test_who_does_not_make_the_audit_drafts_nothing() -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(NotAllowed):
        await draft(people.helen, audit_id, SHORT)


async def test_what_is_critical_goes_into_the_plan_at_once() -> None:
    people = await cast()
    audit_id = await opened(people)
    await say(people.ros, audit_id, CRITICAL, {"a": {"answer": "no"}})
    await draft(people.ros, audit_id, CRITICAL, "critical")
    finding_id = await raise_critical_now(
        viewer=people.ros, audit_id=audit_id, question_key=CRITICAL, now=NOW
    )
    found = await db.row(
        """SELECT f.embargoed_until, a.severity, a.embargoed_until AS action_embargo,
                  a.due_on - a.raised_on AS days
           FROM finding f JOIN action a ON a.id = f.action WHERE f.id = {}""",
        finding_id,
    )
    assert found is not None
    assert dict(found) == {
        "embargoed_until": None,
        "severity": "critical",
        "action_embargo": None,
        "days": 7,
    }
    with pytest.raises(WrongState):
        await raise_critical_now(
            viewer=people.ros, audit_id=audit_id, question_key=CRITICAL, now=NOW
        )
    with pytest.raises(WrongState):
        await draft(people.ros, audit_id, CRITICAL, "critical")
    assert await db.value("SELECT count(*) FROM finding") == 1


async def test_only_what_is_critical_and_has_an_action_goes_in_at_once() -> None:
    people = await cast()
    audit_id = await opened(people)
    await draft(people.ros, audit_id, SHORT)
    await draft(people.ros, audit_id, CRITICAL, "critical", new_action=None)
    for key in (SHORT, CRITICAL, "t01.q01"):
        with pytest.raises(Invalid):
            await raise_critical_now(
                viewer=people.ros, audit_id=audit_id, question_key=key, now=NOW
            )
    assert await db.value("SELECT count(*) FROM finding") == 0
