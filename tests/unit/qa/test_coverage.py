from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from qa.rules.bands import Band
from qa.rules.coverage import CheckFacts, Coverage, CoverageSettings, WorkerFacts, coverage
from qa.rules.london import end_of_day, parse_when
from qa.rules.periods import Period

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
LATER = datetime(2026, 11, 22, 12, tzinfo=UTC)
LCC = CoverageSettings(contract="LCC", partner_contracts=frozenset({"ICB"}))
GOOD_CHECK = CheckFacts("S1", "W1", datetime(2026, 8, 3, 10, tzinfo=UTC))


def worker(code: str = "W1", *, supports: str = "LCC", **facts: object) -> WorkerFacts:
    plain = WorkerFacts(code, date(2019, 5, 1), supports=frozenset(supports.split()))
    return replace(plain, **facts)  # type: ignore[arg-type]


def check(**facts: object) -> CheckFacts:
    return replace(GOOD_CHECK, **facts)  # type: ignore[arg-type]


def figure(
    workers: list[WorkerFacts],
    checks: list[CheckFacts],
    settings: CoverageSettings = LCC,
    as_at: datetime = LATER,
) -> Coverage:
    return coverage(workers, checks, period=QUARTER, as_at=as_at, settings=settings)


# rules.md "KPI 4 membership tests": the worker, the check, why the worker is left out,
# why the check is not counted, whether the worker is in the numerator.
MEMBERSHIP = {
    "M1": (worker(), check(), None, None, True),
    "M2": (worker(started_on=date(2026, 7, 1)), check(), "under_min_months", "worker_excluded", 0),
    "M3": (worker(started_on=date(2026, 6, 30)), check(), None, None, True),
    "M4": (worker(supports="self LCC"), check(), None, None, True),
    "M5": (worker(supports="self"), check(), "self_funded_only", "worker_excluded", False),
    "M6": (worker(left_on=date(2026, 8, 15)), check(), None, None, True),
    "M7": (worker(), check(announced=True), None, "announced", False),
    "M8": (worker(), check(checker_role="quality_advisor"), None, "not_a_manager", False),
    "M9": (worker(), check(during_support=False), None, "not_during_support", False),
    "M10 agency": (worker(employed_as="agency"), check(), "agency", "worker_excluded", False),
    "M10 bank": (worker(employed_as="bank"), check(), None, None, True),
    "M12": (worker(), check(on_shift_with_worker=True), None, "not_a_manager", False),
    "M13": (worker(), check(checked_at=parse_when("2026-06-30T23:30Z")), None, None, True),
    "M14": (worker(supports="OTHER"), check(), "other_contract", "worker_excluded", False),
    "aborted": (worker(), check(outcome="aborted"), None, "aborted", False),
    "peer": (worker(), check(checker_role="peer"), None, "not_a_manager", False),
    "partner": (worker(supports="ICB"), check(), None, None, True),
    "first day": (worker(left_on=date(2026, 7, 1)), check(), None, "worker_excluded", False),
    "leaver short": (
        worker(started_on=date(2026, 6, 1), left_on=date(2026, 8, 15)),
        check(),
        "under_min_months",
        "worker_excluded",
        False,
    ),
    "order of A40": (
        worker(started_on=date(2026, 8, 1), supports="self", employed_as="agency"),
        check(announced=True, checker_role="peer", during_support=False, outcome="aborted"),
        "under_min_months",
        "announced",
        False,
    ),
}


@pytest.mark.parametrize(
    ("who", "what", "left_out", "not_counted", "in_numerator"),
    MEMBERSHIP.values(),
    ids=MEMBERSHIP.keys(),
)
def test_membership(
    who: WorkerFacts,
    what: CheckFacts,
    left_out: str | None,
    not_counted: str | None,
    in_numerator: bool,
) -> None:
    result = figure([who], [what])
    assert [entry.code for entry in result.excluded] == ([left_out] if left_out else [])
    assert [entry.code for entry in result.checks_not_counted] == (
        [not_counted] if not_counted else []
    )
    assert result.denominator == (0 if left_out else 1)
    assert result.numerator == (1 if in_numerator else 0)


def test_m1_three_checks_count_once() -> None:
    result = figure([worker()], [check(ref=f"S{number}") for number in (1, 2, 3)])
    assert result.counted == ("W1",)
    assert result.numerator == 1


def test_m2_a_new_starter_who_was_checked_is_shown() -> None:
    result = figure([worker(started_on=date(2026, 7, 1))], [check()])
    assert result.new_starters_checked == ("W1",)
    assert result.excluded[0].text == "employed under 3 months"
    assert result.checks_not_counted[0].text.endswith("employed under 3 months")


def test_m4_a_check_while_supporting_a_self_funder_only_is_flagged() -> None:
    checks = [
        check(ref="S1", supporting=frozenset({"self"})),
        check(ref="S2", supporting=frozenset({"self", "LCC"})),
    ]
    assert figure([worker(supports="self LCC")], checks).supporting_self_funder == ("S1",)


def test_m10_bank_and_agency_follow_the_contract() -> None:
    people = [worker("A", employed_as="agency"), worker("B", employed_as="bank")]
    turned = replace(LCC, agency_in=True, bank_in=False)
    result = figure(people, [], turned)
    assert result.not_checked == ("A",)
    assert [(left.worker, left.code, left.text) for left in result.excluded] == [
        ("B", "agency", "bank worker")
    ]


