"""The figure action closure, case by case (contract.md, "Figures")."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from action_plans import commands
from action_plans.figures import closure
from qa.errors import Invalid, NotFound
from qa.reports.asked import asked
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.files_to_load import load_organisation, load_rows
from tests.integration.action_plans.cast import TODAY, cast, closed, done, found, in_days, started
from tests.integration.action_plans.closure_figure import LATER, figure


async def test_nothing_due_is_null_not_nought(db: ModuleType) -> None:
    none = await figure()
    assert (none.due, none.closure_rate, none.on_time_rate, none.overdue_rate) == (
        0,
        None,
        None,
        None,
    )
    assert none.median_days_to_close is None


async def test_closed_is_checked_and_in_time_by_its_claim(db: ModuleType) -> None:
    people = await cast()
    await closed(people)
    await done(people)
    await started(people)
    told = await figure()
    assert (told.due, told.closed, told.closed_on_time) == (3, 1, 1)
    assert (told.closure_rate, told.on_time_rate) == ("33.33", "33.33")
    assert (told.open, told.overdue, told.waiting_to_be_checked) == (2, 1, 1)
    assert (told.overdue_rate, told.median_days_to_close) == ("50.00", 1.0)
    assert told.previous.due == 0


async def test_an_early_claim_that_was_sent_back_is_not_in_time(db: ModuleType) -> None:
    people = await cast()
    action_id = await done(people, first_due_on=in_days(5))
    await commands.check_action(
        viewer=people.ros, action_id=action_id, worked=False, how="Two of six.", now=NOW
    )
    late = NOW + timedelta(days=6)
    await commands.mark_done(viewer=people.tolu, action_id=action_id, note="All six.", now=late)
    await commands.check_action(
        viewer=people.ros, action_id=action_id, worked=True, how="All six.", now=late
    )
    told = await figure()
    assert (told.closed, told.closed_on_time, told.reopened) == (1, 0, 1)


async def test_checked_late_of_a_claim_in_time_is_in_time(db: ModuleType) -> None:
    people = await cast()
    action_id = await done(people, first_due_on=in_days(5))
    await commands.check_action(
        viewer=people.ros, action_id=action_id, worked=True, how="Seen.", now=LATER
    )
    assert (await figure()).closed_on_time == 1


async def test_more_time_moves_no_action_out_of_its_period(db: ModuleType) -> None:
    people = await cast()
    action_id = await started(people, first_due_on=date(2026, 12, 20))
    request_id = await commands.ask_for_time(
        viewer=people.tolu,
        action_id=action_id,
        new_due_on=date(2027, 2, 1),
        reason="Parts.",
        now=NOW,
    )
    await commands.decide_time(
        viewer=people.sam, request_id=request_id, agreed=True, decision="", now=NOW
    )
    told = await figure()
    assert (told.due, told.overdue, told.past_first_date) == (1, 0, 1)


async def test_with_another_body_counts_when_the_regional_manager_agreed(db: ModuleType) -> None:
    people = await cast()
    action_id = await started(people)
    request_id = await commands.say_other_body(
        viewer=people.tolu, action_id=action_id, other_body="The landlord", reason="Roof.", now=NOW
    )
    assert (await figure()).due == 1
    agreed_at = NOW + timedelta(days=2)
    await commands.decide_other_body(
        viewer=people.sam, request_id=request_id, agreed=True, decision="", now=agreed_at
    )
    told = await figure()
    assert (told.due, told.open, told.left_out.with_other_body) == (0, 0, 1)
    before = await figure(as_at=str(TODAY))
    assert (before.due, before.open, before.left_out.with_other_body) == (1, 1, 0)


async def test_joined_actions_are_left_out(db: ModuleType) -> None:
    people = await cast()
    one, other = await started(people), await started(people)
    await commands.merge_action(viewer=people.ros, action_id=one, into_id=other, now=NOW)
    told = await figure()
    assert (told.due, told.left_out.joined) == (1, 1)


async def test_reopened_is_not_closed_any_more(db: ModuleType) -> None:
    people = await cast()
    action_id = await closed(people)
    reopened_at = NOW + timedelta(days=20)
    await commands.reopen(
        viewer=people.ros, action_id=action_id, reason="It came undone.", now=reopened_at
    )
    told = await figure()
    assert (told.due, told.closed, told.reopened, told.open) == (1, 0, 1, 1)
    before = await figure(as_at="2026-11-10")
    assert (before.closed, before.reopened) == (1, 0)


async def test_what_was_recorded_late_is_not_known_before(db: ModuleType) -> None:
    people = await cast()
    action_id = await started(people)
    recorded = NOW + timedelta(days=30)
    await commands.mark_done(
        viewer=people.tolu,
        action_id=action_id,
        note="Done long ago.",
        now=recorded,
        happened_at=NOW + timedelta(days=1),
    )
    known_now = await figure(as_at="2026-11-10")
    known_then = await figure(as_at="2026-11-10", known_at="2026-11-10")
    assert (known_now.waiting_to_be_checked, known_then.waiting_to_be_checked) == (1, 0)


async def test_came_back_by_the_same_question_or_by_a_persons_word(db: ModuleType) -> None:
    people = await cast()
    asked_again = await found(people, question_key="t01.q7")
    await closed(people)
    action_id = await started(people, asked_again)
    later = NOW + timedelta(days=2)
    await commands.mark_done(viewer=people.tolu, action_id=action_id, note="Done.", now=later)
    await commands.check_action(
        viewer=people.ros, action_id=action_id, worked=True, how="Seen.", now=later
    )
    assert (await figure()).came_back == 0
    again = TODAY + timedelta(days=20)
    await found(people, question_key="t01.q7", raised_on=again, now=LATER)
    assert (await figure()).came_back == 1
    other = await found(people, raised_on=again, now=LATER)
    first = await db.value("SELECT id FROM action WHERE id <> {}", action_id)
    await commands.say_it_came_back(viewer=people.ros, finding_id=other, action_id=first, now=LATER)
    told = await figure(now=LATER + timedelta(days=1))
    assert told.came_back == 2
    assert (await figure(known_at="2026-11-20")).came_back == 0


async def test_source_matches_any_joined_finding_as_it_was_joined_then(db: ModuleType) -> None:
    people = await cast()
    family = await found(people, source="family")
    action_id = await started(people, await found(people), family)
    unjoined_at = NOW + timedelta(days=5)
    await commands.unjoin_finding(
        viewer=people.ros, finding_id=family, action_id=action_id, now=unjoined_at
    )
    assert (await figure(source="quality_manager")).due == 1
    assert (await figure(source="family")).due == 0
    assert (await figure(source="family", as_at="2026-11-04", known_at="2026-11-04")).due == 1


async def test_an_action_counts_where_it_was_then(db: ModuleType, tmp_path: Path) -> None:
    people = await cast()
    action_id = await started(people)
    await db.execute("UPDATE service SET closed_on = {} WHERE id = {}", TODAY, people.service)
    moved_at = NOW + timedelta(days=3)
    await commands.move_or_end_actions(
        viewer=people.sam,
        service_id=people.service,
        moves={action_id: people.sibling},
        ends={},
        now=moved_at,
    )
    codes = await db.rows("SELECT id, code FROM service")
    code = {row["id"]: row["code"] for row in codes}
    assert (await figure(service=code[people.sibling])).due == 1
    assert (await figure(service=code[people.service])).due == 0
    assert (await figure(service=code[people.service], as_at=str(TODAY))).due == 1


async def test_filters_by_region_contract_and_severity(db: ModuleType, tmp_path: Path) -> None:
    await load_organisation("services", "users", "findings")
    await load_rows(
        tmp_path,
        "actions",
        {"finding_refs": "F1", "first_due_on": "2026-10-20"},
        {"ref": "A2", "service_code": "S02", "first_due_on": "2026-10-20", "severity": "low"},
    )
    for given in (
        {"region": "North"},
        {"contract": "BCC"},
        {"severity": "high"},
        {"service": "S01"},
        {"source": "cqc"},
    ):
        for known_at, due in (("", 1), ("2026-11-30", 1), ("2026-11-01", 0)):
            days = {"from": "2026-10-01", "to": "2026-12-31", "known_at": known_at}
            told = await closure(COMMAND_LINE, asked({**days, **given}, now=LATER))
            assert told.due == due, (given, known_at)
    assert (await figure(contract="LCC")).due == 2
    # A service that changes its contract and region does not change what was.
    moved = {"region": "South", "contracts": "LCC"}
    await load_rows(tmp_path, "services", moved, now=LATER)
    later = LATER + timedelta(days=2)
    assert (await figure(later, contract="BCC")).due == 0
    assert (await figure(later, region="North")).due == 0
    assert (await figure(later, contract="BCC", as_at="2026-12-01")).due == 1
    assert (await figure(later, region="North", as_at="2026-12-01")).due == 1


async def test_a_filter_that_names_nothing(db: ModuleType) -> None:
    with pytest.raises(NotFound):
        await figure(service="S99")
    with pytest.raises(NotFound):
        await figure(contract="XYZ")
    with pytest.raises(Invalid, match="must be one of"):
        await figure(severity="dire", source="rumour")


async def test_a_time_within_a_day(db: ModuleType) -> None:
    people = await cast()
    await done(people)
    before = datetime(2026, 11, 3, 8, 59, tzinfo=UTC).isoformat()
    assert (await figure(as_at=before)).waiting_to_be_checked == 0
    assert (await figure(as_at="2026-11-03T09:00")).waiting_to_be_checked == 1
