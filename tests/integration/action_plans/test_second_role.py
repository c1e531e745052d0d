"""A second role lifts no embargo: whoever works at the service waits until it was told."""

from datetime import timedelta

import pytest

from action_plans import queries
from action_plans.commands import raise_finding, start_action
from qa.errors import NotFound
from qa.roles import Role
from tests.factories import NOW, make_region, make_service, make_user

pytestmark = pytest.mark.usefixtures("db")


async def test_a_quality_manager_who_works_there_waits_too() -> None:
    service_id = await make_service(await make_region())
    ros = await make_user(Role.QUALITY_MANAGER)
    both = await make_user(Role.QUALITY_MANAGER, services=(service_id,))
    ends = NOW + timedelta(hours=24)
    finding = await raise_finding(
        viewer=ros, service_id=service_id, source="quality_manager", text="Two plans are late.",
        severity="medium", raised_on=NOW.date(), embargoed_until=ends, now=NOW,
    )  # fmt: skip
    action = await start_action(
        viewer=ros, finding_ids=[finding], title="Review them", severity="medium",
        owner_name="Property team", now=NOW,
    )  # fmt: skip
    await queries.action(ros, action, NOW)
    with pytest.raises(NotFound):
        await queries.action(both, action, NOW)
    with pytest.raises(NotFound):
        await queries.finding(both, finding, NOW)
    await queries.action(both, action, ends)
    await queries.finding(both, finding, ends)
