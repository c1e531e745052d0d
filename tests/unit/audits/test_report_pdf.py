"""What stands in a printed report, and in which order."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from audits.report_pdf import ReportPdf, report_pdf
from qa import pdf
from tests import paper


def _page(**chosen: Any) -> ReportPdf:
    return report_pdf(paper.report(**chosen), printed=paper.PRINTED)


def test_the_head_says_what_when_by_whom_and_with_whom() -> None:
    facts = {fact.name: fact.words for fact in _page().facts}
    assert facts["Kind of audit"] == "Full health and safety visit"
    assert facts["Date of visit"] == "21 November 2026, 09:30 to 15:30"
    assert facts["By"] == "Ian Testvisitor, Health and Safety Manager"
    assert facts["Talked with"] == "4 people we support, 1 member of staff"


def test_what_is_most_serious_is_put_right_first() -> None:
    assert [one.severity for one in _page().put_right] == ["critical", "high"]
    assert _page().lead == "2 things to put right, 1 of them critical."


def test_a_finding_has_its_words_its_action_owner_and_dates() -> None:
    first = _page().put_right[0]
    assert first.found == "The kitchen fire door was wedged open."
    assert first.safe == "Wedge taken away."
    facts = {fact.name: fact.words for fact in first.facts}
    assert facts["Action"] == "Fire doors close by themselves and nobody wedges them"
    assert facts["Owner"] == "Tolu Testmanager"
    assert facts["Due"] == "28 November 2026 (first date 21 November 2026)"
    assert facts["Now"] == "agreed"


def test_a_shortfall_without_a_finding_has_its_reason() -> None:
    assert [one.because for one in _page().not_needed] == ["Put right while we were there."]


def test_a_finding_that_the_reader_may_not_see_is_not_there() -> None:
    found = paper.report()
    hidden = tuple(replace(one, finding=None) for one in found.report.to_put_right)
    found = replace(found, report=replace(found.report, to_put_right=hidden))
    assert report_pdf(found, printed=paper.PRINTED).put_right == ()


def test_answers_are_words() -> None:
    rows = {row.asked: row for table in _page().tables for row in table.rows}
    meetings = rows["Four quarterly H&S meetings held and returned in 12 months?"]
    assert meetings.answer == "3 of 4"
    assert meetings.put_right
    assert meetings.notes == ("Seen with the manager.", "Sample: The last four")
    assert "Not looked at" in {row.answer for row in rows.values()}


def test_the_score_is_there_only_for_who_may_see_it() -> None:
    score = _page().score
    assert score is not None
    assert score.overall.endswith("%")
    assert score.critical == "1 critical question failed"
    assert _page(sees_score=False).score is None


async def _words(page: ReportPdf) -> tuple[list[str], PdfReader]:
    content = await pdf.render(
        "audits/report_pdf.html", page, pictures=dict.fromkeys(_pictures(page), paper.photo())
    )
    reader = PdfReader(BytesIO(content))
    return [" ".join(one.extract_text().split()) for one in reader.pages], reader


def _pictures(page: ReportPdf) -> list[str]:
    return [item.picture for item in page.evidence if item.picture]


async def test_what_is_good_is_printed_first_and_the_score_last_on_its_own_page() -> None:
    pages, reader = await _words(_page())
    words = " ".join(pages)
    assert words.index("What is good") < words.index("What is to put right")
    assert "internal, not for the service" in pages[-1]
    assert "%" not in " ".join(pages[:-1])
    assert reader.pages[-1].extract_text().count("14 Rowan Street") == 1


async def test_photos_have_words_for_who_cannot_see_them() -> None:
    _, reader = await _words(_page())
    catalog: Any = reader.root_object
    figures = list(_figures(catalog["/StructTreeRoot"]["/K"]))
    assert figures == ["Photo 2: The kitchen door, wedged"]
    assert any(page.images for page in reader.pages)


async def test_a_report_without_score_does_not_speak_of_one() -> None:
    pages, _ = await _words(_page(sees_score=False, good=False))
    assert "internal" not in " ".join(pages)
    assert "Nothing was written here." in " ".join(pages)


def _figures(kids: Any) -> Any:
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object()
        if not hasattr(element, "get"):
            continue
        if element.get("/S") == "/Figure":
            yield element["/Alt"]
        yield from _figures(element.get("/K", []))
