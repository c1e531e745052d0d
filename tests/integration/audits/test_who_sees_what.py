"""Who sees which audit, open and complete (glossary.md sections 3 and 7.2)."""

from datetime import timedelta
from uuid import UUID

import pytest

from audits.commands.completing import complete_audit
from audits.commands.opening import end_early
from audits.queries.audits import audit
from audits.queries.lists import Filters, audits_list, my_open_audits
from qa import db
from qa.errors import NotFound
from qa.roles import Role
from qa.viewer import Viewer
from tests.factories import NOW, make_region, make_user
from tests.integration.audits.cast import LATER, VISIT, Cast, cast, fill_in, opened, ready, say

pytestmark = pytest.mark.usefixtures("db")

LONG_AFTER = LATER + timedelta(days=3)


async def sees(viewer: Viewer, audit_id: UUID) -> bool:
    try:
        await audit(viewer=viewer, audit_id=audit_id, now=LONG_AFTER)
    except NotFound:
        return False
    return True


async def who_sees(people: Cast, audit_id: UUID) -> set[str]:
    names = ("ros", "ben", "ian", "tolu", "sam", "helen")
    return {name for name in names if await sees(getattr(people, name), audit_id)}


async def spot_check(people: Cast, viewer: Viewer) -> UUID:
    audit_id = await opened(people, viewer, "t14")
    await fill_in(people, viewer, audit_id)
    return audit_id


async def complete(viewer: Viewer, audit_id: UUID) -> None:
    await complete_audit(viewer=viewer, audit_id=audit_id, told_manager_at=None, now=LATER)


async def test_a_review() -> None:
    people = await cast()
    audit_id = await ready(people)
    assert await who_sees(people, audit_id) == {"ros", "ben", "helen"}
    await complete(people.ros, audit_id)
    assert await who_sees(people, audit_id) == {"ros", "ben", "helen", "sam", "tolu"}


async def test_a_health_and_safety_visit() -> None:
    people = await cast()
    audit_id = await opened(people, people.ian, "t04")
    assert await who_sees(people, audit_id) == {"ros", "ben", "helen", "ian"}


async def test_a_night_check_is_known_to_visitor_and_director_until_it_is_over() -> None:
    people = await cast()
    audit_id = await opened(people, people.ros, "t15")
    assert await who_sees(people, audit_id) == {"ros", "helen"}
    await end_early(viewer=people.ros, audit_id=audit_id, reason="Nobody in.", now=NOW)
    assert await who_sees(people, audit_id) == {"ros", "ben", "helen"}


async def test_a_spot_check_is_for_checker_line_manager_and_quality_team() -> None:
    people = await cast()
    audit_id = await spot_check(people, people.sam)
    assert await who_sees(people, audit_id) == {"sam", "helen"}
    await complete(people.sam, audit_id)
    assert await who_sees(people, audit_id) == {"sam", "ros", "ben", "helen", "tolu"}
    other = await make_user(Role.REGIONAL_MANAGER, region_id=people.region)
    assert not await sees(other, audit_id)


async def test_the_workers_name_is_for_line_manager_and_checker() -> None:
    people = await cast()
    audit_id = await spot_check(people, people.sam)
    await complete(people.sam, audit_id)
    names = {}
    for name in ("sam", "tolu", "ros", "helen"):
        view = await audit(viewer=getattr(people, name), audit_id=audit_id, now=LONG_AFTER)
        assert view.fields["header.worker"] == {"worker": people.worker}
        names[name] = view.worker_name
    shown = "Kofi Testworker"
    assert names == {"sam": shown, "tolu": shown, "ros": None, "helen": None}


async def test_a_manager_sees_nothing_of_another_service_or_region() -> None:
    people = await cast()
    audit_id = await ready(people)
    await complete(people.ros, audit_id)
    for viewer in (
        await make_user(Role.SERVICE_MANAGER, services=(people.elsewhere,)),
        await make_user(Role.REGIONAL_MANAGER, region_id=await make_region()),
        await make_user(Role.SUPPORT_WORKER, services=(people.service,)),
        await make_user(Role.ADMINISTRATOR),
        await make_user(Role.COMMITTEE_MEMBER),
        await make_user(Role.QUALITY_ADVISOR),
    ):
        assert not await sees(viewer, audit_id)


async def test_a_second_role_does_not_show_early_what_was_found_where_one_works() -> None:
    people = await cast()
    both = await make_user(Role.QUALITY_MANAGER, Role.SERVICE_MANAGER, services=(people.service,))
    audit_id = await ready(people)
    await complete(people.ros, audit_id)
    with pytest.raises(NotFound):
        await audit(viewer=both, audit_id=audit_id, now=LATER)
    assert await sees(both, audit_id)


async def test_the_list_is_filtered_and_paged() -> None:
    people = await cast()
    ids = {await opened(people) for _ in range(5)}
    other = await opened(people, people.ian, "t04")
    seen: list[UUID] = []
    after = None
    while True:
        page = await audits_list(
            viewer=people.ros,
            filters=Filters(definition="t01", service_id=people.service, from_on=VISIT),
            after=after,
            limit=2,
            now=NOW,
        )
        if not page:
            break
        seen += [row.id for row in page]
        after = (page[-1].visit_on, page[-1].id)
    assert (len(seen), set(seen)) == (5, ids)
    assert [row.id for row in await my_open_audits(viewer=people.ian)] == [other]
    assert len(await my_open_audits(viewer=people.ros)) == 5
    assert not await my_open_audits(viewer=people.ben)


async def test_no_event_of_an_audit_is_for_the_service_before_it_was_told() -> None:
    people = await cast()
    audit_id = await ready(people)
    await say(people.ros, audit_id, "t01.q01", {"text": "Seen."}, "note")
    await complete(people.ros, audit_id)
    found = await db.rows("SELECT DISTINCT audience FROM event WHERE subject_id = {}", audit_id)
    assert [row["audience"] for row in found] == ["quality_team"]
