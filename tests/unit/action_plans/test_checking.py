from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from action_plans.rules.checking import (
    CheckableAction,
    Checker,
    who_should_check,
    why_not_check,
)
from action_plans.rules.severities import HIGH_OR_CRITICAL, Severity
from action_plans.rules.statuses import VERIFIED, Status, why_not_move
from qa.roles import Role

HOME, ELSEWHERE, NORTH, SOUTH = (UUID(int=number) for number in range(1, 5))
OWNER = UUID(int=10)
ACTION = CheckableAction(Severity.MEDIUM, False, HOME, NORTH, owners=frozenset({OWNER}))


def person(
    number: int, *roles: Role, services: tuple[UUID, ...] = (), region: UUID | None = None
) -> Checker:
    return Checker(UUID(int=number), frozenset(roles), frozenset(services), region)


ROS = person(20, Role.QUALITY_MANAGER)
IAN = person(21, Role.HS_MANAGER)
NIA = person(22, Role.REGIONAL_MANAGER, region=NORTH)
SAM = person(23, Role.REGIONAL_MANAGER, region=SOUTH)
MEG = person(24, Role.SERVICE_MANAGER, services=(HOME,))
DEE = person(25, Role.DEPUTY_MANAGER, services=(HOME,))
OTHER_MANAGER = person(26, Role.SERVICE_MANAGER, services=(ELSEWHERE,))
DIRECTOR = person(27, Role.DIRECTOR)
ROS_AND_DEPUTY = person(28, Role.QUALITY_MANAGER, Role.DEPUTY_MANAGER, services=(HOME,))
ROS_AND_REGIONAL = person(29, Role.QUALITY_MANAGER, Role.REGIONAL_MANAGER, region=NORTH)
ROS_AND_OTHER_REGION = person(30, Role.QUALITY_MANAGER, Role.REGIONAL_MANAGER, region=SOUTH)
WORKER = person(31, Role.SUPPORT_WORKER, services=(HOME,))
ADVISOR = person(32, Role.QUALITY_ADVISOR)
EVERYONE = [
    ROS,
    IAN,
    NIA,
    SAM,
    MEG,
    DEE,
    OTHER_MANAGER,
    DIRECTOR,
    ROS_AND_DEPUTY,
    ROS_AND_REGIONAL,
    ROS_AND_OTHER_REGION,
    WORKER,
    ADVISOR,
]


def who_may(severity: Severity, *, hs_content: bool) -> list[Checker]:
    action = replace(ACTION, severity=severity, hs_content=hs_content)
    return [who for who in EVERYONE if why_not_check(checker=who, action=action) is None]


@pytest.mark.parametrize("severity", [Severity.LOW, Severity.MEDIUM])
def test_low_and_medium_are_checked_by_the_regional_manager_too(severity: Severity) -> None:
    assert who_may(severity, hs_content=False) == [
        ROS,
        NIA,
        ROS_AND_REGIONAL,
        ROS_AND_OTHER_REGION,
    ]
    assert IAN in who_may(severity, hs_content=True)


@pytest.mark.parametrize("severity", sorted(HIGH_OR_CRITICAL))
def test_high_and_critical_are_checked_from_outside_the_service_only(severity: Severity) -> None:
    assert who_may(severity, hs_content=False) == [ROS, ROS_AND_OTHER_REGION]
    assert who_may(severity, hs_content=True) == [ROS, IAN, ROS_AND_OTHER_REGION]


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("part", ["owners", "marked_done_by", "proof_added_by"])
def test_who_owned_it_marked_it_done_or_added_proof_never_checks_it(
    severity: Severity, part: str
) -> None:
    touched = frozenset({OWNER, ROS.person})
    action = replace(ACTION, severity=severity, **{part: touched})  # type: ignore[arg-type]
    refusal = why_not_check(checker=ROS, action=action)
    assert refusal is not None
    assert "somebody else" in refusal


