"""What a service manager reads about the level of her service (risk_rating.md section 6)."""

from schedules.risk_parts import part_data
from schedules.rules.risk_bands import Band
from schedules.rules.risk_rating import rate
from schedules.rules.risk_words import Explanation, explain
from tests.unit.schedules.risk_examples import EXAMPLES, MODEL, ON, Example


def _explained(example: Example, before: Band | None = None) -> Explanation:
    found = rate(MODEL, example.facts)
    stored = {
        "points": found.points,
        "floors": list(found.floors),
        "floor_bands": list(found.floors.values()),
        "parts": [part_data(part) for part in found.parts],
        "review_due_on": "2027-06-30",
    }
    return explain(MODEL, stored, found.band, before, ON)


def test_what_why_what_would_change_it_and_what_happens_next() -> None:
    birch = _explained(EXAMPLES[1], Band.MEDIUM)
    assert birch.level == "Close attention"
    assert birch.compared == "Before, it was Extra attention."
    assert birch.reasons == (
        "CQC rates you Requires improvement (12 points)",
        "your last full review scored 74% (11 points)",
        "3 important actions are past their date (6 points)",
    )
    assert "you would drop by 10 points" in birch.would_change
    assert birch.next_steps == (
        "Your next full review will be by 30 June 2027.",
        "Your regional manager will look at the plan with you every month.",
    )


def test_a_fall_is_promised_only_where_no_fact_fixes_the_level() -> None:
    elm = _explained(EXAMPLES[4])
    assert "monthly check" not in elm.would_change
    birch = _explained(EXAMPLES[1])
    assert "monthly check" not in birch.would_change  # CQC's rating keeps it at High


def test_what_is_not_known_is_a_list_of_things_to_do() -> None:
    dale = _explained(EXAMPLES[3])
    assert "Not known yet: send us training figures (now 1 point)" in dale.not_known
    assert "there is no action plan in use yet (3 points)" not in dale.reasons
    assert "your manager post is filled" in dale.going_well


def test_every_part_of_every_example_has_words() -> None:
    for example in EXAMPLES:
        found = _explained(example)
        assert all(found.reasons)
        assert not any("None" in line or "_" in line for line in found.reasons)


def test_few_contacts_reads_as_a_promise_and_secrets_are_never_said() -> None:
    cedar = _explained(EXAMPLES[2])
    said = " ".join((*cedar.reasons, *cedar.fixed_by))
    assert "whistle" not in said
    assert "restricted" not in said
    assert _explained(EXAMPLES[0], Band.LOW).compared == "It was Routine attention before, too."
