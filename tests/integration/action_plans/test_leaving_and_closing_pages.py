"""An account or a service ends: nothing that was open is lost sight of."""

from datetime import timedelta
from types import ModuleType
from uuid import UUID

from qa import clock
from qa.roles import Role
from tests.factories import make_user
from tests.integration.action_plans.cast import Cast, cast, started
from tests.web import faults, links, signed_in, words


async def _row(db: ModuleType, action: UUID) -> dict[str, object]:
    found: dict[str, object] = await db.row("SELECT * FROM action WHERE id = {}", action)
    return found


async def _code(db: ModuleType, service: UUID) -> str:
    code: str = await db.value("SELECT code FROM service WHERE id = {}", service)
    return code


async def _close(db: ModuleType, people: Cast) -> None:
    async with signed_in(people.priya) as browser:
        answer = await browser.post(
            f"/services/{people.service}/close", {"closed_on": clock.today().isoformat()}
        )
    assert answer.status_code == 303


async def test_ending_an_account_leaves_its_actions_without_owner_and_dates_kept(
    db: ModuleType,
) -> None:
    people = await cast()
    action = await started(people)
    before = await _row(db, action)
    assert before["owner"] == people.tolu.user_id
    path = f"/accounts/{people.tolu.user_id}/end"
    async with signed_in(people.priya) as browser:
        asked = await browser.get(path)
        assert "1 open action of theirs will have no owner" in words(asked)
        ended = await browser.post(path)
        assert ended.headers["location"] == path
        result = await browser.get(path)
    assert "1 open action without an owner." in words(result)
    assert "/unowned" not in links(result)  # an administrator reads no content
    async with signed_in(people.sam) as browser:
        assert f"/actions/{action}" in links(await browser.get("/unowned"))
    after = await _row(db, action)
    assert after["owner"] is None
    assert (after["due_on"], after["first_due_on"]) == (before["due_on"], before["first_due_on"])


async def test_an_account_and_its_actions_end_together_or_not_at_all(db: ModuleType) -> None:
    people = await cast()
    action = await started(people)
    await db.execute(
        "CREATE FUNCTION no_release() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN RAISE EXCEPTION 'no'; END$$"
    )
    await db.execute(
        "CREATE TRIGGER no_release BEFORE INSERT ON event FOR EACH ROW"
        " WHEN (NEW.kind = 'action.owner_ended') EXECUTE FUNCTION no_release()"
    )
    try:
        async with signed_in(people.priya) as browser:
            answer = await browser.post(f"/accounts/{people.tolu.user_id}/end")
    finally:
        await db.execute("DROP FUNCTION no_release CASCADE")
    assert answer.status_code == 500
    ended_at = await db.value("SELECT ended_at FROM users WHERE id = {}", people.tolu.user_id)
    assert ended_at is None
    assert (await _row(db, action))["owner"] == people.tolu.user_id


async def test_closing_a_service_asks_for_a_day_that_can_be(db: ModuleType) -> None:
    people = await cast()
    path = f"/services/{people.service}/close"
    tomorrow = clock.today() + timedelta(days=1)
    async with signed_in(people.priya) as browser:
        nothing = await browser.post(path)
        odd = await browser.post(path, {"closed_on": "2026-02-30"})
        early = await browser.post(path, {"closed_on": "2019-12-31"})
        late = await browser.post(path, {"closed_on": tomorrow.isoformat()})
    assert faults(nothing) == ["Enter the day on which it closed"]
    assert faults(odd) == ["There is no such date"]
    assert 'value="2026-02-30"' in odd.text
    assert faults(early) == ["The service opened after this day"]
    assert faults(late) == ["Close it when the day has come, not before"]
    await _close(db, people)
    async with signed_in(people.priya) as browser:
        assert (await browser.post(path, {"closed_on": "2026-01-01"})).status_code == 403


async def test_only_an_administrator_closes_a_service(db: ModuleType) -> None:
    people = await cast()
    for viewer in (people.sam, people.ros, people.tolu, people.helen):
        async with signed_in(viewer) as browser:
            path = f"/services/{people.service}/close"
            assert (await browser.get(path)).status_code == 403
            assert (await browser.post(path, {"closed_on": "2026-01-01"})).status_code == 403


async def test_open_actions_of_a_closed_service_move_or_end(db: ModuleType) -> None:
    people = await cast()
    moved, ended, left = [await started(people) for _ in range(3)]
    closing = f"/services/{people.service}/closing"
    async with signed_in(people.sam) as browser:
        assert (await browser.get(closing)).status_code == 404
        await _close(db, people)
        assert closing in links(await browser.get(f"/services/{people.service}"))
        page = await browser.get(closing)
        assert page.text.count("<fieldset") == 3
        refused = await browser.post(
            closing,
            {
                f"to-{moved}": await _code(db, people.elsewhere),
                f"because-{ended}": "The building is empty.",
                f"to-{ended}": await _code(db, people.sibling),
            },
        )
        nothing = await browser.post(closing)
        named = await browser.post(closing, {f"because-{ended}": "Deborah has left."})
        done = await browser.post(
            closing,
            {
                f"to-{moved}": (await _code(db, people.sibling)).lower(),
                f"because-{ended}": "The building is empty.",
            },
        )
        after = await browser.get(closing)
    assert len(faults(refused)) == 2
    assert "The building is empty.</textarea>" in refused.text
    assert "Say for at least one action where it moves, or why it ends" in words(nothing)
    assert "This looks like a name: Deborah." in words(named)
    assert "Save anyway" in named.text
    assert done.status_code == 303
    assert "1 action moved, 1 ended." in words(after)
    assert after.text.count("<fieldset") == 1
    assert (await _row(db, moved))["service"] == people.sibling
    assert (await _row(db, ended))["not_done_because"] == "The building is empty."
    assert (await _row(db, left))["service"] == people.service


async def test_others_do_not_settle_the_actions_of_a_closed_service(db: ModuleType) -> None:
    people = await cast()
    await _close(db, people)
    for viewer in (people.tolu, people.pat, people.priya, people.ian, people.margaret):
        async with signed_in(viewer) as browser:
            assert (await browser.get(f"/services/{people.service}/closing")).status_code == 404


async def test_counts_of_a_service_are_those_of_actions_one_may_see(db: ModuleType) -> None:
    people = await cast()
    await started(people)
    await started(people)
    await db.execute("UPDATE action SET due_on = {}, first_due_on = first_due_on", clock.today())
    async with signed_in(people.ros) as browser:
        seen = words(await browser.get(f"/services/{people.service}"))
    async with signed_in(people.ian) as browser:
        unseen = words(await browser.get(f"/services/{people.service}"))
    async with signed_in(await make_user(Role.SUPPORT_WORKER, services=(people.service,))) as page:
        none = words(await page.get(f"/services/{people.service}"))
    assert "Open actions 2" in seen
    assert "Open actions 0" in unseen
    assert "Open actions" not in none
