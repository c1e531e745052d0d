"""The one list of a service, and the lists of what is late."""

from datetime import timedelta
from uuid import UUID

import pytest

from action_plans import queries
from action_plans.commands import (
    decide_other_body,
    join_finding,
    mark_done,
    merge_action,
    say_other_body,
    say_we_cannot,
)
from action_plans.forms.filters import PlanFilters
from qa import db
from qa.errors import NotFound
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.integration.action_plans.cast import (
    LATER,
    TODAY,
    TOMORROW,
    Cast,
    cast,
    closed,
    done,
    found,
    in_days,
    started,
)

pytestmark = pytest.mark.usefixtures("db")

ALL = PlanFilters()


async def full_plan(people: Cast) -> dict[str, UUID]:
    """One action of every group; NOW is a Monday."""
    actions = {
        "late": await started(people, first_due_on=TODAY),
        "week": await started(people, first_due_on=in_days(6)),
        "named": await started(people, owner_name="Property", first_due_on=in_days(30)),
        "asked": await started(people, first_due_on=in_days(31)),
        "landlord": await started(people, first_due_on=in_days(5)),
        "open": await started(people, first_due_on=in_days(7)),
        "to_check": await done(people, first_due_on=in_days(2)),
        "closed": await closed(people),
    }
    await say_we_cannot(viewer=people.tolu, action_id=actions["asked"], reason="No lease.", now=NOW)
    request = await say_other_body(
        viewer=people.tolu,
        action_id=actions["landlord"],
        other_body="Harbour Homes",
        reason="Roof",
        now=NOW,
    )
    await decide_other_body(
        viewer=people.sam, request_id=request, agreed=True, decision="", now=NOW
    )
    return actions


async def test_one_list_in_groups_by_due_date() -> None:
    people = await cast()
    actions = await full_plan(people)
    rows = await queries.plan(people.tolu, people.service, TOMORROW, ALL)
    assert [(row["group"], row["id"]) for row in rows] == [
        ("late", actions["late"]),
        ("week", actions["week"]),
        ("waiting", actions["landlord"]),
        ("waiting", actions["named"]),
        ("waiting", actions["asked"]),
        ("open", actions["open"]),
        ("to_check", actions["to_check"]),
    ]
    by_id = {row["id"]: row for row in rows}
    assert by_id[actions["asked"]]["asked"] == "rejection"
    assert by_id[actions["landlord"]]["other_body"] == "Harbour Homes"
    assert by_id[actions["named"]]["owner_name"] == "Property"
    over = await queries.plan(people.tolu, people.service, TOMORROW, PlanFilters(show="closed"))
    assert [row["id"] for row in over] == [actions["closed"]]
    read = await queries.plan_read(people.tolu, people.service, TOMORROW, ALL)
    assert [row["id"] for row in read.rows] == [row["id"] for row in rows]
    assert read.service["id"] == people.service
    assert read.counts == {
        "late": 1,
        "week": 1,
        "waiting": 3,
        "open": 1,
        "to_check": 1,
        "closed": 1,
        "closed_lately": 1,
    }


async def test_paging_gives_each_row_once() -> None:
    people = await cast()
    await full_plan(people)
    for show in ("", "waiting", "closed"):
        filters = PlanFilters(show=show)
        whole = await queries.plan(people.tolu, people.service, TOMORROW, filters)
        paged, after = [], None
        while page := await queries.plan(
            people.tolu, people.service, TOMORROW, filters, after, limit=1
        ):
            paged += page
            after = (page[-1]["place"], page[-1]["due_on"], page[-1]["id"])
        assert paged == whole


