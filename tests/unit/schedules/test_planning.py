"""The plan of visits: each hard rule by example."""

from datetime import date, timedelta
from typing import Any

import pytest

from qa.roles import Role
from schedules.rules.planning import plan
from schedules.rules.planning_shapes import Done, Kind, Place, Post, Standing, Visitor
from schedules.rules.risk_bands import Band
from tests.unit.schedules.planning_cases import (
    GOOD_FRIDAY,
    IAN,
    PAT,
    ROS,
    SAM,
    TEAM,
    TODAY,
    asked,
    broken,
    days_short,
    named,
    of,
    place,
    stretch,
    visitor,
)


def full_review(on: date, *by: str) -> dict[Kind, Done]:
    return {Kind.FULL_REVIEW: Done(on=on, visitors=frozenset(by))}


def only(kind: Kind, last: dict[Kind, Done], code: str = "S01", **given: Any) -> Place:
    """A service where only one kind falls due."""
    recent = {other: Done(on=TODAY) for other in Kind}
    return place(code, last={**recent, kind: last[kind]}, **given)


def test_a_review_is_planned_before_it_is_due_and_says_why() -> None:
    found = plan(asked([only(Kind.FULL_REVIEW, full_review(date(2026, 3, 1), "ros"))]))
    first = of(found, Kind.FULL_REVIEW)[0]
    assert (first.due_on, first.on, first.visitors) == (
        date(2027, 3, 1),
        date(2027, 2, 8),
        ("pat",),
    )
    assert first.because == "medium: every 12 months, last on 2026-03-01"
    assert first.why_then == "21 days before it is due"
    assert first.why_who == "did not make the last one, and had time"


def test_a_small_organisation_gets_everything_on_time() -> None:
    request = asked([place(f"S{n:02}") for n in range(12)])
    found = plan(request)
    assert broken(request, found) == []
    assert [short for short in found.shortfalls if short.from_on > date(2027, 1, 1)] == []
    assert len({one.on.month for one in of(found, Kind.HS_THEMED_VISIT)}) == 12
    assert len(of(found, Kind.HS_QUARTERLY_RETURN)) == 4 * 12


def test_unannounced_kinds_are_left_out() -> None:
    found = plan(asked([place(band=Band.VERY_HIGH)]))
    assert {one.kind for one in found.visits} == set(Kind)
    assert not {"spot_check", "night_check"} & set(Kind)


def test_a_full_visit_at_the_ceiling_is_never_later() -> None:
    due = {Kind.HS_FULL_VISIT: Done(on=date(2024, 3, 29))}
    found = plan(asked([only(Kind.HS_FULL_VISIT, due, f"S{n:02}") for n in range(40)], [IAN]))
    assert all(one.on <= one.due_on for one in of(found, Kind.HS_FULL_VISIT))
    assert not [kind for _, kind in named(found) if kind is Kind.HS_FULL_VISIT]


def test_no_visit_on_weekends_bank_holidays_or_leave() -> None:
    leave = stretch(0, from_on=date(2027, 1, 4), to_on=date(2027, 3, 19))
    ros = visitor("ros", Role.QUALITY_MANAGER, stretches=(leave,))
    request = asked(
        [only(Kind.FULL_REVIEW, full_review(date(2026, 3, 31)), f"S{n}") for n in range(2)], [ros]
    )
    found = plan(request)
    assert broken(request, found) == []
    # Five days remain until Wednesday 31 March, Good Friday and Easter Monday are off.
    assert [one.on for one in of(found, Kind.FULL_REVIEW)[:2]] == [
        date(2027, 3, 22),
        date(2027, 3, 24),
    ]
    assert GOOD_FRIDAY not in {one.on for one in found.visits}


def test_days_of_a_week_are_the_most() -> None:
    part = visitor("ian", Role.HS_MANAGER, stretches=(stretch(1),))
    late = {Kind.HS_FULL_VISIT: Done(on=date(2020, 1, 1))}
    request = asked([only(Kind.HS_FULL_VISIT, late, f"S{n}") for n in range(5)], [part])
    found = plan(request)
    assert broken(request, found) == []
    assert [one.on for one in of(found, Kind.HS_FULL_VISIT)] == [
        date(2027, 1, 4) + timedelta(weeks=n) for n in range(5)
    ]


def test_with_a_day_a_week_a_review_takes_a_friday_and_a_monday() -> None:
    part = visitor("ros", Role.QUALITY_MANAGER, stretches=(stretch(1),))
    request = asked([only(Kind.FULL_REVIEW, full_review(date(2026, 3, 1)))], [part])
    found = plan(request)
    assert broken(request, found) == []
    assert of(found, Kind.FULL_REVIEW)[0].on.weekday() == 4


def test_two_halves_of_a_day_are_never_in_two_regions() -> None:
    sam = visitor("sam", Role.REGIONAL_MANAGER, region="North", stretches=(stretch(0.5),))
    found = plan(asked([place("S1"), place("S2")], [sam]))
    days = [one.on for one in of(found, Kind.PLAN_REVIEW)]
    assert len(days) == len(set(days))


