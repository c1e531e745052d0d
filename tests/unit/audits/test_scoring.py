from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rules.answers import Answer
from audits.rules.definitions import AnswerType, Limits, Part, Question, Section
from audits.rules.scoring import (
    critical_failed,
    is_shortfall,
    part_score,
    question_score,
    score_audit,
)

VISIT = date(2026, 9, 1)
SIX_MONTHS = Limits(not_older_than_months=6)


def question(key: str, *parts: Part, critical: bool = False) -> Question:
    return Question(
        key=key,
        text="?",
        parts=parts,
        items=(),
        suggest="",
        evidence=(),
        evidence_kinds=(),
        critical=critical,
    )


def part(kind: AnswerType, limits: Limits | None = None, code: str = "a") -> Part:
    return Part(code=code, type=kind, limits=limits)


def limits(**edges: str) -> Limits:
    return Limits(**{name: Decimal(edge) for name, edge in edges.items()})  # type: ignore[arg-type]


SCORES = [
    (AnswerType.YPN, None, {"answer": "yes"}, Fraction(1)),
    (AnswerType.YPN, None, {"answer": "partly"}, Fraction(1, 2)),
    (AnswerType.YPN, None, {"answer": "no"}, Fraction(0)),
    (AnswerType.YPN, None, {"na": "nobody has a plan"}, None),
    (AnswerType.YPN, None, {}, None),
    (AnswerType.YN, None, {"answer": "no"}, Fraction(0)),
    (AnswerType.N_OF_N, None, {"n": 2, "of": 3}, Fraction(2, 3)),
    (AnswerType.N_OF_N, None, {"n": 0, "of": 0}, None),
    (AnswerType.N_OF_N_D, None, {"n": 2, "of": 4, "declined": 2}, Fraction(1)),
    (AnswerType.N_OF_N_D, None, {"n": 2, "of": 4, "declined": 1}, Fraction(2, 3)),
    (AnswerType.N_OF_N_D, None, {"n": 0, "of": 4, "declined": 4}, None),
    (AnswerType.N_OF_N_D, None, {"n": 3, "of": 4}, Fraction(3, 4)),
    (AnswerType.OBS, None, {"answer": "seen"}, Fraction(1)),
    (AnswerType.OBS, None, {"answer": "not_seen"}, Fraction(0)),
    (AnswerType.OBS, None, {"answer": "no_chance"}, None),
    (AnswerType.TEMP, limits(min="2", max="8"), {"value": "2"}, Fraction(1)),
    (AnswerType.TEMP, limits(min="2", max="8"), {"value": "8.1"}, Fraction(0)),
    (AnswerType.TEMP, limits(min="2", max="8"), {"value": "1.9"}, Fraction(0)),
    (AnswerType.TEMP, limits(below="20"), {"value": "19.9"}, Fraction(1)),
    (AnswerType.TEMP, limits(below="20"), {"value": "20"}, Fraction(0)),
    (AnswerType.NUM, None, {"value": "3"}, None),
    (AnswerType.DATE, None, {"on": "2027-01-01"}, None),
    (AnswerType.DATE, SIX_MONTHS, {"on": "2026-03-01"}, Fraction(1)),
    (AnswerType.DATE, SIX_MONTHS, {"on": "2026-02-28"}, Fraction(0)),
    (AnswerType.DATE, Limits(not_older_than_weeks=10), {"on": "2026-06-23"}, Fraction(1)),
    (AnswerType.DATE, Limits(not_older_than_weeks=10), {"on": "2026-06-22"}, Fraction(0)),
    (AnswerType.TXT, None, {"text": "Good"}, None),
]


@pytest.mark.parametrize(("kind", "edges", "value", "score"), SCORES)
def test_each_type_scores_as_the_conventions_say(
    kind: AnswerType, edges: Limits | None, value: dict[str, object], score: Fraction | None
) -> None:
    assert part_score(part(kind, edges), value, VISIT) == score


def test_of_two_types_in_one_question_the_lower_score_counts() -> None:
    asked = question(
        "t02.q14",
        part(AnswerType.TEMP, limits(max="25")),
        part(AnswerType.TEMP, limits(min="2", max="8"), code="b"),
        part(AnswerType.TXT, code="c"),
    )
    both = {"a": {"value": "24"}, "b": {"value": "9"}, "c": {"text": "door seal"}}
    assert question_score(asked, both, VISIT) == 0
    assert question_score(asked, {"a": {"value": "24"}}, VISIT) == 1
    assert question_score(asked, {}, VISIT) is None


def test_an_answer_that_cannot_be_is_never_scored() -> None:
    with pytest.raises(ValueError, match="more than"):
        part_score(part(AnswerType.N_OF_N), {"n": 4, "of": 3}, VISIT)


