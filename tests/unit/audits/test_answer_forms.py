"""Answers as they are typed: what was kept comes back from its own page unchanged."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from audits.definition_files import load_all
from audits.forms.answers import question_given, seen, typed_answer
from audits.pages.questions import limits_words
from audits.rules.definitions import AnswerType, Limits, Part, Question

VISIT = date(2026, 11, 2)
QUESTIONS = [question for one in load_all() for question in one.questions]
VALUES: dict[AnswerType, dict[str, Any]] = {
    AnswerType.YPN: {"answer": "partly"},
    AnswerType.YN: {"answer": "no"},
    AnswerType.OBS: {"answer": "no_chance"},
    AnswerType.N_OF_N: {"n": 2, "of": 3},
    AnswerType.N_OF_N_D: {"n": 2, "of": 4, "declined": 1},
    AnswerType.TEMP: {"value": "43.5"},
    AnswerType.NUM: {"value": "12"},
    AnswerType.DATE: {"on": "2026-10-30"},
    AnswerType.TXT: {"text": "Two lines,\nboth kept."},
    AnswerType.PHOTO: {"text": "See the photo."},
}


def _value(part: Part) -> dict[str, Any]:
    return {"choice": part.options[0].code} if part.options else VALUES[part.type]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
@pytest.mark.parametrize("na", [False, True])
def test_what_the_page_shows_comes_back_unchanged(question: Question, na: bool) -> None:
    answer = {
        part.code: {"na": "Nobody lives here."} if na and question.applies_na else _value(part)
        for part in question.parts
    }
    asides: dict[str, dict[str, Any]] = {
        "note": {"text": "Seen."},
        "kinds": {"kinds": ["documents", "watched"]},
    }
    typed = typed_answer(question, answer, asides)
    sent = {name: [words.replace("\n", "\r\n")] for name, words in typed.items()}
    sent[f"{question.key}.kinds"] = ["watched", "documents"]
    shown = seen({"answer": answer, **asides})
    given = question_given(question, {**sent, f"{question.key}.seen": [shown]}, VISIT)
    assert given.faults == {}
    assert given.changes == ()
    (first, *rest) = question_given(question, sent, VISIT).changes
    assert first.value == answer
    assert [one.aspect for one in rest] == ["note", "kinds"]


def test_a_reason_left_from_before_does_not_stand_against_another_answer() -> None:
    question = next(one for one in QUESTIONS if one.key == "t01.q01")
    sent = {"t01.q01.a.answer": ["yes"], "t01.q01.a.na": ["Nobody is here."]}
    (change,) = question_given(question, sent, VISIT).changes
    assert change.value == {"a": {"answer": "yes"}}


def test_a_decimal_comma_is_a_point() -> None:
    question = next(one for one in QUESTIONS if one.key == "t03.q14")
    (change,) = question_given(question, {"t03.q14.a.value": ["43,5"]}, VISIT).changes
    assert change.value == {"a": {"value": "43.5"}}


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max=Decimal(44)), "44 °C or less"),
        (Limits(min=Decimal(50)), "50 °C or more"),
        (Limits(below=Decimal(20)), "under 20 °C"),
        (Limits(min=Decimal(2), max=Decimal("8.50")), "2 to 8.5 °C"),
        (Limits(not_older_than_months=6), "not older than 6 months"),
        (Limits(not_older_than_weeks=1), "not older than 1 week"),
        (None, ""),
    ],
)
def test_limits_are_said_in_words(limits: Limits | None, words: str) -> None:
    assert limits_words(limits, "°C") == words