async def test_filters_and_words() -> None:
    people = await cast()
    damp = await started(
        people,
        await found(people, text="Mould grows behind the wardrobe.", source="family"),
        title="Dry the bedroom",
        severity="high",
    )
    other = await started(people, owner_id=people.kofi.user_id)

    async def ids(**chosen: object) -> list[UUID]:
        rows = await queries.plan(
            people.tolu,
            people.service,
            NOW,
            PlanFilters(**chosen),  # type: ignore[arg-type]
        )
        return [row["id"] for row in rows]

    assert await ids(text="drying bedrooms") == [damp]
    assert await ids(text="mould") == [damp]
    assert await ids(source="family") == [damp]
    assert await ids(severity="high") == [damp]
    assert await ids(owner=people.kofi.user_id) == [other]
    assert await ids(status="agreed") == [damp, other]
    assert await ids(text="zebra") == []


async def test_neither_words_nor_sources_tell_of_what_the_service_may_not_see() -> None:
    people = await cast()
    action_id = await started(people)
    until = NOW + timedelta(hours=20)
    for finding_id in (
        await found(people, text="Zebra one", source="cqc", embargoed_until=until),
        await found(people, text="Zebra two", source="safeguarding", restricted=True),
    ):
        await join_finding(viewer=people.ros, finding_id=finding_id, action_id=action_id, now=NOW)
    for filters in (
        PlanFilters(text="zebra"),
        PlanFilters(source="cqc"),
        PlanFilters(source="safeguarding"),
    ):
        assert await queries.plan(people.tolu, people.service, NOW, filters) == []
    assert await queries.plan(people.ros, people.service, NOW, PlanFilters(text="zebra"))
    shown = await queries.plan(people.tolu, people.service, until, PlanFilters(source="cqc"))
    assert len(shown) == 1


@pytest.mark.parametrize("who", ["una", "pat", "priya", "margaret", "dev"])
async def test_the_plan_of_a_service_out_of_scope_is_not_found(who: str) -> None:
    people = await cast()
    await started(people)
    for read in (queries.plan, queries.plan_read):
        with pytest.raises(NotFound):
            await read(getattr(people, who), people.service, NOW, ALL)


async def test_a_support_worker_sees_own_actions_and_not_who_raised_them() -> None:
    people = await cast()
    await started(people)
    own = await started(people, owner_id=people.kofi.user_id)
    rows = await queries.plan(people.kofi, people.service, NOW, ALL)
    assert [(row["id"], row["sources"]) for row in rows] == [(own, "")]


async def test_hs_content_only_for_the_hs_manager() -> None:
    people = await cast()
    await started(people)
    fire = await started(people, await found(people, source="fire_authority"))
    rows = await queries.plan(people.ian, people.service, NOW, ALL)
    assert [row["id"] for row in rows] == [fire]


async def test_a_restricted_action_is_nowhere_for_the_service_and_its_line() -> None:
    people = await cast()
    secret = await started(
        people, await found(people, restricted=True), owner_name="Outside", first_due_on=TODAY
    )
    for who in (people.tolu, people.deb, people.kofi, people.sam, people.dev):
        assert not await queries.may_see_action(who, secret, LATER)
        assert await queries.late_actions(who, LATER) == []
        assert all(
            row["serious"] + row["others"] == 0
            for row in await queries.late_counts_by_region(who, LATER)
        )
    for who in (people.tolu, people.sam):
        assert await queries.plan(who, people.service, LATER, ALL) == []
        read = await queries.plan_read(who, people.service, LATER, ALL)
        assert sum(read.counts.values()) == 0
        assert await queries.findings_list(who, LATER, queries.FindingFilters()) == []
        assert (
            await queries.similar_actions(who, people.service, "Review every plan", None, LATER)
            == []
        )
    for who in (people.ros, people.helen, people.wendy):
        assert await queries.may_see_action(who, secret, LATER)


