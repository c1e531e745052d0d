import pytest

from action_plans.rules.statuses import (
    LEFT_OUT,
    OPEN,
    SETTLED,
    STATUS_WORDS,
    TRANSITIONS,
    VERIFIED,
    Status,
    why_not_move,
)

ALLOWED = {
    "proposed": "agreed rejected merged transferred",
    "agreed": "in_progress done rejected merged transferred",
    "in_progress": "done rejected merged transferred",
    "done": "checked in_progress rejected",
    "checked": "closed in_progress",
    "closed": "in_progress",
    "rejected": "",
    "merged": "",
    "transferred": "in_progress",
}


@pytest.mark.parametrize("old", list(Status))
@pytest.mark.parametrize("new", list(Status))
def test_only_the_moves_of_the_table_are_possible(old: Status, new: Status) -> None:
    refusal = why_not_move(old, new)
    assert (refusal is None) == (new in ALLOWED[old].split())
    assert refusal is None or refusal.startswith("This action is ")


def test_every_status_is_open_or_settled_and_has_words_and_ways() -> None:
    assert set(Status) == OPEN | SETTLED
    assert not OPEN & SETTLED
    assert SETTLED == LEFT_OUT | VERIFIED
    assert set(STATUS_WORDS) == set(TRANSITIONS) == set(Status)


def test_nothing_that_is_open_becomes_checked_or_closed_without_having_been_done() -> None:
    assert {old for old in OPEN if TRANSITIONS[old] & VERIFIED} == {Status.DONE}


def test_the_screen_says_joined_and_we_could_not_because() -> None:
    assert STATUS_WORDS[Status.MERGED] == "joined"
    assert STATUS_WORDS[Status.REJECTED] == "we could not, because"
    assert STATUS_WORDS[Status.DONE] == "done, waiting to be checked"