@pytest.mark.parametrize(
    "barred",
    [
        visitor("ros", Role.QUALITY_MANAGER, posts=(Post(service="S01", from_on=TODAY),)),
        visitor("ros", Role.QUALITY_MANAGER, Role.REGIONAL_MANAGER, region="North"),
        visitor(
            "ros", Role.QUALITY_MANAGER, stretches=(stretch(may_not_visit=frozenset({"S01"})),)
        ),
        visitor("ros", Role.QUALITY_MANAGER, stretches=(stretch(regions=frozenset({"South"})),)),
        visitor("ros", Role.QUALITY_MANAGER, stretches=(stretch(kinds=frozenset({"x"})),)),
    ],
)
def test_who_may_not_go_is_not_sent_even_when_nobody_else_can(barred: Visitor) -> None:
    found = plan(asked([only(Kind.FULL_REVIEW, full_review(date(2026, 3, 1)))], [barred]))
    assert of(found, Kind.FULL_REVIEW) == []
    short = next(one for one in found.shortfalls if ("S01", Kind.FULL_REVIEW) in one.visits)
    assert short.who == ()
    assert short.mend == ("name somebody who may make a full review there: nobody may now",)


def test_no_reviewer_twice_running_where_another_can() -> None:
    where = only(Kind.FULL_REVIEW, full_review(date(2026, 10, 1), "ros"), band=Band.VERY_HIGH)
    visits = of(plan(asked([where])), Kind.FULL_REVIEW)
    by = [one.visitors[0] for one in visits]
    assert all(one != other for one, other in zip(["ros", *by], by, strict=False))
    alone = of(plan(asked([where], [ROS])), Kind.FULL_REVIEW)
    assert {one.visitors for one in alone} == {("ros",)}


def test_work_is_spread() -> None:
    services = [place(f"S{n:02}") for n in range(30)]
    visits = of(plan(asked(services)), Kind.FULL_REVIEW)
    counts = [sum(login in one.visitors for one in visits) for login in ("ros", "pat")]
    assert abs(counts[0] - counts[1]) <= 2


def test_what_is_late_goes_first_and_is_named() -> None:
    late = only(Kind.FULL_REVIEW, full_review(date(2025, 1, 1)), "S02")
    usual = only(Kind.FULL_REVIEW, full_review(date(2026, 1, 11)), "S01")
    found = plan(asked([usual, late], [ROS]))
    first = of(found, Kind.FULL_REVIEW)[0]
    assert (first.service, first.on) == ("S02", date(2027, 1, 4))
    assert "late since 2026-01-01, so it goes first" in first.because
    assert ("S02", Kind.FULL_REVIEW) in named(found)


def test_what_cannot_be_on_time_is_named_with_what_would_mend_it() -> None:
    busy = visitor("ros", Role.QUALITY_MANAGER, stretches=(stretch(2),))
    request = asked(
        [only(Kind.FULL_REVIEW, full_review(date(2026, 1, 15)), f"S{n}") for n in range(4)], [busy]
    )
    found = plan(request)
    assert broken(request, found) == []
    short = next(one for one in found.shortfalls if one.visits[0][1] is Kind.FULL_REVIEW)
    # Two weeks of two days hold two reviews of the four.
    assert short.who == ("ros",)
    assert short.days_short == 4
    assert len(short.visits) == 2
    assert (short.from_on, short.to_on) == (date(2027, 1, 1), date(2027, 1, 15))
    assert short.mend[0] == (
        "4 more days of ros between 2027-01-01 and 2027-01-15, or of somebody else who may"
    )
    assert "later than its due date" in short.mend[1]


def test_others_are_moved_to_make_room() -> None:
    """The one who may go to both is planned for the first; the second can only have her."""
    pat = visitor("pat", Role.QUALITY_MANAGER, stretches=(stretch(may_not_visit=frozenset("B")),))
    few = visitor("ros", Role.QUALITY_MANAGER, stretches=(stretch(to_on=date(2027, 1, 5)),))
    first = only(Kind.FULL_REVIEW, full_review(date(2026, 1, 10), "pat"), "A")
    second = only(Kind.FULL_REVIEW, full_review(date(2026, 1, 11)), "B")
    found = plan(asked([first, second], [few, pat]))
    by = {one.service: one.visitors for one in of(found, Kind.FULL_REVIEW)}
    assert by["B"] == ("ros",)
    assert by["A"] == ("pat",)


def test_a_month_that_had_its_themed_visit_needs_no_other() -> None:
    found = plan(asked([place()], today=date(2027, 1, 10), themed=(date(2027, 1, 5),)))
    assert [one.on.month for one in of(found, Kind.HS_THEMED_VISIT)] == list(range(2, 13))


