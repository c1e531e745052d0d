"""Statements in pieces."""

from collections.abc import Collection

import pytest

from qa.sql import SQL, all_of, any_of, negated, one_of


def test_values_stand_apart_and_are_numbered_through_all_pieces() -> None:
    inner = SQL("a = {} OR b = {}", 1, 2)
    whole = SQL("SELECT {} FROM t WHERE ({}) AND c = {}", 0, inner, 3)
    assert whole.compile_string() == (
        "SELECT $1 FROM t WHERE (a = $2 OR b = $3) AND c = $4",
        [0, 1, 2, 3],
    )


def test_a_piece_may_be_used_more_than_once() -> None:
    today = SQL("due_on < {}", "today")
    assert SQL("{} OR {}", today, SQL("({})", today)).compile_string() == (
        "due_on < $1 OR (due_on < $2)",
        ["today", "today"],
    )


def test_pieces_side_by_side_and_without_values() -> None:
    assert str(SQL("{}{}", SQL("TRUE"), SQL(" AND x = {}", 1))) == "TRUE AND x = $1"
    assert SQL("TRUE").compile_string() == ("TRUE", [])


def test_braces_that_are_braces() -> None:
    assert SQL("x = '{{}}' AND y = {}", 1).compile_string() == ("x = '{}' AND y = $1", [1])
    assert SQL("x ~ '^a{{2}}$'").compile_string() == ("x ~ '^a{2}$'", [])
    assert SQL("x = '{}'").compile_string() == ("x = '{}'", [])


@pytest.mark.parametrize("values", [(1,), (1, 2, 3)])
def test_as_many_values_as_places(values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="values for 2 places"):
        SQL("x = {} AND y = {}", *values)


A, B, TRUE, FALSE = SQL("a OR b"), SQL("c = {}", 1), SQL("TRUE"), SQL("FALSE")


def test_conditions_are_joined_in_brackets() -> None:
    assert str(all_of(A, B)) == "((a OR b) AND (c = $1))"
    assert str(any_of(A)) == "((a OR b))"
    assert str(negated(A)) == "NOT (a OR b)"


def test_what_is_settled_is_not_asked() -> None:
    assert str(all_of()) == str(all_of(TRUE)) == str(any_of(A, TRUE)) == "TRUE"
    assert str(any_of()) == str(any_of(FALSE)) == str(all_of(A, FALSE)) == "FALSE"
    assert str(all_of(TRUE, B)) == str(any_of(FALSE, B)) == "((c = $1))"
    assert (str(negated(TRUE)), str(negated(FALSE))) == ("FALSE", "TRUE")


@pytest.mark.parametrize(
    ("ids", "statement", "values"),
    [
        ((), "FALSE", []),
        ((7,), "x = $1", [7]),
        (frozenset({7}), "x = $1", [7]),
        ((7, 8), "x = ANY($1)", [[7, 8]]),
    ],
)
def test_one_of_none_one_and_many(
    ids: Collection[int], statement: str, values: list[object]
) -> None:
    assert one_of("x", ids).compile_string() == (statement, values)
