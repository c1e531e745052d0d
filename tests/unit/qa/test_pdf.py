"""PDFs: drawn elsewhere, tagged, and shut off from everything that was not handed over."""

import asyncio
import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from qa import pdf
from qa.pdf_drawing import Drawing, draw
from tests import paper


@pytest.fixture(scope="module")
async def drawn() -> PdfReader:
    content = await pdf.render("action_plans/plan_pdf.html", paper.plan(30))
    return PdfReader(BytesIO(content))


async def test_it_is_tagged_with_language_and_title(drawn: PdfReader) -> None:
    catalog: Any = drawn.root_object
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/Lang"] == "en-GB"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert drawn.metadata is not None
    assert drawn.metadata.title == "Action plan: 14 Rowan Street"


async def test_it_says_that_it_is_pdf_ua_1(drawn: PdfReader) -> None:
    catalog: Any = drawn.root_object
    stream = catalog["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part.*1", stream)


async def test_headings_are_bookmarks_in_order(drawn: PdfReader) -> None:
    outline: Any = drawn.outline
    title, below = outline[0], outline[1]
    assert title["/Title"] == "Action plan: 14 Rowan Street"
    parts = [one["/Title"] for one in below if isinstance(one, dict)]
    assert parts[:3] == ["Where we are", "Late", "Due this week"]


async def test_every_page_has_its_number_and_the_name_of_the_service(drawn: PdfReader) -> None:
    pages = [page.extract_text() for page in drawn.pages]
    assert len(pages) > 3
    for number, words in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in words
        assert "14 Rowan Street" in words


async def test_large_print_is_18_points_on_a_sheet_that_lies() -> None:
    content = await pdf.render("action_plans/plan_pdf.html", paper.plan(1), large=True)
    sizes: set[int] = set()

    def note(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.add(round(size * abs(tm[0] * cm[0])))

    page = PdfReader(BytesIO(content)).pages[0]
    page.extract_text(visitor_text=note)
    assert 18 in sizes
    assert min(sizes) >= 14
    assert page.mediabox.width > page.mediabox.height


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "picture:other"]
)
def test_nothing_is_read_that_was_not_handed_over(address: str) -> None:
    html = f'<html lang="en-GB"><img alt="x" src="{address}">'
    with pytest.raises(ValueError, match="not handed over"):
        draw(Drawing(html=html, css="", pictures={"mine": paper.photo()}))


async def test_a_page_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(pdf.PdfNotMade, match="more than"):
        await pdf.render("action_plans/plan_pdf.html", paper.plan(200), timeout=0.7)


async def test_a_failure_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_styles", lambda: "body { background: url(http://127.0.0.1:9/) }")
    with pytest.raises(pdf.PdfNotMade, match="not handed over"):
        await pdf.render("action_plans/plan_pdf.html", paper.plan(1))


async def test_other_work_goes_on_meanwhile() -> None:
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - before)

    beating = asyncio.create_task(beat())
    await pdf.render("action_plans/plan_pdf.html", paper.plan(60))
    beating.cancel()
    assert longest < 0.25


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Action plan: 14 Rowan Street", "action-plan-14-rowan-street"),
        ('a"b\r\nc/../d', "a-b-c-d"),
        ("Tŷ Gwyn", "t-gwyn"),
    ],
)
def test_the_name_of_the_file_is_plain(name: str, kept: str) -> None:
    answer = pdf.answer(b"%PDF", name)
    assert answer.headers["content-disposition"] == f'inline; filename="{kept}.pdf"'
