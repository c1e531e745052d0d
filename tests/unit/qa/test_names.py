"""Names in free text are pointed out, everyday words are not."""

import pytest

from qa.names import names_in

KNOWN = frozenset({"Kofi Mensah", "Tolu Adeyemi-Grant", "Ros Winter", "Siobhán O’Neill", "Jo Li"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fire door wedged open in the kitchen.", []),
        ("Kofi left the door open.", ["Kofi"]),
        ("I spoke with Kofi Mensah about it", ["Kofi Mensah"]),
        ("Mensah's rota was missing", ["Mensah"]),
        ("Tolu Adeyemi-Grant was told", ["Tolu Adeyemi-Grant"]),
        ("SIOBHÁN O'NEILL signed the chart", ["SIOBHÁN O'NEILL"]),
        ("Sarah’s plan was not reviewed. Sarah knows.", ["Sarah"]),
        ("kofi is a word here", []),
        ("Asked Darren and then Jo.", ["Darren", "Jo"]),
    ],
)
def test_names_of_ours_and_first_names_are_found(text: str, found: list[str]) -> None:
    assert names_in(text, KNOWN) == found


@pytest.mark.parametrize(
    "text",
    [
        "Will be put right in May.",
        "Mark the door as a fire door.\nMark it again. Grace period over.",
        "- Dawn checks were missed",
        "Winter coats were wet.",
        "In June and in August the log had gaps.",
        "The PAT test and the MAR chart of 3 people.",
        "Victoria House has no lift.",
        "",
    ],
)
def test_words_of_every_day_are_passed_over(text: str) -> None:
    assert names_in(text, KNOWN) == []


def test_a_word_of_every_day_in_mid_sentence_is_a_name() -> None:
    assert names_in("The door was opened by Grace, who told Mark.", KNOWN) == ["Grace", "Mark"]
    assert names_in("It was Winter who said so", KNOWN) == ["Winter"]


def test_a_part_of_a_word_is_no_name() -> None:
    assert names_in("Samples of Annexes, Tombola and Jobs", KNOWN) == []


def test_a_long_text_is_read_fast() -> None:
    assert names_in("Nobody was hurt. " * 5000, KNOWN) == []
