"""What becomes of outside reports: sent on, checked, settled; and the log of reads."""

from datetime import timedelta

import pytest

from action_plans import queries
from action_plans.commands import (
    log_reading,
    mark_accuracy_checked,
    mark_sent_on,
    say_no_action,
)
from action_plans.queries.reports import (
    possible_recipients,
    recipients,
    report,
    reports_list,
    waiting_to_be_sent_on,
)
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    cast,
    kinds,
    mail_of,
    started,
)
from tests.integration.action_plans.reporting import (
    SOMETHING,
    about,
    id_of,
    only,
    possible_roles,
    recorded,
)

pytestmark = pytest.mark.usefixtures("db")


async def test_the_director_sends_a_report_on_and_each_gets_one_mail() -> None:
    people = await cast()
    report_id = await recorded(people.tolu, about(people.service))
    assert await waiting_to_be_sent_on(people.helen, NOW) == 1
    offered = {one["id"] for one in await possible_recipients(report_id, NOW)}
    assert {people.sam.user_id, people.tolu.user_id, people.ros.user_id} <= offered
    assert not {people.una.user_id, people.pat.user_id, people.ian.user_id} & offered
    for _ in range(2):
        await mark_sent_on(
            viewer=people.helen, report_id=report_id, person_ids=[id_of(people.sam)], now=NOW
        )
    assert await mail_of(people.sam) == [SOMETHING]
    assert [one["person"] for one in await recipients(report_id)] == [people.sam.user_id]
    assert await kinds(report_id) == ["report.recorded", "report.sent_on"]
    assert await waiting_to_be_sent_on(people.helen, NOW) == 0
    assert await reports_list(people.helen, NOW, waiting=True) == []
    assert len(await reports_list(people.helen, NOW)) == 1


async def test_nobody_is_sent_what_they_may_not_see() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service, restricted=True))
    with pytest.raises(Invalid, match="may not see"):
        await mark_sent_on(
            viewer=people.helen, report_id=report_id, person_ids=[id_of(people.sam)], now=NOW
        )
    assert await recipients(report_id) == []
    assert await possible_roles(report_id) == {"quality_manager", "director"}


@pytest.mark.parametrize("who", ["ros", "sam", "tolu"])
async def test_only_the_director_sends_on(who: str) -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    with pytest.raises(NotAllowed):
        await mark_sent_on(
            viewer=getattr(people, who),
            report_id=report_id,
            person_ids=[id_of(people.ben)],
            now=NOW,
        )


async def test_sending_on_needs_somebody_and_an_outside_report() -> None:
    people = await cast()
    outside = await recorded(people.ros, about(people.service))
    with pytest.raises(Invalid):
        await mark_sent_on(viewer=people.helen, report_id=outside, person_ids=[], now=NOW)
    inside = await recorded(people.ros, about(people.service), source="family")
    with pytest.raises(WrongState):
        await mark_sent_on(
            viewer=people.helen, report_id=inside, person_ids=[id_of(people.ros)], now=NOW
        )


async def test_the_quality_team_says_once_that_a_report_is_right() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    with pytest.raises(NotAllowed):
        await mark_accuracy_checked(viewer=people.tolu, report_id=report_id, now=NOW)
    with pytest.raises(NotAllowed):
        await mark_accuracy_checked(viewer=COMMAND_LINE, report_id=report_id, now=NOW)
    await mark_accuracy_checked(viewer=people.ros, report_id=report_id, now=NOW)
    with pytest.raises(Conflict):
        await mark_accuracy_checked(viewer=people.ben, report_id=report_id, now=NOW)
    assert (await report(people.ros, report_id, NOW))["accuracy_checked_at"] == NOW


async def test_no_action_needs_a_reason_and_settles_the_report() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    first = await queries.unanswered_first(people.tolu, NOW, queries.FindingFilters())
    assert [one["place"] for one in first] == [0]
    with pytest.raises(Invalid):
        await say_no_action(viewer=people.ros, report_id=report_id, because=" ", now=NOW)
    with pytest.raises(NotAllowed):
        await say_no_action(viewer=people.tolu, report_id=report_id, because="Mended.", now=NOW)
    await say_no_action(viewer=people.ros, report_id=report_id, because="Mended.", now=NOW)
    with pytest.raises(Conflict):
        await say_no_action(viewer=people.ben, report_id=report_id, because="Mended.", now=NOW)
    after = await queries.unanswered_first(people.tolu, NOW, queries.FindingFilters())
    assert [one["place"] for one in after] == [1]
    assert await waiting_to_be_sent_on(people.helen, NOW) == 0


async def test_what_an_action_answers_is_not_settled_by_words() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service))
    await started(people, (await only(people.ros, report_id))["id"])
    with pytest.raises(WrongState):
        await say_no_action(viewer=people.ros, report_id=report_id, because="Mended.", now=NOW)


async def test_a_report_that_found_nothing_is_for_the_quality_team_and_who_it_was_sent_to() -> None:
    people = await cast()
    with pytest.raises(Invalid):
        await recorded(people.ros)
    report_id = await recorded(people.ros, no_action_because="Good in all five questions.")
    assert await mail_of(people.helen) == [SOMETHING]
    with pytest.raises(NotFound):
        await report(people.sam, report_id, NOW)
    await mark_sent_on(
        viewer=people.helen, report_id=report_id, person_ids=[id_of(people.sam)], now=NOW
    )
    assert (await report(people.sam, report_id, NOW))["outcome"] == "Good in all five questions."


async def test_each_view_of_a_restricted_finding_is_logged_with_its_reason() -> None:
    people = await cast()
    report_id = await recorded(people.ros, about(people.service, restricted=True))
    finding_id = (await only(people.ros, report_id))["id"]
    assert await log_reading(viewer=people.ros, finding_id=finding_id, now=NOW)
    assert not await log_reading(viewer=people.ben, finding_id=finding_id, now=NOW)
    with pytest.raises(Invalid):
        await log_reading(viewer=people.ben, finding_id=finding_id, now=NOW, reason=" ")
    with pytest.raises(NotFound):
        await log_reading(viewer=people.tolu, finding_id=finding_id, now=NOW, reason="Curious")
    assert await log_reading(viewer=people.ben, finding_id=finding_id, now=NOW, reason="To plan")
    soon, later = NOW + timedelta(minutes=20), NOW + timedelta(minutes=60)
    assert await log_reading(viewer=people.ben, finding_id=finding_id, now=soon)
    assert not await log_reading(viewer=people.ben, finding_id=finding_id, now=later)
    rows = await db.rows("SELECT viewer, reason FROM read_log ORDER BY at, reason")
    assert [(row["viewer"], row["reason"]) for row in rows] == [
        (people.ben.user_id, "To plan"),
        (people.ros.user_id, "Wrote it down"),
        (people.ros.user_id, "Wrote it down"),
        (people.ben.user_id, "To plan"),
    ]