def test_a_month_without_anybody_is_a_shortfall() -> None:
    away = stretch(0, from_on=date(2027, 8, 1), to_on=date(2027, 8, 31))
    found = plan(asked([place()], [visitor("ian", Role.HS_MANAGER, stretches=(away,)), SAM]))
    assert 8 not in {one.on.month for one in of(found, Kind.HS_THEMED_VISIT)}
    short = next(one for one in found.shortfalls if one.visits == (("S01", "hs_themed_visit"),))
    assert (short.who, short.from_on, short.to_on) == (
        ("ian",),
        date(2027, 8, 1),
        date(2027, 8, 31),
    )


def test_a_return_is_due_even_where_nobody_manages() -> None:
    manager = visitor(
        "mo", Role.SERVICE_MANAGER, posts=(Post(service="S1", from_on=date(2020, 1, 1)),)
    )
    found = plan(asked([place("S1", returned=(date(2027, 1, 5),)), place("S2")], [manager]))
    assert [one.visitors for one in of(found, Kind.HS_QUARTERLY_RETURN, service="S1")] == [
        ("mo",)
    ] * 3
    assert [one.visitors for one in of(found, Kind.HS_QUARTERLY_RETURN, service="S2")] == [()] * 4


def test_nothing_after_a_service_closes() -> None:
    found = plan(asked([place(closed_on=date(2027, 6, 1), band=Band.HIGH)]))
    assert max(one.on for one in found.visits) < date(2027, 6, 1)


def test_days_before_today_are_not_planned() -> None:
    found = plan(asked([place()], today=date(2027, 5, 5)))
    assert min(one.on for one in found.visits) >= date(2027, 5, 5)


AGREED = Standing(
    service="S01", kind=Kind.FULL_REVIEW, on=date(2027, 2, 2), visitors=("ros",), agreed=True
)


def test_what_is_agreed_stays() -> None:
    found = plan(asked([only(Kind.FULL_REVIEW, full_review(date(2026, 3, 1)))], standing=(AGREED,)))
    first = of(found, Kind.FULL_REVIEW)[0]
    assert (first.on, first.visitors) == (AGREED.on, AGREED.visitors)
    assert first.why_then == "agreed, or near: it stays as it was planned"


@pytest.mark.parametrize(
    ("on", "agreed", "stays"),
    [
        (date(2027, 1, 14), False, True),
        (date(2027, 1, 18), False, False),
        (date(2027, 1, 18), True, True),
        (date(2027, 1, 16), True, False),  # a Saturday
    ],
)
def test_what_is_near_stays(on: date, agreed: bool, stays: bool) -> None:
    near = Standing(
        service="S01", kind=Kind.HS_THEMED_VISIT, on=on, visitors=("ian",), agreed=agreed
    )
    found = plan(asked([place()], standing=(near,), today=date(2027, 1, 1)))
    assert (on in {one.on for one in of(found, Kind.HS_THEMED_VISIT)}) == stays
    assert sum(one.on.month == 1 for one in of(found, Kind.HS_THEMED_VISIT)) == 1


@pytest.mark.parametrize(
    "team",
    [
        (IAN, PAT),  # whoever agreed has gone
        (
            visitor("ros", Role.QUALITY_MANAGER, posts=(Post(service="S01", from_on=TODAY),)),
            PAT,
        ),
        (visitor("ros", Role.QUALITY_MANAGER, stretches=(stretch(to_on=TODAY),)), PAT),
    ],
)
def test_what_is_agreed_goes_when_a_hard_rule_breaks(team: tuple[Visitor, ...]) -> None:
    where = only(Kind.FULL_REVIEW, full_review(date(2026, 3, 1)))
    found = plan(asked([where], team, standing=(AGREED,)))
    assert [one.visitors for one in of(found, Kind.FULL_REVIEW)] == [("pat",)]


def test_the_ceiling_goes_before_what_is_agreed() -> None:
    late = Standing(
        service="S01", kind=Kind.HS_FULL_VISIT, on=date(2027, 6, 1), visitors=("ian",), agreed=True
    )
    where = only(Kind.HS_FULL_VISIT, {Kind.HS_FULL_VISIT: Done(on=date(2024, 3, 1))})
    found = plan(asked([where], standing=(late,)))
    assert of(found, Kind.HS_FULL_VISIT)[0].on <= date(2027, 3, 1)


def test_planned_again_nothing_moves() -> None:
    request = asked([place(f"S{n:02}", band=Band.HIGH) for n in range(8)], TEAM)
    once = plan(request)
    standing = tuple(
        Standing(service=one.service, kind=one.kind, on=one.on, visitors=one.visitors, agreed=True)
        for one in once.visits
        if one.visitors
    )
    again = plan(asked(request.services, TEAM, standing=standing))
    places = [(one.service, one.kind, one.on, one.visitors) for one in once.visits]
    assert [(one.service, one.kind, one.on, one.visitors) for one in again.visits] == places
    assert days_short(again) == days_short(once)
