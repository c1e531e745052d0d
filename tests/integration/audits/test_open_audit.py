"""Opening: in the current version, by who may, never by somebody of the service."""

from datetime import timedelta
from uuid import uuid4

import pytest

from audits.commands.opening import end_early, open_audit
from audits.permissions import NOT_YOUR_KIND, OWN_SERVICE
from audits.queries.audits import audit
from qa import db
from qa.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from qa.roles import Role
from tests.factories import NOW, make_service, make_user
from tests.integration.audits.cast import VISIT, cast, opened, say

pytestmark = pytest.mark.usefixtures("db")


async def test_an_audit_opens_in_the_current_version() -> None:
    people = await cast()
    view = await audit(viewer=people.ros, audit_id=await opened(people), now=NOW)
    assert (view.head.definition.id, view.head.status) == ("t01", "open")
    assert view.why_not_change is None
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'audit.opened'") == 1


async def test_the_same_id_twice_opens_one_audit() -> None:
    people = await cast()
    audit_id = uuid4()
    for _ in range(2):
        assert audit_id == await open_audit(
            viewer=people.ros,
            service_id=people.service,
            definition="t01",
            visit_on=VISIT,
            now=NOW,
            audit_id=audit_id,
        )
    assert await db.value("SELECT count(*) FROM audit") == 1
    with pytest.raises(Conflict):
        await open_audit(
            viewer=people.ben,
            service_id=people.service,
            definition="t01",
            visit_on=VISIT,
            now=NOW,
            audit_id=audit_id,
        )


async def test_only_the_roles_of_the_definition_open_it() -> None:
    people = await cast()
    for viewer, definition in ((people.ian, "t01"), (people.sam, "t03"), (people.helen, "t01")):
        with pytest.raises(NotAllowed, match=NOT_YOUR_KIND):
            await opened(people, viewer, definition)


async def test_nobody_of_the_service_audits_it_but_for_return_and_spot_check() -> None:
    people = await cast()
    both = await make_user(Role.QUALITY_MANAGER, Role.SERVICE_MANAGER, services=(people.service,))
    with pytest.raises(NotAllowed, match=OWN_SERVICE):
        await opened(people, both)
    await opened(people, people.tolu, "t13")
    await opened(people, people.tolu, "t14")


async def test_a_service_out_of_scope_is_not_found() -> None:
    people = await cast()
    with pytest.raises(NotFound):
        await open_audit(
            viewer=people.tolu,
            service_id=people.elsewhere,
            definition="t14",
            visit_on=VISIT,
            now=NOW,
        )


async def test_no_night_check_where_nobody_works_at_night() -> None:
    people = await cast()
    quiet = await make_service(people.region, nights_staffed=False)
    with pytest.raises(NotAllowed, match="no night staff"):
        await open_audit(
            viewer=people.ros, service_id=quiet, definition="t15", visit_on=VISIT, now=NOW
        )


async def test_an_audit_is_not_opened_long_before_the_visit() -> None:
    people = await cast()
    with pytest.raises(NotAllowed, match="two weeks"):
        await open_audit(
            viewer=people.ros,
            service_id=people.service,
            definition="t01",
            visit_on=VISIT + timedelta(days=15),
            now=NOW,
        )


async def test_an_audit_that_people_did_not_want_today_ends_early_with_a_reason() -> None:
    people = await cast()
    audit_id = await opened(people)
    with pytest.raises(Invalid):
        await end_early(viewer=people.ros, audit_id=audit_id, reason=" ", now=NOW)
    await end_early(viewer=people.ros, audit_id=audit_id, reason="People said not today.", now=NOW)
    view = await audit(viewer=people.ros, audit_id=audit_id, now=NOW)
    assert view.head.status == "ended_early"
    assert view.asides["audit", "ended_early"] == {"text": "People said not today."}
    with pytest.raises(WrongState):
        await end_early(viewer=people.ros, audit_id=audit_id, reason="Again.", now=NOW)
    with pytest.raises(WrongState):
        await say(people.ros, audit_id, "t01.q01", {"a": {"answer": "yes"}})


async def test_nothing_is_opened_when_the_event_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = await cast()

    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("audits.commands.opening.events.record", fail)
    with pytest.raises(RuntimeError):
        await opened(people)
    assert await db.value("SELECT count(*) FROM audit") == 0
