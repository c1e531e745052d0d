"""The definition files of this release say what the outline says."""

import re
from decimal import Decimal

import pytest

from audits.definition_files import load_all
from audits.rules.definitions import AnswerType, Definition, EvidenceKind, Question
from qa import framework_files

DEFINITIONS = {definition.id: definition for definition in load_all()}
QUESTIONS = [question for one in DEFINITIONS.values() for question in one.questions]

# audit_templates.md, "Coverage check": questions, critical questions.
COVERAGE = {
    "t01": (32, 7),
    "t02": (20, 7),
    "t03": (25, 12),
    "t04": (15, 8),
    "t05": (12, 6),
    "t06": (12, 7),
    "t07": (12, 3),
    "t08": (12, 5),
    "t09": (10, 2),
    "t10": (12, 7),
    "t11": (10, 4),
    "t12": (9, 4),
    "t13": (14, 4),
    "t14": (16, 7),
    "t15": (14, 9),
    "t21": (41, 3),
}

# glossary.md, section 1. These three mean a blank on a chart, a time between doses and a space
# beside a mattress, as the trade says it; "gap" for something to put right is never on screen.
SAYS_GAP = {"t02.q06", "t02.q09", "t06.q10"}
NOT_ON_SCREEN = re.compile(
    r"\b(service[- ]users?|clients?|residents?|cases|QA|aborted|refused|rejected"
    r"|challenging|silence)\b",
    re.IGNORECASE,
)


def words_on_screen(one: Definition) -> list[str]:
    words = [one.title, one.purpose, one.applies_when, *one.guidance]
    words += [text for field in one.header + one.closing for text in (field.label, field.hint)]
    words += [option.label for field in one.header for option in field.options]
    words += [text for section in one.sections for text in (section.title, section.hint)]
    for question in one.questions:
        words += words_of(question)
    return words


def words_of(question: Question) -> list[str]:
    words = [question.text, question.hint, question.n_label, question.suggest]
    words += [part.label for part in question.parts]
    words += [wording.text for wording in question.wording]
    return words + list(question.evidence)


def test_every_definition_of_this_release_is_there() -> None:
    assert set(DEFINITIONS) == set(COVERAGE)


@pytest.mark.parametrize(("id_", "questions", "critical"), [(k, *v) for k, v in COVERAGE.items()])
def test_questions_and_critical_questions_are_as_many_as_in_the_coverage_check(
    id_: str, questions: int, critical: int
) -> None:
    asked = DEFINITIONS[id_].questions
    assert (len(asked), sum(question.critical for question in asked)) == (questions, critical)


def test_keys_are_unique_numbered_from_one_and_in_the_order_of_the_outline() -> None:
    for one in DEFINITIONS.values():
        keys = [question.key for question in one.questions]
        assert keys == [f"{one.id}.q{number:02d}" for number in range(1, len(keys) + 1)]


def test_every_question_is_mapped_to_known_items_and_says_how_it_is_shown() -> None:
    known = framework_files.codes()
    for question in QUESTIONS:
        assert question.items, question.key
        assert set(question.items) <= known, question.key
        assert question.evidence, question.key
        assert question.evidence_kinds, question.key


def test_every_critical_question_can_fail_and_every_shortfall_has_a_severity() -> None:
    for question in QUESTIONS:
        assert question.scored or not question.critical, question.key
        assert (question.severity == "critical") == question.critical, question.key


def test_questions_end_with_a_question_mark() -> None:
    without = {question.key for question in QUESTIONS if not question.text.endswith("?")}
    assert without == {"t13.q12"}  # "(%)", as in the outline
    for question in QUESTIONS:
        assert all(wording.text.endswith("?") for wording in question.wording)


def test_no_word_is_on_screen_that_the_glossary_forbids() -> None:
    for one in DEFINITIONS.values():
        assert [text for text in words_on_screen(one) if NOT_ON_SCREEN.search(text)] == []


def test_gap_is_said_only_where_it_is_not_something_to_put_right() -> None:
    says = {q.key for q in QUESTIONS if re.search(r"\bgaps?\b", " ".join(words_of(q)))}
    assert says == SAYS_GAP


def test_markup_of_the_outline_is_left_behind() -> None:
    for one in DEFINITIONS.values():
        assert [text for text in words_on_screen(one) if "**" in text or "|" in text] == []


