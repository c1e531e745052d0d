from datetime import date

import pytest

from audits.rules.answers import Answer, faults, unanswered, why_not_valid
from audits.rules.definitions import AnswerType, Limits, Option, Part, Question

VISIT = date(2026, 9, 1)


def part(kind: AnswerType, limits: Limits | None = None) -> Part:
    return Part(
        code="a", type=kind, limits=limits, options=(Option(code="family", label="Family"),)
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AnswerType.YPN, {"answer": "partly"}),
        (AnswerType.YN, {"answer": "no"}),
        (AnswerType.OBS, {"answer": "no_chance"}),
        (AnswerType.N_OF_N, {"n": 0, "of": 0}),
        (AnswerType.N_OF_N, {"n": 4, "of": 4}),
        (AnswerType.N_OF_N_D, {"n": 2, "of": 4, "declined": 2}),
        (AnswerType.TEMP, {"value": "-18"}),
        (AnswerType.NUM, {"value": "43.5"}),
        (AnswerType.DATE, {"on": "2026-01-02"}),
        (AnswerType.DATE, {"on": "2027-01-02"}),
        (AnswerType.TXT, {"text": "Calm and warm."}),
        (AnswerType.CHOICE, {"choice": "family"}),
        (AnswerType.DATE, {"na": "no lift here"}),
        (AnswerType.YPN, {}),
    ],
)
def test_good_answers_and_blanks_have_no_fault(kind: AnswerType, value: dict[str, object]) -> None:
    assert why_not_valid(part(kind), value, audited_on=VISIT) is None


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (AnswerType.YPN, {"answer": "maybe"}, "Choose one"),
        (AnswerType.YN, {"answer": "partly"}, "Choose one"),
        (AnswerType.OBS, {"answer": "yes"}, "Choose one"),
        (AnswerType.YN, {"answer": ["yes"]}, "Choose one"),
        (AnswerType.N_OF_N, {"n": 5, "of": 4}, "5 is more than the 4"),
        (AnswerType.N_OF_N, {"n": -1, "of": 4}, "below 0"),
        (AnswerType.N_OF_N, {"n": "3", "of": 4}, "whole numbers"),
        (AnswerType.N_OF_N, {"n": 3}, "whole numbers"),
        (AnswerType.N_OF_N, {"n": True, "of": 1}, "whole numbers"),
        (AnswerType.N_OF_N, {"n": 2.5, "of": 4}, "whole numbers"),
        (AnswerType.N_OF_N, {"n": 1, "of": 10**9}, "at most"),
        (AnswerType.N_OF_N, {"n": 1, "of": 2, "declined": 1}, "not an answer"),
        (AnswerType.N_OF_N_D, {"n": 3, "of": 4, "declined": 2}, "2 who declined"),
        (AnswerType.TEMP, {"value": "warm"}, "Write a number"),
        (AnswerType.TEMP, {"value": "NaN"}, "Write a number"),
        (AnswerType.NUM, {"value": "43,5"}, "Write a number"),
        (AnswerType.NUM, {"value": 43.5}, "Write a number"),
        (AnswerType.DATE, {"on": "2026-02-30"}, "There is no such date."),
        (AnswerType.DATE, {"on": "2/1/2026"}, "year-month-day"),
        (AnswerType.DATE, {"on": None}, "year-month-day"),
        (AnswerType.TXT, {"text": "  "}, "Write something"),
        (AnswerType.TXT, {"text": "a" * 20_001}, "at most 20000 letters"),
        (AnswerType.CHOICE, {"choice": "neighbour"}, "from the list"),
        (AnswerType.CHOICE, {"choice": ["family"]}, "from the list"),
        (AnswerType.YPN, {"na": " "}, "Say why"),
        (AnswerType.YPN, {"na": "none here", "answer": "yes"}, "Either answer"),
    ],
)
def test_what_is_no_answer_is_refused_in_plain_english(
    kind: AnswerType, value: dict[str, object], words: str
) -> None:
    reason = why_not_valid(part(kind), value)
    assert reason is not None
    assert words in reason


def test_a_last_date_cannot_lie_after_the_visit() -> None:
    last_drill = part(AnswerType.DATE, Limits(not_older_than_months=6))
    assert why_not_valid(last_drill, {"on": "2026-09-01"}, audited_on=VISIT) is None
    reason = why_not_valid(last_drill, {"on": "2026-09-02"}, audited_on=VISIT)
    assert reason == "This date is after the visit."


def test_every_fault_of_a_question_is_named_by_its_part_and_blanks_are_told_apart() -> None:
    question = Question(
        key="t13.q06",
        text="All items in date? Next due?",
        parts=(
            Part(code="a", type=AnswerType.N_OF_N),
            Part(code="b", type=AnswerType.DATE),
            Part(code="c", type=AnswerType.TXT, required=False),
        ),
        items=(),
        suggest="",
        evidence=(),
        evidence_kinds=(),
        applies_na=False,
    )
    answer: Answer = {"a": {"n": 3, "of": 2}, "b": {"na": "none"}, "z": {"text": "?"}}
    assert faults(question, answer, VISIT) == {
        "a": "3 is more than the 2 looked at.",
        "b": "This question always applies.",
        "z": "The question has no such part.",
    }
    assert unanswered(question, answer) == ()
    assert unanswered(question, {"a": {}}) == ("a", "b")