async def test_late_is_high_and_critical_first_then_oldest() -> None:
    people = await cast()
    old = await started(people, severity="low", first_due_on=TODAY)
    serious = await started(people, severity="high", first_due_on=in_days(3))
    critical = await started(people, severity="critical", first_due_on=in_days(2))
    claimed = await done(people, first_due_on=TODAY)
    merged = await started(people, first_due_on=TODAY)
    await merge_action(viewer=people.ros, action_id=merged, into_id=old, now=NOW)
    far = await started(
        people,
        await found(people, service_id=people.elsewhere),
        first_due_on=in_days(1),
        owner_id=people.una.user_id,
    )
    rows = await queries.late_actions(people.helen, LATER)
    assert [row["id"] for row in rows] == [critical, serious, old, far]
    assert claimed not in {row["id"] for row in rows}
    here = await queries.late_actions(people.helen, LATER, people.region)
    assert [row["id"] for row in here] == [critical, serious, old]
    paged, after = [], None
    while page := await queries.late_actions(people.helen, LATER, after=after, limit=3):
        paged += [row["id"] for row in page]
        after = (page[-1]["place"], page[-1]["due_on"], page[-1]["id"])
    assert paged == [critical, serious, old, far]
    counts = {row["id"]: row for row in await queries.late_counts_by_region(people.helen, LATER)}
    assert (counts[people.region]["serious"], counts[people.region]["others"]) == (2, 1)
    assert counts[people.region]["oldest"] == TODAY
    assert len(await queries.late_counts_by_region(people.sam, LATER)) == 1


async def test_the_command_line_sees_all() -> None:
    people = await cast()
    await started(people, await found(people, restricted=True), owner_name="Outside")
    assert len(await queries.plan(COMMAND_LINE, people.service, NOW, ALL)) == 1


async def test_findings_are_listed_latest_first_and_by_what_is_chosen() -> None:
    people = await cast()
    old = await found(people, raised_on=in_days(-9), text="Damp in the hall", source="family")
    new = await found(people, framework_item="S5", severity="high")
    action_id = await started(people, new)

    async def ids(who: str = "tolu", **chosen: object) -> list[UUID]:
        filters = queries.FindingFilters(**chosen)  # type: ignore[arg-type]
        rows = await queries.findings_list(getattr(people, who), NOW, filters)
        return [row["id"] for row in rows]

    assert await ids() == [new, old]
    assert await ids(service=people.service, unjoined=True) == [old]
    assert await ids(text="damp") == [old]
    assert await ids(framework_item="S5") == await ids(severity="high") == [new]
    assert await ids(source="family") == [old]
    assert await ids("una") == await ids("margaret") == []
    first = await queries.findings_list(people.ros, NOW, queries.FindingFilters(), limit=1)
    assert (first[0]["action"], first[0]["action_title"]) == (action_id, "Review every plan")
    rest = await queries.findings_list(
        people.ros, NOW, queries.FindingFilters(), (first[0]["raised_on"], first[0]["id"])
    )
    assert [row["id"] for row in rest] == [old]


async def test_a_finding_does_not_name_an_action_that_the_viewer_may_not_see() -> None:
    people = await cast()
    until = NOW + timedelta(hours=20)
    one = await found(people, people.tolu)
    two = await found(people, embargoed_until=until)
    action_id = await started(people, two)
    await join_finding(viewer=people.ros, finding_id=one, action_id=action_id, now=NOW)
    assert (await queries.finding(people.tolu, one, NOW))["action"] is None
    assert (await queries.finding(people.tolu, one, until))["action"] == action_id


async def test_my_actions_are_those_i_own_and_are_not_over() -> None:
    people = await cast()
    mine, claimed = await started(people), await done(people)
    await closed(people)
    assert {row["id"] for row in await queries.my_actions(people.tolu, NOW)} == {mine, claimed}
    assert await queries.my_actions(people.kofi, NOW) == []
    assert await queries.my_actions(COMMAND_LINE, NOW) == []
    await mark_done(viewer=people.tolu, action_id=mine, note="x", now=NOW)
    assert await db.value("SELECT count(*) FROM action WHERE status = 'done'") == 2