@pytest.mark.parametrize(
    ("kind", "edges", "value", "failed"),
    [
        (AnswerType.YPN, None, {"answer": "no"}, True),
        (AnswerType.YPN, None, {"answer": "partly"}, False),
        (AnswerType.YPN, None, {"na": "no medicines here"}, False),
        (AnswerType.YN, None, {"answer": "no"}, True),
        (AnswerType.OBS, None, {"answer": "not_seen"}, True),
        (AnswerType.OBS, None, {"answer": "no_chance"}, False),
        (AnswerType.N_OF_N, None, {"n": 3, "of": 4}, True),
        (AnswerType.N_OF_N, None, {"n": 4, "of": 4}, False),
        (AnswerType.N_OF_N_D, None, {"n": 3, "of": 4, "declined": 1}, False),
        (AnswerType.TEMP, limits(max="44"), {"value": "44.1"}, True),
        (AnswerType.DATE, SIX_MONTHS, {"on": "2026-01-01"}, True),
        (AnswerType.NUM, None, {"value": "0"}, False),
        (AnswerType.YN, None, {}, False),
    ],
)
def test_a_critical_question_fails_on_no_not_seen_n_under_n_or_out_of_limits(
    kind: AnswerType, edges: Limits | None, value: dict[str, object], failed: bool
) -> None:
    plain = question("t01.q05", part(kind, edges))
    critical = question("t01.q05", part(kind, edges), critical=True)
    assert critical_failed(critical, {"a": value}, VISIT) is failed
    assert critical_failed(plain, {"a": value}, VISIT) is False


def test_partly_is_to_put_right_and_full_marks_are_not() -> None:
    assert is_shortfall(Fraction(1, 2))
    assert not is_shortfall(Fraction(1))
    assert not is_shortfall(None)


YPN = part(AnswerType.YPN)
SECTIONS = (
    Section(code="A", title="A", questions=tuple(question(f"q{n}", YPN) for n in (1, 2, 3))),
    Section(
        code="B",
        title="B",
        questions=(question("q4", part(AnswerType.N_OF_N), critical=True), question("q5", YPN)),
    ),
    Section(code="C", title="C", questions=(question("q6", part(AnswerType.TXT)),)),
)


def test_the_overall_score_is_the_mean_of_questions_not_of_sections() -> None:
    answers: dict[str, Answer] = {
        "q1": {"a": {"answer": "yes"}},
        "q2": {"a": {"answer": "yes"}},
        "q3": {"a": {"answer": "partly"}},
        "q4": {"a": {"n": 1, "of": 3}},
        "q5": {"a": {"na": "nobody meets here"}},
        "q6": {"a": {"text": "Good food"}},
    }
    result = score_audit(SECTIONS, answers, VISIT)
    assert (result.percentage, result.scored) == ("70.83", 4)  # (1 + 1 + 1/2 + 1/3) / 4
    assert [(section.code, section.percentage, section.scored) for section in result.sections] == [
        ("A", "83.33", 3),
        ("B", "33.33", 1),
        ("C", None, 0),
    ]
    assert result.shortfalls == ("q3", "q4")
    assert result.critical_failed == ("q4",)


def test_an_audit_without_answers_has_no_score() -> None:
    result = score_audit(SECTIONS, {}, VISIT)
    assert (result.percentage, result.scored, result.shortfalls) == (None, 0, ())


LADDER = ("no", "partly", "yes")
ANSWERS = st.fixed_dictionaries(
    {
        **{f"q{n}": st.sampled_from(LADDER) for n in (1, 2, 3, 5)},
        "q4": st.integers(0, 12),
    }
)


def as_answers(chosen: Mapping[str, object]) -> dict[str, Answer]:
    return {
        key: {"a": {"n": value, "of": 12} if key == "q4" else {"answer": value}}
        for key, value in chosen.items()
    }


@given(ANSWERS, st.sampled_from(["q1", "q2", "q3", "q4", "q5"]))
def test_a_score_lies_within_0_and_100_and_a_better_answer_never_lowers_it(
    chosen: dict[str, object], key: str
) -> None:
    better = dict(chosen)
    if key == "q4":
        better[key] = 12
    else:
        better[key] = LADDER[min(2, LADDER.index(str(chosen[key])) + 1)]
    before = score_audit(SECTIONS, as_answers(chosen), VISIT)
    after = score_audit(SECTIONS, as_answers(better), VISIT)
    assert before.percentage is not None
    assert after.percentage is not None
    assert 0 <= Decimal(before.percentage) <= Decimal(after.percentage) <= 100
    assert set(after.shortfalls) <= set(before.shortfalls)
    assert set(after.critical_failed) <= set(before.critical_failed)
