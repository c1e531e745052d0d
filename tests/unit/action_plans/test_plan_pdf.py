"""What stands in a printed plan."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from action_plans.plan_pdf import LEFT_OUT, MORE, PrintedAction
from qa import pdf
from tests import paper


def _first(group: str = "late", **different: object) -> PrintedAction:
    return paper.plan_of([paper.action(1, group, **different)]).parts[0].actions[0]


def test_the_parts_come_late_first_and_credit_last() -> None:
    assert [part.heading for part in paper.plan(8).parts] == [
        "Late",
        "Due this week",
        "Waiting for somebody else",
        "Due later",
        "Done, waiting to be checked",
        "Put right in the last 90 days",
    ]


def test_a_part_without_actions_is_left_out() -> None:
    assert [part.heading for part in paper.plan(1).parts] == ["Late"]


def test_the_counts_are_words_and_credit_is_not_to_put_right() -> None:
    page = paper.plan(8)
    assert page.lead == "7 actions to put right."
    assert page.counts[0] == "2 late"
    assert page.counts[-1] == "1 put right in the last 90 days"


def test_an_empty_plan_says_so() -> None:
    page = paper.plan_of([])
    assert page.lead == "Nothing is to be put right."
    assert page.parts == ()


def test_a_plan_that_is_longer_than_its_print_says_so() -> None:
    assert paper.plan(2, more=True).lead.endswith(MORE)


def test_the_first_date_stands_there_only_when_it_was_moved() -> None:
    moved = _first(first_due_on=paper.TODAY - timedelta(days=30))
    assert [line.words for line in moved.when] == [
        "12 November 2026",
        "9 days late",
        "first date 22 October 2026",
    ]
    assert [line.late for line in moved.when] == [False, True, False]
    assert [line.words for line in _first().when] == ["12 November 2026", "9 days late"]


def test_what_another_body_has_names_it_and_who_chases() -> None:
    assert _first("waiting").owner == "Northgate Homes, chased by The property team"
    assert _first("waiting", owner_name=None).owner == "Northgate Homes"
    assert _first(owner_name=None).owner == "nobody yet"


def test_sources_are_words_and_nothing_when_they_may_not_be_known() -> None:
    assert _first(sources="cqc;family").raised_by == "CQC, a family"
    assert _first(sources="").raised_by == ""


def test_actions_are_numbered_through_the_whole_print() -> None:
    numbers = [one.number for part in paper.plan(9).parts for one in part.actions]
    assert numbers == list(range(1, 10))


async def test_all_of_it_is_on_paper() -> None:
    content = await pdf.render("action_plans/plan_pdf.html", paper.plan(8))
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    words = " ".join(words.split())
    for wanted in (
        "7 actions to put right.",
        LEFT_OUT,
        "What will be different: People open every door",
        "Help needed: Property",
        "Ask the landlord for a date (done 13 November 2026)",
        "Raised by CQC, a family.",
        "Critical",
        "9 days late",
        "Notes from the team meeting",
    ):
        assert wanted in words
