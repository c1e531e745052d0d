"""What a file is, is told by its content, and only some kinds are taken."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from qa.rules.file_kinds import (
    CSV,
    EMPTY,
    HAS_MACROS,
    MOST_BYTES,
    NOT_TAKEN,
    PDF,
    PHOTO,
    PLAIN,
    TOO_BIG,
    FileKind,
    clean_name,
    kind_of,
    why_not_kind,
    why_not_size,
)


def packed(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return out.getvalue()


WORD = packed("[Content_Types].xml", "word/document.xml")
EXCEL = packed("[Content_Types].xml", "xl/workbook.xml")
WITH_MACROS = packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0 and more", PHOTO),
        (b"\x89PNG\r\n\x1a\n and more", PHOTO),
        (b"RIFF\0\0\0\0WEBPVP8 ", PHOTO),
        (b"%PDF-1.7\n\xe2\xe3", PDF),
        ("Größe, naïve £5\r\n".encode(), PLAIN),
        (b"caf\xe9 cost \xa35", PLAIN),
    ],
)
def test_a_kind_is_told_by_content(content: bytes, kind: FileKind) -> None:
    assert kind_of(content, "whatever.exe") == kind


def test_office_files_are_told_apart() -> None:
    word, excel = kind_of(WORD, "a.zip"), kind_of(EXCEL, "a.zip")
    assert word is not None
    assert excel is not None
    assert (word.extension, excel.extension) == (".docx", ".xlsx")


def test_the_name_tells_csv_from_text() -> None:
    assert kind_of(b"a,b\n1,2\n", "Rota.CSV") == CSV


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0\x03\0\0\0 a program",
        b"PK\x03\x04 a broken package",
        packed("[Content_Types].xml", "ppt/presentation.xml"),
        packed("readme.txt"),
        b"\0\0\0\x18ftypheic",
        bytes(range(256)),
    ],
    ids=["program", "broken zip", "slides", "zip", "heic", "noise"],
)
def test_other_kinds_are_refused(content: bytes) -> None:
    assert kind_of(content, "harmless.pdf") is None
    assert why_not_kind(content) == NOT_TAKEN


def test_a_file_with_a_program_in_it_is_refused() -> None:
    assert kind_of(WITH_MACROS, "plan.docx") is None
    assert why_not_kind(WITH_MACROS) == HAS_MACROS


def test_the_limit_is_25_megabytes() -> None:
    assert why_not_size(b"") == EMPTY
    assert why_not_size(b"x" * MOST_BYTES) is None
    assert why_not_size(b"x" * (MOST_BYTES + 1)) == TOO_BIG


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\fire report.docx", "fire report.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.pdf"),
        ('a"b\r\nc<d>.pdf', "a b c d.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given: str, kept: str) -> None:
    assert clean_name(given, PDF) == kept
