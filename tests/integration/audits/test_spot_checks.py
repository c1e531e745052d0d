"""A completed T14 is a spot check that counts, or not, for KPI 4."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from audits.commands.completing import complete_audit
from audits.commands.opening import end_early
from qa import db
from tests.factories import NOW
from tests.integration.audits.cast import LATER, Cast, cast, draft, fill_in, opened, say

pytestmark = pytest.mark.usefixtures("db")


async def check(
    people: Cast,
    fields: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    drafts: Mapping[str, str] | None = None,
) -> db.Row:
    audit_id = await opened(people, people.tolu, "t14")
    await fill_in(people, people.tolu, audit_id, answers, fields)
    for key, severity in (drafts or {}).items():
        await say(people.tolu, audit_id, key, {"text": "Put right on the spot."}, "safe")
        await draft(people.tolu, audit_id, key, severity)
    await complete_audit(viewer=people.tolu, audit_id=audit_id, told_manager_at=None, now=LATER)
    return await row_of(audit_id)


async def row_of(audit_id: UUID) -> db.Row:
    found = await db.row(
        """SELECT sc.*, w.code AS worker_code FROM spot_check sc JOIN worker w ON w.id = sc.worker
           WHERE sc.audit = {}""",
        audit_id,
    )
    assert found is not None
    return found


async def test_a_good_check_counts() -> None:
    people = await cast()
    made = await check(people)
    assert made["worker_code"] == people.worker
    assert made["checked_at"] == datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
    assert (made["checker_role"], made["checked_by_user"]) == ("manager", people.tolu.user_id)
    assert not made["announced"]
    assert made["during_support"]
    assert not made["on_shift_with_worker"]
    assert (made["outcome"], made["supporting"]) == ("good", ["LCC"])


@pytest.mark.parametrize(
    ("field", "column", "value"),
    [
        ("header.unannounced", "announced", True),
        ("header.support_in_progress", "during_support", False),
    ],
)
async def test_what_makes_it_not_count_is_kept(field: str, column: str, value: bool) -> None:
    people = await cast()
    assert (await check(people, {field: {"answer": "no"}}))[column] is value


async def test_a_checker_on_shift_with_the_worker_is_kept() -> None:
    people = await cast()
    assert (await check(people, {"header.on_shift": {"answer": "yes"}}))["on_shift_with_worker"]


async def test_the_outcome_follows_from_what_was_seen() -> None:
    people = await cast()
    not_seen = {"a": {"answer": "not_seen"}}
    coached = await check(people, None, {"t14.q03": not_seen}, {"t14.q03": "medium"})
    worried = await check(people, None, {"t14.q05": not_seen}, {"t14.q05": "critical"})
    assert (coached["outcome"], worried["outcome"]) == ("coaching_needed", "concern")
    sources = await db.rows("SELECT DISTINCT source, embargoed_until FROM finding")
    assert [tuple(row.values()) for row in sources] == [("spot_check", None)]


async def test_a_check_that_was_cut_short_needs_no_more_answers() -> None:
    people = await cast()
    audit_id = await opened(people, people.tolu, "t14")
    await fill_in(
        people,
        people.tolu,
        audit_id,
        {f"t14.q{number:02}": {} for number in range(2, 17)},
        {"closing.ended_early": {"answer": "yes"}},
    )
    await complete_audit(viewer=people.tolu, audit_id=audit_id, told_manager_at=None, now=LATER)
    assert (await row_of(audit_id))["outcome"] == "aborted"


async def test_a_check_that_people_did_not_want_is_recorded_as_ended_early() -> None:
    people = await cast()
    audit_id = await opened(people, people.tolu, "t14")
    await say(people.tolu, audit_id, "header.worker", {"worker": people.worker})
    await say(people.tolu, audit_id, "header.started_at", {"at": "09:05"})
    await end_early(viewer=people.tolu, audit_id=audit_id, reason="Not today.", now=NOW)
    made = await row_of(audit_id)
    assert (made["outcome"], made["checked_at"]) == ("aborted", NOW + timedelta(minutes=5))


async def test_other_audits_are_no_spot_checks() -> None:
    people = await cast()
    audit_id = await opened(people, people.ros, "t15")
    await end_early(viewer=people.ros, audit_id=audit_id, reason="Nobody in.", now=NOW)
    assert await db.value("SELECT count(*) FROM spot_check") == 0
