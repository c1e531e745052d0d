"""How serious an action is, as a dated fact."""

from datetime import timedelta
from uuid import UUID

import pytest

from action_plans import queries
from action_plans.commands import set_severity
from qa.errors import Invalid, NotAllowed, WrongState
from qa.viewer import Viewer
from tests.integration.action_plans.cast import (
    TOMORROW,
    cast,
    closed,
    done,
    facts,
    found,
    in_days,
    kinds,
    mail_of,
    no_event,
    of,
    started,
)

pytestmark = pytest.mark.usefixtures("db")


async def say(who: Viewer, action_id: UUID, severity: str, reason: str = "") -> None:
    await set_severity(
        viewer=who,
        action_id=action_id,
        severity=severity,
        reason=reason,
        now=TOMORROW,
    )


async def test_more_serious_is_due_sooner_and_the_first_date_stays() -> None:
    people = await cast()
    action_id = await started(people)
    await say(people.sam, action_id, "high", "It happened again.")
    row = await of(action_id)
    assert (row["severity"], row["due_on"], row["first_due_on"]) == (
        "high",
        in_days(15),
        in_days(42),
    )
    assert await facts(action_id, "severity") == ["medium", "high"]
    assert (await kinds(action_id))[-1] == "action.severity_set"
    detail = await queries.action(people.tolu, action_id, TOMORROW)
    assert detail.notes[-1]["text"] == "It happened again."
    assert detail.due_dates == [in_days(42), in_days(15)]


async def test_less_serious_keeps_the_due_date() -> None:
    people = await cast()
    action_id = await started(people, severity="high")
    await say(people.ros, action_id, "low")
    assert (await of(action_id))["due_on"] == in_days(14)


async def test_a_claim_keeps_its_due_date() -> None:
    people = await cast()
    action_id = await done(people)
    await say(people.ros, action_id, "critical")
    assert (await of(action_id))["due_on"] == in_days(42)


@pytest.mark.parametrize("who", ["tolu", "sam", "deb"])
async def test_only_the_quality_team_makes_it_less_serious(who: str) -> None:
    people = await cast()
    with pytest.raises(NotAllowed, match="quality team"):
        await say(getattr(people, who), await started(people), "low")


async def test_nobody_makes_what_must_change_count_less() -> None:
    people = await cast()
    words = await found(people, source="quality_advisor", question_key="t16.q24")
    with pytest.raises(NotAllowed, match="must change"):
        await say(people.ros, await started(people, words), "low")


async def test_what_becomes_critical_the_service_reads_at_once() -> None:
    people = await cast()
    finding_id = await found(people, embargoed_until=TOMORROW + timedelta(hours=5))
    action_id = await started(people, finding_id)
    assert not await queries.may_see_action(people.tolu, action_id, TOMORROW)
    await say(people.ros, action_id, "critical")
    assert await queries.may_see_action(people.tolu, action_id, TOMORROW)
    assert await mail_of(people.tolu) == ["You have a new action at a service"]


async def test_what_is_closed_or_no_severity_is_refused() -> None:
    people = await cast()
    with pytest.raises(WrongState):
        await say(people.ros, await closed(people), "high")
    with pytest.raises(Invalid):
        await say(people.ros, await started(people), "dire")


async def test_no_event_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    people = await cast()
    action_id = await started(people)
    before = await of(action_id)
    no_event(monkeypatch)
    with pytest.raises(OSError, match="disk full"):
        await say(people.ros, action_id, "critical")
    assert await of(action_id) == before
