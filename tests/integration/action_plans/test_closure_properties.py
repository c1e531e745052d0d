"""A figure for the past never moves, whatever happens or is recorded later (contract.md, "Time").

Lives of actions are made up step by step as commands and files leave them: in a row of
``action`` and its dated facts. Beside them stands the figure as plain Python makes it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from types import ModuleType
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from action_plans.figures import closure
from action_plans.rules.statuses import LEFT_OUT, OPEN, TRANSITIONS, VERIFIED, Status
from qa import db as database
from qa.reports.asked import Asked
from qa.reports.shapes import ClosureNumbers, LeftOut
from qa.rules.percentages import rate
from qa.rules.periods import Period
from qa.viewer import COMMAND_LINE
from tests.factories import make_region, make_service

DAY_NOUGHT = date(2026, 3, 1)
PERIOD = Period(date(2026, 3, 10), date(2026, 4, 20))
LAST_DAY = 80
CLAIMED = VERIFIED | {Status.DONE}


@dataclass(frozen=True)
class Step:
    """A status, or a new due date; days are counted from the first of March."""

    happened: int
    recorded: int
    status: Status | None = None
    due: int | None = None


@dataclass(frozen=True)
class Life:
    raised: int
    recorded: int
    first_due: int
    steps: tuple[Step, ...]


def at(day: int) -> datetime:
    return datetime.combine(DAY_NOUGHT + timedelta(days=day), time(12), UTC)


def on(day: int) -> date:
    return DAY_NOUGHT + timedelta(days=day)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """What commands allow: each step is a way between states, recorded after the one before
    and happening neither before it nor after it was recorded."""
    raised = draw(st.integers(0, 30))
    recorded = draw(st.integers(raised, raised + 10))
    status, happened, known = Status.AGREED, raised, recorded
    steps = [Step(raised, recorded, status=status)]
    for _ in range(draw(st.integers(0, 6))):
        known = draw(st.integers(known, known + 12))
        if known > LAST_DAY:
            break
        following = sorted(TRANSITIONS[status])
        if not following or draw(st.integers(0, 4)) == 0:
            steps.append(Step(known, known, due=draw(st.integers(raised, LAST_DAY))))
            continue
        happened = draw(st.integers(happened, known))
        status = draw(st.sampled_from(following))
        steps.append(Step(happened, known, status=status))
    return Life(raised, recorded, draw(st.integers(raised, raised + 40)), tuple(steps))


async def put(service: UUID, plan: UUID, life: Life, *, known: int) -> None:
    """An action as it stands when everything up to a day was recorded."""
    steps = [step for step in life.steps if step.recorded <= known]
    if life.recorded > known:
        return
    told = _told(steps)
    due_days = [step.due for step in steps if step.due is not None]
    due = on(due_days[-1] if due_days else life.first_due)
    action_id = uuid4()
    status, done, checked = told.status, told.claimed, told.checked
    await database.insert(
        "action",
        id=action_id,
        ref=str(action_id),
        plan=plan,
        service=service,
        title="Made up",
        severity="low",
        status=status.value,
        owner_name="Somebody",
        raised_at=at(life.raised),
        raised_on=on(life.raised),
        first_due_on=on(life.first_due),
        due_on=due,
        done_at=None if done is None else at(done),
        done_on=None if done is None else on(done),
        done_by_name=None if done is None else "Somebody",
        checked_at=None if checked is None else at(checked),
        checked_on=None if checked is None else on(checked),
        checked_by_name=None if checked is None else "Somebody else",
        sources="",
        hs_content=False,
        restricted=False,
        check_at_next_visit=False,
        recorded_at=at(life.recorded),
    )
    first = Step(life.raised, life.recorded, due=life.first_due)
    before = Status.AGREED
    for step in [first, *steps]:
        await database.insert(
            "action_fact",
            action=action_id,
            field="status" if step.status else "due_on",
            value=step.status.value if step.status else on(step.due or 0).isoformat(),
            happened_at=at(step.happened),
            recorded_at=at(step.recorded),
        )
        if step.status is not None:
            await _put_reopened(action_id, before, step)
            before = step.status


async def _put_reopened(action_id: UUID, before: Status, step: Step) -> None:
    if before in CLAIMED and step.status in OPEN - {Status.DONE}:
        await database.insert(
            "action_fact",
            action=action_id,
            field="reopened",
            happened_at=at(step.happened),
            recorded_at=at(step.recorded),
        )


@dataclass(frozen=True)
class Told:
    status: Status
    claimed: int | None
    checked: int | None
    reopened: bool


def _told(steps: list[Step]) -> Told:
    status, claimed, checked, reopened = Status.AGREED, None, None, False
    for step in steps:
        if step.status is None:
            continue
        if step.status in OPEN - {Status.DONE}:
            reopened = reopened or status in CLAIMED
            claimed = checked = None
        elif step.status is Status.DONE:
            claimed = step.happened
        elif step.status is Status.CHECKED:
            checked = step.happened
        status = step.status
    return Told(status, claimed, checked, reopened)


def by_hand(lives: list[Life], as_at: int, known_at: int) -> ClosureNumbers | None:
    """The definitions of contract.md, over made-up lives; days stand for times at noon."""
    rows = []
    for life in lives:
        if life.raised > as_at or life.recorded > known_at:
            continue
        steps = [s for s in life.steps if s.happened <= as_at and s.recorded <= known_at]
        dues = [s.due for s in steps if s.due is not None]
        rows.append((life, _told(steps), dues[-1] if dues else life.first_due))
    inside = [r for r in rows if PERIOD.contains(on(r[0].first_due))]
    due = [r for r in inside if r[1].status not in LEFT_OUT]
    closed = [r for r in due if r[1].status in VERIFIED]
    in_time = [r for r in closed if (r[1].claimed or 0) <= r[0].first_due]
    still = [r for r in rows if r[1].status in OPEN]
    late = [r for r in still if r[1].status is not Status.DONE and r[2] < as_at]
    past = [r for r in still if r[1].status is not Status.DONE and r[0].first_due < as_at]
    days = [(r[1].checked or 0) - r[0].raised for r in closed]
    return ClosureNumbers(
        due=len(due),
        closed=len(closed),
        closed_on_time=len(in_time),
        closure_rate=rate(len(closed), len(due)),
        on_time_rate=rate(len(in_time), len(due)),
        open=len(still),
        overdue=len(late),
        overdue_rate=rate(len(late), len(still)),
        past_first_date=len(past),
        waiting_to_be_checked=sum(r[1].status is Status.DONE for r in still),
        left_out=LeftOut(
            *(
                sum(r[1].status is status for r in inside)
                for status in (Status.TRANSFERRED, Status.REJECTED, Status.MERGED)
            )
        ),
        median_days_to_close=float(median(days)) if days else None,
        reopened=sum(r[1].reopened for r in due),
        came_back=0,
    )


async def _figure(as_at: int, known_at: int, now: int) -> ClosureNumbers:
    wanted = Asked(period=PERIOD, as_at=at(as_at), known_at=at(known_at), now=at(now))
    told = await closure(COMMAND_LINE, wanted)
    return ClosureNumbers(**{n: getattr(told, n) for n in ClosureNumbers.__struct_fields__})


async def _empty(service: UUID) -> UUID:
    async with database.connection() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute("DELETE FROM action_fact; DELETE FROM action; DELETE FROM plan")
    plan = uuid4()
    await database.insert("plan", id=plan, service=service, created_at=at(0))
    return plan


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(lives(), min_size=1, max_size=5),
    st.integers(0, LAST_DAY),
    st.integers(0, LAST_DAY),
)
async def test_a_past_figure_is_what_it_was_and_what_plain_python_makes(
    db: ModuleType, made: list[Life], as_at: int, known_at: int
) -> None:
    service = await db.value("SELECT id FROM service") or await make_service(await make_region())
    plan = await _empty(service)
    for life in made:
        await put(service, plan, life, known=known_at)
    then = await _figure(as_at, known_at, now=known_at)

    plan = await _empty(service)
    for life in made:
        await put(service, plan, life, known=LAST_DAY)
    later = await _figure(as_at, known_at, now=LAST_DAY + 1)
    assert later == by_hand(made, as_at, known_at)
    if as_at <= known_at:
        assert then == later

    live = await _figure(LAST_DAY, LAST_DAY, now=LAST_DAY)
    from_facts = await _figure(LAST_DAY, LAST_DAY, now=LAST_DAY + 1)
    assert live == from_facts == by_hand(made, LAST_DAY, LAST_DAY)
