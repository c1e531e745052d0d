from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from qa.rules.coverage import CheckFacts, CoverageSettings, WorkerFacts, coverage
from qa.rules.london import london_day
from qa.rules.periods import Period

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
SUPPORTS = st.frozensets(st.sampled_from(["LCC", "ICB", "OTHER", "self"]))
INSTANTS = st.datetimes(datetime(2026, 6, 29), datetime(2026, 10, 2), timezones=st.just(UTC))
SETTINGS = st.builds(
    CoverageSettings,
    contract=st.sampled_from([None, "LCC"]),
    min_months=st.sampled_from([3, 6]),
    agency_in=st.booleans(),
    bank_in=st.booleans(),
    partner_contracts=st.sampled_from([frozenset(), frozenset({"ICB"})]),
)


@st.composite
def workers(draw: st.DrawFn) -> list[WorkerFacts]:
    days = st.dates(date(2026, 2, 1), date(2026, 11, 1))
    people = []
    for number in range(draw(st.integers(0, 8))):
        started_on = draw(days)
        leave_from = draw(st.none() | days)
        people.append(
            WorkerFacts(
                f"W{number}",
                started_on,
                left_on=draw(st.none() | st.dates(started_on, date(2026, 12, 1))),
                job=draw(st.sampled_from(["support_worker", "support_worker", "line_manager"])),
                employed_as=draw(st.sampled_from(["staff", "bank", "agency"])),
                leave_kind="other" if leave_from else None,
                leave_from=leave_from,
                leave_to=leave_from and draw(st.none() | st.dates(leave_from, date(2026, 12, 1))),
                supports=draw(SUPPORTS),
            )
        )
    return people


CHECKS = st.lists(
    st.builds(
        CheckFacts,
        ref=st.integers(1, 10**6).map(lambda number: f"S{number}"),
        worker=st.integers(0, 8).map(lambda number: f"W{number}"),
        checked_at=INSTANTS,
        checker_role=st.sampled_from(["manager", "manager", "peer"]),
        announced=st.booleans(),
        during_support=st.booleans(),
        on_shift_with_worker=st.booleans(),
        outcome=st.sampled_from(["good", "aborted"]),
        supporting=SUPPORTS,
    ),
    max_size=12,
    unique_by=lambda check: check.ref,
)


@settings(max_examples=60)
@given(workers(), CHECKS, INSTANTS, SETTINGS)
def test_counted_not_checked_and_excluded_are_everyone_employed_each_once(
    people: list[WorkerFacts],
    checks: list[CheckFacts],
    as_at: datetime,
    chosen: CoverageSettings,
) -> None:
    result = coverage(people, checks, period=QUARTER, as_at=as_at, settings=chosen)
    today = london_day(as_at)
    employed = sorted(
        person.code
        for person in people
        if person.job == "support_worker"
        and person.started_on <= min(QUARTER.to_on, today)
        and (person.left_on is None or person.left_on > today or person.left_on >= QUARTER.from_on)
    )
    parts = [*result.counted, *result.not_checked, *(left.worker for left in result.excluded)]
    assert sorted(parts) == employed
    assert result.numerator == len(result.counted) <= result.denominator
    assert result.denominator == len(result.counted) + len(result.not_checked)
    assert (result.percentage is None) == (result.denominator == 0)
    assert result.percentage is None or 0 <= Decimal(result.percentage) <= 100


@settings(max_examples=60)
@given(workers(), CHECKS, INSTANTS, SETTINGS)
def test_every_check_that_happened_counts_or_says_why_not(
    people: list[WorkerFacts],
    checks: list[CheckFacts],
    as_at: datetime,
    chosen: CoverageSettings,
) -> None:
    result = coverage(people, checks, period=QUARTER, as_at=as_at, settings=chosen)
    codes = {person.code for person in people}
    happened = {
        check.ref: check.worker
        for check in checks
        if check.worker in codes
        and check.checked_at <= as_at
        and QUARTER.contains(london_day(check.checked_at))
    }
    told = {entry.ref for entry in result.checks_not_counted}
    assert told <= happened.keys()
    assert {happened[ref] for ref in happened.keys() - told} == set(result.counted)


@settings(max_examples=60)
@given(workers(), CHECKS, INSTANTS, SETTINGS, st.data())
def test_one_more_check_never_lowers_the_numerator_nor_moves_the_denominator(
    people: list[WorkerFacts],
    checks: list[CheckFacts],
    as_at: datetime,
    chosen: CoverageSettings,
    data: st.DataObject,
) -> None:
    before = coverage(people, checks, period=QUARTER, as_at=as_at, settings=chosen)
    more = replace(data.draw(CHECKS.filter(bool))[0], ref="S0")
    after = coverage(people, [*checks, more], period=QUARTER, as_at=as_at, settings=chosen)
    assert before.numerator <= after.numerator <= before.numerator + 1
    assert after.denominator == before.denominator


@settings(max_examples=60)
@given(workers(), CHECKS, INSTANTS, SETTINGS, st.integers(1, 200))
def test_what_happens_after_as_at_changes_nothing(
    people: list[WorkerFacts],
    checks: list[CheckFacts],
    as_at: datetime,
    chosen: CoverageSettings,
    days: int,
) -> None:
    later = london_day(as_at) + timedelta(days=days)
    changed = [
        replace(person, left_on=later)
        if person.left_on is None or person.left_on > london_day(as_at)
        else person
        for person in people
    ]
    newcomer = WorkerFacts("W8", later, supports=frozenset({"LCC"}))
    afterwards = [
        replace(check, ref=f"{check.ref}b", checked_at=as_at + timedelta(days=days))
        for check in checks
    ]
    assert coverage(people, checks, period=QUARTER, as_at=as_at, settings=chosen) == coverage(
        [*changed, newcomer],
        [*(check for check in checks if check.worker != "W8"), *afterwards],
        period=QUARTER,
        as_at=as_at,
        settings=chosen,
    )