def test_every_refusal_says_why() -> None:
    high = replace(ACTION, severity=Severity.HIGH)
    reasons = {
        name: why_not_check(checker=who, action=high)
        for name, who in [("DEE", DEE), ("NIA", NIA), ("IAN", IAN), ("DIRECTOR", DIRECTOR)]
    }
    assert reasons == {
        "DEE": "You work at this service, so somebody from outside it has to check this action.",
        "NIA": "You manage this service, and a high or critical action is checked "
        "by somebody from outside it.",
        "IAN": "The H&S Manager checks health and safety only.",
        "DIRECTOR": "Your role does not check actions.",
    }


@pytest.mark.parametrize(
    ("severity", "hs_content", "role"),
    [
        (Severity.CRITICAL, False, Role.QUALITY_MANAGER),
        (Severity.HIGH, True, Role.HS_MANAGER),
        (Severity.LOW, False, Role.REGIONAL_MANAGER),
        (Severity.MEDIUM, True, Role.HS_MANAGER),
    ],
)
def test_a_done_action_waits_for_one_role(severity: Severity, hs_content: bool, role: Role) -> None:
    assert who_should_check(replace(ACTION, severity=severity, hs_content=hs_content)) is role


def walk(
    severity: Severity, hs_content: bool, steps: list[tuple[Checker, Status | str]]
) -> tuple[Status, set[UUID]]:
    """The state an action reaches when people try these steps, and whoever had a part in it."""
    action = CheckableAction(severity, hs_content, HOME, NORTH)
    status = Status.PROPOSED
    took_part: set[UUID] = set()
    for who, step in steps:
        me = frozenset({who.person})
        if step == "own":
            action = replace(action, owners=action.owners | me)
        elif step == "prove":
            action = replace(action, proof_added_by=action.proof_added_by | me)
        elif isinstance(step, Status):
            checks = step is Status.CHECKED
            if why_not_move(status, step) or (checks and why_not_check(checker=who, action=action)):
                continue
            if step is Status.DONE:
                action = replace(action, marked_done_by=action.marked_done_by | me)
            if checks:
                hands_in_it = action.owners | action.marked_done_by | action.proof_added_by
                assert who.person not in hands_in_it
            status = step
        took_part.add(who.person)
    return status, took_part


STEPS = st.sampled_from(
    [
        "own",
        "prove",
        Status.AGREED,
        Status.IN_PROGRESS,
        Status.DONE,
        Status.DONE,
        Status.CHECKED,
        Status.CHECKED,
        Status.CLOSED,
    ]
)
CASES = (st.sampled_from(Severity), st.booleans())


@settings(max_examples=100)
@given(*CASES, st.sampled_from(EVERYONE), st.lists(STEPS, max_size=15))
def test_no_path_leads_from_open_to_closed_by_one_person_alone(
    severity: Severity, hs_content: bool, alone: Checker, steps: list[Status | str]
) -> None:
    status, _ = walk(severity, hs_content, [(alone, step) for step in steps])
    assert status not in VERIFIED


@settings(max_examples=100)
@given(
    *CASES,
    st.lists(st.tuples(st.sampled_from([MEG, DEE, WORKER, ROS_AND_DEPUTY]), STEPS), max_size=20),
)
def test_no_path_leads_from_open_to_closed_by_the_services_own_people(
    severity: Severity, hs_content: bool, steps: list[tuple[Checker, Status | str]]
) -> None:
    status, _ = walk(severity, hs_content, steps)
    assert status not in VERIFIED


@settings(max_examples=100)
@given(*CASES, st.lists(st.tuples(st.sampled_from(EVERYONE), STEPS), max_size=25))
def test_what_is_checked_took_two_people_one_of_whom_only_looked(
    severity: Severity, hs_content: bool, steps: list[tuple[Checker, Status | str]]
) -> None:
    status, took_part = walk(severity, hs_content, steps)
    assert status not in VERIFIED or len(took_part) >= 2


def test_the_walk_does_reach_closed_when_somebody_else_checks() -> None:
    steps: list[tuple[Checker, Status | str]] = [
        (MEG, Status.AGREED),
        (MEG, "own"),
        (DEE, Status.DONE),
        (DEE, Status.CHECKED),
        (ROS, Status.CHECKED),
        (ROS, Status.CLOSED),
    ]
    assert walk(Severity.CRITICAL, False, steps)[0] is Status.CLOSED
