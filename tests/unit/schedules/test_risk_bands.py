"""Up at once and down slowly; people raise freely and lower with a reason and an end."""

from datetime import date, timedelta

import pytest

from qa.errors import Invalid
from schedules.risk_model_files import FOLDER, issued, parse
from schedules.rules.risk_bands import (
    Band,
    Held,
    Override,
    in_force,
    override_faults,
    why_not_moderate_down,
)
from schedules.rules.risk_facts import parse_value
from schedules.rules.risk_model import A1, B1, F
from tests.unit.schedules.risk_examples import MODEL, ON

LOW, MEDIUM, HIGH, VERY_HIGH = Band
LONG_AGO = date(2026, 1, 1)


def held(band: Band, rose_on: date = LONG_AGO, *, low_confidence: bool = False) -> Held:
    return Held(band=band, rose_on=rose_on, low_confidence=low_confidence)


def lowering(band: Band, was: Band) -> Override:
    return Override(band=band, lowers=True, was=was, from_on=ON, to_on=ON + timedelta(days=90))


def raising(band: Band) -> Override:
    return Override(band=band, lowers=False, was=LOW, from_on=ON, to_on=None)


def test_a_rise_takes_effect_at_once_and_a_fall_waits() -> None:
    assert in_force(HIGH, LOW, held(LOW), [], ON) is HIGH
    assert in_force(LOW, LOW, held(HIGH), [], ON) is HIGH


def test_what_was_mostly_not_known_holds_nothing_when_data_arrives() -> None:
    assert in_force(LOW, LOW, held(HIGH, low_confidence=True), [], ON) is LOW


def test_a_fall_waits_60_days_after_the_last_rise_and_for_this_month_s_check() -> None:
    rose = ON - timedelta(days=59)
    assert "60 days" in str(why_not_moderate_down(LOW, held(HIGH, rose), None, ON))
    due = ON + timedelta(days=1)
    assert why_not_moderate_down(LOW, held(HIGH, rose), None, due) is None
    assert "This month" in str(why_not_moderate_down(LOW, held(HIGH), ON, ON))
    assert why_not_moderate_down(LOW, held(HIGH), ON - timedelta(days=31), ON) is None
    assert why_not_moderate_down(HIGH, held(HIGH), None, ON) is not None


def test_people_raise_freely_and_lower_never_below_a_floor() -> None:
    assert in_force(LOW, LOW, None, [raising(VERY_HIGH)], ON) is VERY_HIGH
    assert in_force(HIGH, MEDIUM, None, [lowering(LOW, HIGH)], ON) is MEDIUM
    assert in_force(HIGH, LOW, None, [lowering(LOW, HIGH)], ON + timedelta(days=91)) is HIGH


def test_a_lowering_ends_when_the_facts_get_worse() -> None:
    assert in_force(VERY_HIGH, LOW, None, [lowering(LOW, HIGH)], ON) is VERY_HIGH


def test_a_lowering_needs_a_reason_and_an_end_within_90_days() -> None:
    def faults(asked: Band, reason: str, to_on: date | None) -> list[str]:
        found = override_faults(
            asked=asked, now_in_force=HIGH, floor=MEDIUM, reason=reason, to_on=to_on, on=ON
        )
        return [field for field, _ in found]

    assert faults(VERY_HIGH, "I am worried", None) == []
    assert faults(MEDIUM, "Looked again", ON + timedelta(days=90)) == []
    assert faults(MEDIUM, "", None) == ["reason", "to_on"]
    assert faults(MEDIUM, "Looked", ON + timedelta(days=91)) == ["to_on"]
    assert faults(LOW, "Looked", ON + timedelta(days=9)) == ["band"]
    assert faults(HIGH, "Looked", None) == ["band"]


def test_settings_with_gaps_are_refused_with_every_fault() -> None:
    text = (FOLDER / "risk.v1.0.yaml").read_text()
    assert parse(text)[1] == issued()[0][1]
    wrong = text.replace("[80, 90, 4]", "[81, 90, 4]").replace(
        "[medium, 25, 45]", "[medium, 26, 45]"
    )
    with pytest.raises(Invalid) as refused:
        parse(wrong)
    assert len(refused.value.faults) == 2
    with pytest.raises(Invalid):
        parse("a: [1")
    with pytest.raises(Invalid):
        parse(text.replace("hs_full_visit: 36", "hs_full_visit: 48"))


@pytest.mark.parametrize(
    ("fact", "text"),
    [(A1, "excellent"), (B1, "101"), (B1, "-1"), (B1, "1e3"), (F, "tired"), ("FL4", "maybe")],
)
def test_a_value_that_cannot_be_is_refused(fact: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"write|must|at most"):
        parse_value(MODEL, fact, text)


def test_unknown_is_a_value() -> None:
    assert parse_value(MODEL, B1, "unknown") is None
    assert parse_value(MODEL, "FL4", "unknown") is None
    assert parse_value(MODEL, F, "none") == frozenset()
