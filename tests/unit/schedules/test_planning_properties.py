"""What holds for every plan: no hard rule broken, nothing silently late, more days never worse."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.roles import Role
from schedules.rules.planning import plan
from schedules.rules.planning_dues import interval, next_due
from schedules.rules.planning_shapes import Asked, Done, Kind, Place, Post, Stretch, Visitor
from schedules.rules.risk_bands import Band
from tests.unit.schedules.planning_cases import (
    TODAY,
    asked,
    broken,
    days_short,
    named,
    of,
    place,
    stretch,
)

REGIONS = ("North", "South")
CODES = ("S1", "S2", "S3", "S4", "S5", "S6")
ROLES = (
    Role.QUALITY_MANAGER,
    Role.HS_MANAGER,
    Role.REGIONAL_MANAGER,
    Role.QUALITY_ADVISOR,
    Role.SUPPORTER,
)
CHAINS = (
    Kind.FULL_REVIEW,
    Kind.HS_FULL_VISIT,
    Kind.QUALITY_ADVISOR_AUDIT,
    Kind.PLAN_REVIEW,
)
past = st.integers(min_value=1, max_value=1200).map(lambda days: TODAY - timedelta(days=days))


@st.composite
def places(draw: st.DrawFn, code: str) -> Place:
    last = {
        kind: Done(on=draw(past), visitors=frozenset(draw(st.sets(st.sampled_from(["v0", "v1"])))))
        for kind in draw(st.sets(st.sampled_from(CHAINS)))
    }
    return place(
        code,
        last=last,
        region=draw(st.sampled_from(REGIONS)),
        band=draw(st.sampled_from(Band)),
        opened_on=draw(past),
    )


@st.composite
def rows(draw: st.DrawFn) -> tuple[Stretch, ...]:
    """Nothing told, a share of the week, or a share with a time away."""
    shape = draw(st.sampled_from(("none", "share", "away")))
    if shape == "none":
        return ()
    usual = stretch(
        draw(st.sampled_from((0.5, 1, 1.5, 2, 3, 5))),
        regions=frozenset(draw(st.sets(st.sampled_from(REGIONS), max_size=1))),
        may_not_visit=frozenset(draw(st.sets(st.sampled_from(CODES), max_size=2))),
    )
    if shape == "share":
        return (usual,)
    begins = date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 300)))
    ends = begins + timedelta(days=draw(st.integers(0, 90)))
    return (usual, stretch(0, from_on=begins, to_on=ends))


@st.composite
def visitors(draw: st.DrawFn, login: str) -> Visitor:
    role = draw(st.sampled_from(ROLES))
    posts = [
        Post(service=code, from_on=date(2020, 1, 1), to_on=draw(st.none() | past))
        for code in draw(st.sets(st.sampled_from(CODES), max_size=2))
    ]
    return Visitor(
        login=login,
        roles=frozenset({role}),
        region=draw(st.sampled_from(REGIONS)) if role is Role.REGIONAL_MANAGER else None,
        posts=tuple(posts),
        stretches=draw(rows()),
    )


@st.composite
def requests(draw: st.DrawFn) -> Asked:
    services = [draw(places(code)) for code in CODES[: draw(st.integers(1, len(CODES)))]]
    team = [draw(visitors(f"v{n}")) for n in range(draw(st.integers(0, 6)))]
    return asked(services, team)


@settings(max_examples=50, deadline=None)
@given(requests())
def test_no_plan_breaks_a_hard_rule(request: Asked) -> None:
    assert broken(request, plan(request)) == []


@settings(max_examples=50, deadline=None)
@given(requests())
def test_every_visit_due_is_in_the_plan_on_time_or_named(request: Asked) -> None:
    found = plan(request)
    for where in request.services:
        for kind, done in where.last.items():
            visits = of(found, kind, service=where.code)
            is_named = (where.code, kind) in named(found)
            due = next_due(request, where, kind, done.on).on
            if due <= request.to_on and not is_named:
                assert visits[0].on <= due
            months = interval(request, where, kind)
            for one, other in pairwise(visits):
                assert is_named or other.on <= next_due(request, where, kind, one.on).on
            if visits and not is_named and months >= 1:
                assert next_due(request, where, kind, visits[-1].on).on > request.to_on


@settings(max_examples=15, deadline=None)
@given(requests())
def test_the_same_input_in_any_order_gives_the_same_plan(request: Asked) -> None:
    turned = replace(
        request,
        services=tuple(reversed(request.services)),
        visitors=tuple(reversed(request.visitors)),
    )
    assert plan(turned) == plan(request)


@settings(max_examples=60, deadline=None)
@given(requests(), st.integers(0, 5))
def test_a_day_more_a_week_never_makes_more_days_short(request: Asked, who: int) -> None:
    changed = list(request.visitors)
    if who >= len(changed) or not changed[who].stretches:
        return
    rows = tuple(
        replace(row, days_per_week=min(500, row.days_per_week + 100)) if row.days_per_week else row
        for row in changed[who].stretches
    )
    changed[who] = replace(changed[who], stretches=rows)
    more = plan(replace(request, visitors=tuple(changed)))
    assert days_short(more) <= days_short(plan(request))