@pytest.mark.parametrize(
    ("key", "limits"),
    [
        ("t02.q14", {"a": (None, "25", None), "b": ("2", "8", None)}),
        ("t03.q14", {"a": (None, "44", None)}),
        ("t05.q05", {"a": ("50", None, None)}),
        ("t05.q06", {"a": (None, None, "20")}),
        ("t05.q07", {"a": ("60", None, None), "b": ("50", None, None)}),
        ("t05.q08", {"a": (None, "44", None)}),
        ("t08.q03", {"a": (None, "8", None), "b": (None, "-18", None)}),
    ],
)
def test_every_reading_has_the_limits_of_its_own(
    key: str, limits: dict[str, tuple[str | None, ...]]
) -> None:
    found = {
        part.code: (part.limits.min, part.limits.max, part.limits.below)
        for part in DEFINITIONS[key[:3]].question(key).parts
        if part.limits is not None
    }
    assert found == {
        code: tuple(None if one is None else Decimal(one) for one in expected)
        for code, expected in limits.items()
    }


@pytest.mark.parametrize(
    ("key", "months", "weeks"),
    [("t04.q10", [6, 12], []), ("t10.q03", [], [10, 6]), ("t10.q04", [6], [])],
)
def test_dates_have_the_age_that_the_question_says(
    key: str, months: list[int], weeks: list[int]
) -> None:
    limits = [part.limits for part in DEFINITIONS[key[:3]].question(key).parts]
    assert [one.not_older_than_months for one in limits if one and one.not_older_than_months] == (
        months
    )
    assert [one.not_older_than_weeks for one in limits if one and one.not_older_than_weeks] == weeks


def test_every_temperature_has_limits_and_every_part_among_several_a_label() -> None:
    for question in QUESTIONS:
        for part in question.parts:
            assert part.limits or part.type is not AnswerType.TEMP, question.key
            assert part.label or len(question.parts) == 1, question.key


def test_contract_targets_of_the_key_outcomes_are_those_of_the_outline() -> None:
    targets = {q.key for q in DEFINITIONS["t21"].questions if q.target == Decimal(100)}
    assert targets == {f"t21.q{number:02d}" for number in (1, 9, 10, 11, 22, 30, 34)}
    declined = {
        q.key for q in DEFINITIONS["t21"].questions if q.parts[0].type is AnswerType.N_OF_N_D
    }
    assert declined == {"t21.q01", "t21.q10", "t21.q11"}


def test_every_item_of_the_supported_housing_contract_is_asked_once() -> None:
    asked = [item for q in DEFINITIONS["t21"].questions for item in q.items if item[:2] == "SH"]
    known = {code for code in framework_files.codes() if re.fullmatch(r"SH\d-\d+", code)}
    assert len(asked) == len(set(asked))
    assert set(asked) == known


def test_a_day_service_is_asked_about_the_place_and_nobody_is_asked_in_vain() -> None:
    review = DEFINITIONS["t01"]
    day = {question.key: question for question in review.questions_for("day_opportunities")}
    assert day["t01.q20"].text.startswith("Is the place clean")
    assert review.question("t01.q20").text.startswith("Is the home clean")
    home = {question.key for question in review.questions_for("support_at_home")}
    assert {"t01.q20", "t01.q22", "t01.q27"}.isdisjoint(home)
    assert len(review.questions_for("residential")) == 32


def test_a_section_with_nothing_to_ask_is_left_out() -> None:
    sections = {section.code for section in DEFINITIONS["t01"].sections_for("community_support")}
    assert sections == {"A", "B", "C", "E", "F"}


def test_a_drill_by_night_is_not_asked_of_a_day_service() -> None:
    day = {q.key: q for q in DEFINITIONS["t04"].questions_for("day_opportunities")}
    assert [part.code for part in day["t04.q10"].parts] == ["a"]
    assert day["t04.q10"].text == "Drill in 6 months?"


def test_only_documents_means_documents_alone() -> None:
    kinds = DEFINITIONS["t01"].question("t01.q05").evidence_kinds
    assert kinds == (EvidenceKind.DOCUMENTS,)


def test_what_is_good_and_who_was_spoken_to_is_asked_at_the_end_of_everything() -> None:
    for one in DEFINITIONS.values():
        codes = {field.code for field in one.closing}
        assert {"good", "worried", "people_spoken_to", "staff_spoken_to"} <= codes, one.id
        head = {field.code for field in one.header}
        assert {"time_in", "time_out"} <= codes or {"started_at", "ended_at"} <= head, one.id


def test_a_spot_check_records_what_makes_it_count() -> None:
    head = {field.code for field in DEFINITIONS["t14"].header}
    assert {"worker", "unannounced", "checker_role", "support_in_progress"} <= head
    assert "ended_early" in {field.code for field in DEFINITIONS["t14"].closing}


def test_an_unknown_key_or_part_is_a_key_error() -> None:
    review = DEFINITIONS["t01"]
    with pytest.raises(KeyError, match=r"t01\.q99"):
        review.question("t01.q99")
    with pytest.raises(KeyError, match=r"t01\.q01 has no part z"):
        review.question("t01.q01").part("z")