def test_m11_on_leave_all_quarter_stays_in_and_is_named() -> None:
    away = worker(leave_kind="other", leave_from=date(2026, 6, 1))
    result = figure([away], [])
    assert result.not_checked == ("W1",)
    assert result.on_leave_all_period == ("W1",)


def test_m14_another_contract_is_in_when_no_contract_is_chosen() -> None:
    result = figure([worker(supports="OTHER")], [check()], CoverageSettings())
    assert (result.contract, result.target, result.counted) == (None, "60", ("W1",))


def test_supporting_nobody_is_other_contract_and_self_only_stays_self_funded_without_contract() -> (
    None
):
    result = figure(
        [worker("A", supports=""), worker("B", supports="self")], [], CoverageSettings()
    )
    assert [left.code for left in result.excluded] == ["other_contract", "self_funded_only"]


def test_managers_and_those_not_employed_in_the_period_are_no_part_of_the_population() -> None:
    people = [
        worker("A", job="line_manager"),
        worker("B", left_on=date(2026, 6, 30)),
        worker("C", started_on=date(2026, 10, 1)),
    ]
    result = figure(people, [check(worker="A")])
    assert (result.denominator, result.excluded) == (0, ())
    assert result.checks_not_counted[0].text.endswith("not a support worker")
    assert (result.percentage, result.band) == (None, Band.NO_CASES)
    assert (result.needed_to_reach_target, result.still_possible) == (None, None)


def test_a_check_after_the_last_day_is_not_counted() -> None:
    result = figure([worker(left_on=date(2026, 8, 2))], [check()])
    assert result.numerator == 0
    assert result.checks_not_counted[0].text.endswith("not employed on that day")


def test_checks_of_people_who_are_not_given_and_outside_the_period_are_silent() -> None:
    outside = check(checked_at=parse_when("2026-09-30T23:30Z"))
    result = figure([worker()], [check(worker="W9"), outside])
    assert (result.numerator, result.checks_not_counted) == (0, ())


def team(size: int, checked: int) -> tuple[list[WorkerFacts], list[CheckFacts]]:
    people = [worker(f"W{number:03}") for number in range(size)]
    return people, [check(ref=f"S{person.code}", worker=person.code) for person in people[:checked]]


def test_w5_forty_of_seventy_five_need_five_more_while_the_quarter_runs() -> None:
    result = figure(*team(75, 40), as_at=end_of_day(date(2026, 9, 30)))
    assert (result.percentage, result.band) == ("53.33", Band.CLOSE)
    assert (result.needed_to_reach_target, result.still_possible) == (5, True)
    assert result.not_checked == tuple(f"W{number:03}" for number in range(40, 75))
    after = figure(*team(75, 40))
    assert (after.needed_to_reach_target, after.still_possible) == (5, False)


def test_x3_on_target_needs_nobody_and_stays_possible() -> None:
    result = figure(*team(75, 45))
    assert (result.percentage, result.band) == ("60.00", Band.ON_TARGET)
    assert (result.needed_to_reach_target, result.still_possible) == (0, True)


def test_a36_those_on_leave_all_quarter_and_those_who_left_cannot_be_checked_any_more() -> None:
    people, checks = team(5, 1)
    as_at = end_of_day(date(2026, 9, 1))
    away = {"leave_kind": "other", "leave_from": date(2026, 7, 1), "leave_to": None}
    gone = {"left_on": date(2026, 8, 31)}
    assert figure(people, checks, as_at=as_at).still_possible is True
    people[1:4] = [
        replace(people[1], **away),  # type: ignore[arg-type]
        replace(people[2], **gone),  # type: ignore[arg-type]
        people[3],
    ]
    assert figure(people, checks, as_at=as_at).still_possible is True
    people[3] = replace(people[3], **gone)  # type: ignore[arg-type]
    result = figure(people, checks, as_at=as_at)
    assert (result.needed_to_reach_target, result.still_possible) == (2, False)


def test_no_target_needs_nothing() -> None:
    result = figure(*team(6, 1), settings=replace(LCC, target=None))
    assert (result.band, result.target) == (Band.NO_TARGET, None)
    assert (result.needed_to_reach_target, result.still_possible) == (None, None)


def test_a08_the_management_view_leaves_out_those_who_left() -> None:
    people, checks = team(6, 3)
    people[0] = replace(people[0], left_on=date(2026, 9, 1))
    result = figure(people, checks)
    assert (result.numerator, result.denominator) == (3, 6)
    still = result.still_employed
    assert (still.numerator, still.denominator, still.percentage) == (2, 5, "40.00")


def test_six_months_can_be_asked_instead_of_three() -> None:
    settings = replace(LCC, min_months=6, target=Fraction(125, 2))
    result = figure([worker(started_on=date(2026, 4, 1))], [], settings)
    assert result.excluded[0].text == "employed under 6 months"
    assert result.target == "62.5"


def test_a_figure_for_the_past_knows_nothing_of_later_starts_and_checks() -> None:
    people = [worker("A"), worker("B", started_on=date(2026, 8, 1))]
    checks = [check(worker="A", checked_at=datetime(2026, 8, 3, 10, tzinfo=UTC))]
    before = figure(people, checks, as_at=parse_when("2026-07-31"))
    assert (before.counted, before.not_checked, before.excluded) == ((), ("A",), ())
    at_nine = figure(people, checks, as_at=parse_when("2026-08-03T09:00"))
    assert at_nine.counted == ()
    assert figure(people, checks, as_at=parse_when("2026-08-03")).counted == ("A",)
