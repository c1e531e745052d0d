"""Who may go where, and when they can be planned."""

from datetime import date

import pytest

from qa.roles import Role
from schedules.rules.planning_people import NEVER, able_for, may_from, offer_on, teams
from schedules.rules.planning_shapes import Kind, Place, Post, Stretch, Visitor
from tests.unit.schedules.planning_cases import (
    ADA,
    IAN,
    ROS,
    SAM,
    SETTINGS,
    SUE,
    TEAM,
    place,
    stretch,
    visitor,
)


def team_of(
    visitors: tuple[Visitor, ...], where: Place, kind: Kind
) -> list[tuple[tuple[int, ...], date]]:
    return teams(visitors, able_for(visitors, kind, SETTINGS), where, kind, SETTINGS)


DAY = date(2027, 5, 4)
LEAVE = stretch(0, from_on=date(2027, 5, 1), to_on=date(2027, 5, 14))


def ros(*posts: Post, role: Role = Role.QUALITY_MANAGER, region: str | None = None) -> Visitor:
    return visitor("ros", Role.QUALITY_MANAGER, role, posts=posts, region=region)


@pytest.mark.parametrize(
    ("who", "free_from"),
    [
        (ros(), date.min),
        (ros(Post(service="S01", from_on=date(2020, 1, 1))), NEVER),  # works there
        (
            ros(Post(service="S01", from_on=date(2020, 1, 1), to_on=date(2026, 2, 28))),
            date(2028, 2, 28),  # two years after
        ),
        (ros(Post(service="S02", from_on=date(2020, 1, 1))), date.min),  # elsewhere
        (ros(role=Role.REGIONAL_MANAGER, region="North"), NEVER),  # line manager
        (ros(role=Role.REGIONAL_MANAGER, region="South"), date.min),
    ],
)
def test_who_looks_comes_from_outside(who: Visitor, free_from: date) -> None:
    assert may_from(who, place(), Kind.FULL_REVIEW, SETTINGS) == free_from


def test_an_advisor_never_audits_the_own_home() -> None:
    home = visitor("ada", Role.QUALITY_ADVISOR, posts=(Post(service="S01", from_on=DAY),))
    found = team_of((home, ADA, SUE), place(), Kind.QUALITY_ADVISOR_AUDIT)
    assert [team for team, _ in found] == [(1, 2)]


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (Kind.FULL_REVIEW, [(0,), (1,)]),
        (Kind.HS_FULL_VISIT, [(2,)]),
        (Kind.HS_THEMED_VISIT, [(2,)]),
        (Kind.PLAN_REVIEW, [(3,)]),
        (Kind.QUALITY_ADVISOR_AUDIT, [(4, 5)]),
        (Kind.HS_QUARTERLY_RETURN, []),
    ],
)
def test_each_kind_is_for_its_role(kind: Kind, who: list[tuple[int, ...]]) -> None:
    assert [team for team, _ in team_of(TEAM, place(), kind)] == who


def test_plans_are_reviewed_by_the_manager_of_their_own_region() -> None:
    assert team_of((SAM,), place(region="South"), Kind.PLAN_REVIEW) == []


def test_one_person_is_no_pair() -> None:
    both = visitor("ada", Role.QUALITY_ADVISOR, Role.SUPPORTER)
    assert team_of((both,), place(), Kind.QUALITY_ADVISOR_AUDIT) == []


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ((), 500),
        ((stretch(3),), 300),
        ((stretch(3), LEAVE), None),  # time out
        ((LEAVE,), None),
        ((stretch(3, to_on=date(2027, 4, 30)),), None),  # time only in what is told
        ((stretch(3), stretch(1, from_on=date(2027, 4, 1))), 100),  # the later one holds
    ],
)
def test_what_somebody_offers_on_a_day(rows: tuple[Stretch, ...], days: int | None) -> None:
    found = offer_on(visitor("ros", Role.QUALITY_MANAGER, stretches=rows), DAY, SETTINGS)
    assert (found and found.days_per_week) == days


def test_time_out_alone_leaves_the_rest_of_the_year_free() -> None:
    who = visitor("ros", Role.QUALITY_MANAGER, stretches=(LEAVE,))
    assert offer_on(who, date(2027, 6, 1), SETTINGS) == offer_on(ROS, DAY, SETTINGS)


def test_kinds_of_a_row_stand_for_those_of_the_role() -> None:
    who = visitor("ian", Role.HS_MANAGER, stretches=(stretch(kinds=frozenset({"hs_full_visit"})),))
    offer, usual = offer_on(who, DAY, SETTINGS), offer_on(IAN, DAY, SETTINGS)
    assert offer is not None
    assert usual is not None
    assert offer.kinds == {"hs_full_visit"}
    assert usual.kinds == {"hs_full_visit", "hs_themed_visit"}
