"""The database's advisory locks are told apart by their numbers alone."""

from qa import history, migrations
from qa.loads import loading
from schedules import clockwork


def test_no_two_locks_have_the_same_number() -> None:
    numbers = [migrations.TURN, loading.TURN, history.TURN, clockwork.LEAD]
    assert len(set(numbers)) == len(numbers)
