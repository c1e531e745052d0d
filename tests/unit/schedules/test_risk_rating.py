"""The rating adds up as risk_rating.md says, and never rewards a worse fact."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.rules import risk_model as m
from schedules.rules.risk_bands import Band, Held, Override, highest, in_force, is_above
from schedules.rules.risk_facts import Reading, ServiceFacts, Value, parse_value
from schedules.rules.risk_rating import Rating, rate
from tests.unit.schedules.risk_examples import EXAMPLES, MODEL, ON, Example, facts, told

ALDER = EXAMPLES[0].facts


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_a_worked_example_comes_out_to_the_point(example: Example) -> None:
    found = rate(MODEL, example.facts)
    earning = [f"{part.input.split('_')[0]} {part.points}" for part in found.parts if part.points]
    assert ", ".join(earning) == example.parts
    assert (found.points, found.band_by_points) == (example.total, example.by_points)
    assert tuple(f"{code} {band}" for code, band in found.floors.items()) == example.floors
    assert found.band == example.band
    assert found.low_confidence is ("FL15 medium" in example.floors)
    if example.missing:
        assert sum(part.points for part in found.parts if not part.known) == example.missing


def test_the_most_points_are_a_hundred() -> None:
    assert sum(rule.max for rule in MODEL.inputs.values()) == 100


def test_what_is_missing_earns_points_or_is_shown_as_not_known() -> None:
    found = rate(MODEL, replace(ALDER, readings={}))
    assert [(part.input.split("_")[0], part.points) for part in found.parts if part.points] == [
        ("A1", 8), ("A2", 4), ("B1", 12), ("B2", 5), ("B3", 2), ("E3", 1), ("E4", 2),
    ]  # fmt: skip
    assert not any(part.known for part in found.parts)


def test_requires_improvement_is_never_low_until_cqc_rates_it_anew() -> None:
    still = facts({m.A1: "requires_improvement"})
    assert rate(MODEL, still).floors == {"FL2": Band.HIGH}
    assert rate(MODEL, replace(still, no_breach_confirmed=True)).floors == {"FL2": Band.MEDIUM}


def test_the_facts_of_the_other_floors() -> None:
    def codes(**more: object) -> str:
        found = rate(MODEL, replace(ALDER, **more))  # type: ignore[arg-type]
        return " ".join(f"{code}:{band}" for code, band in found.floors.items())

    assert codes(key_question_inadequate=True) == "FL3:high"
    assert codes(life_safety_overdue=True) == "FL9:high"
    assert codes(vacant_since=date(2026, 8, 1)) == "FL13:medium"
    assert codes(vacant_since=date(2026, 5, 1)) == "FL13:high"
    assert codes(vacant_since=date(2026, 9, 1)) == ""
    assert codes(told=told("FL4", "FL7", "FL8")) == "FL4:very_high FL7:high FL8:high"
    assert codes(told=told("FL17"), service_review_on=ON) == ""
    assert codes(opened_on=date(2026, 1, 1)) == "FL12:medium"
    assert codes(regulated=False) == "FL14:medium"
    assert codes(regulated=False, outside_look_on=date(2025, 1, 1)) == ""


# Each input from best to worst. A worse one never earns less.
WORSE = {
    m.A1: ("outstanding", "good", "good_with_weaker_key_question", "requires_improvement",
           "inadequate"),
    m.A2: ("0", "1.99", "2", "3.5", "4", "6", "30"),
    m.B1: ("100", "90", "89.99", "80", "65", "64.9", "0"),
    m.B2: ("not_due", "up_to_3_months", "over_3_months"),
    m.B3: ("visit_in_time_all_returns", "one_return_missing",
           "two_returns_missing_or_visit_over_36_months"),
    m.C1: ("0", "1", "2", "3", "4", "50"),
    m.C2: ("0", "9.99", "10", "24", "25", "100"),
    m.C3: ("0", "1", "7"),
    m.D1: ("0", "1", "2", "9"),
    m.D2: ("0", "1", "2", "3", "4", "40"),
    m.D3: ("not_rising", "rising"),
    m.D4: ("0", "1", "2", "8"),
    m.E1: ("stable_12_months", "new_under_12_months", "vacant_or_interim_up_to_3_months",
           "vacant_or_interim_over_3_months"),
    m.E2: ("0", "4.99", "5", "15", "30", "100"),
    m.E3: ("100", "90", "89", "79", "0"),
    m.E4: ("100", "60", "59", "40", "39", "0"),
    m.F: ("none", "remote", "remote;few_contacts", "4", "6"),
}  # fmt: skip


@st.composite
def any_facts(draw: st.DrawFn) -> ServiceFacts:
    chosen = {
        name: draw(st.sampled_from(("unknown", *values)), label=name)
        for name, values in WORSE.items()
    }
    floors = draw(st.lists(st.sampled_from(m.FLOOR_CODES), max_size=3, unique=True))
    return facts(
        chosen,
        regulated=draw(st.booleans()),
        opened_on=draw(st.dates(date(2010, 1, 1), ON)),
        critical_fail=draw(st.booleans()),
        open_enquiry=draw(st.booleans()),
        told=told(*floors),
    )


def _with(known: ServiceFacts, name: str, text: str) -> Rating:
    value = parse_value(MODEL, name, text)
    assert isinstance(value, str | Fraction | frozenset)
    kept: Value = value
    return rate(MODEL, replace(known, readings={**known.readings, name: Reading(kept)}))


def _lowest_allowed(found: Rating) -> Band:
    """By facts: FL15 is about what is not known, and ends as more is known."""
    return highest(band for code, band in found.floors.items() if code != "FL15")


@given(known=any_facts(), name=st.sampled_from(m.INPUTS), data=st.data())
def test_no_worse_input_lowers_the_score(
    known: ServiceFacts, name: str, data: st.DataObject
) -> None:
    values = WORSE[name]
    better = data.draw(st.integers(0, len(values) - 2))
    worse = data.draw(st.integers(better + 1, len(values) - 1))
    good, bad = _with(known, name, values[better]), _with(known, name, values[worse])
    assert bad.points >= good.points
    assert not is_above(good.band_by_points, bad.band_by_points)
    assert not is_above(_lowest_allowed(good), _lowest_allowed(bad))
    more = replace(known, critical_fail=True, open_enquiry=True)
    assert rate(MODEL, more).points >= rate(MODEL, known).points


@given(
    known=any_facts(),
    held=st.none() | st.builds(Held, band=st.sampled_from(Band), rose_on=st.just(ON)),
    overrides=st.lists(
        st.builds(
            Override,
            band=st.sampled_from(Band),
            lowers=st.booleans(),
            was=st.sampled_from(Band),
            from_on=st.just(ON),
            to_on=st.none(),
        ),
        max_size=3,
    ),
)
def test_no_floor_is_undercut(
    known: ServiceFacts, held: Held | None, overrides: list[Override]
) -> None:
    found = rate(MODEL, known)
    band = in_force(found.band, found.floor, held, overrides, ON)
    assert all(not is_above(floor, band) for floor in found.floors.values())
    if not any(one.lowers for one in overrides):
        assert not is_above(found.band, band)


@given(known=any_facts())
def test_the_same_facts_give_the_same_rating(known: ServiceFacts) -> None:
    again = replace(known, readings=dict(reversed(list(known.readings.items()))))
    assert rate(MODEL, known) == rate(MODEL, again)
    assert 0 <= rate(MODEL, known).points <= 100
