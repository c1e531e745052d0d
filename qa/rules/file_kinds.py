"""What a file is, told by its content: an allow-list, and a name that is safe to keep."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 25 * 1024 * 1024

TOO_BIG = "The file is larger than 25 MB, which is the most. Make it smaller, or split it."
EMPTY = "The file is empty."
NOT_TAKEN = (
    "We cannot take this kind of file. Use a photo (JPEG, PNG, WebP), PDF, Word (.docx),"
    " Excel (.xlsx), CSV or plain text file."
)
HAS_MACROS = "This file holds a program (macros). Save it without, and add it again."

_IMAGES = ((b"\xff\xd8\xff", 0), (b"\x89PNG\r\n\x1a\n", 0), (b"WEBP", 8))
_OFFICE = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "xl/workbook.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """``is_photo`` says that the content must be drawn anew before it is kept."""

    content_type: str
    extension: str
    is_photo: bool = False


PHOTO = FileKind("image/jpeg", ".jpg", is_photo=True)
PDF = FileKind("application/pdf", ".pdf")
CSV = FileKind("text/csv", ".csv")
PLAIN = FileKind("text/plain", ".txt")


def why_not_size(content: bytes) -> str | None:
    """Why a file cannot be kept for its size alone, or None; 25 MB is the most."""
    if not content:
        return EMPTY
    return TOO_BIG if len(content) > MOST_BYTES else None


def why_not_kind(content: bytes) -> str:
    """What to say of a file for which ``kind_of`` knows no kind."""
    return HAS_MACROS if _has_macros(content) else NOT_TAKEN


def kind_of(content: bytes, name: str) -> FileKind | None:
    """What these bytes are, or None; the name only tells CSV from other plain text."""
    if any(content[at : at + len(magic)] == magic for magic, at in _IMAGES):
        return PHOTO
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        inside = _names_in_zip(content)
        if _has_macros(content):
            return None
        for part, (content_type, extension) in _OFFICE.items():
            if part in inside and "[Content_Types].xml" in inside:
                return FileKind(content_type, extension)
        return None
    if _is_text(content):
        return CSV if name.lower().endswith(".csv") else PLAIN
    return None


def clean_name(name: str, kind: FileKind) -> str:
    """The name without folders, control marks or a false ending; at most 100 letters."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    stem = re.sub(r"[^\w \-().,&+’']", " ", stem)
    stem = re.sub(r"\s+", " ", stem).strip(" .")[: 100 - len(kind.extension)].strip(" .")
    return (stem or "file") + kind.extension


def _names_in_zip(content: bytes) -> frozenset[str]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            return frozenset(packed.namelist())
    except (BadZipFile, ValueError, EOFError, NotImplementedError):
        return frozenset()


def _has_macros(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04") and any(
        name.lower().endswith("vbaproject.bin") for name in _names_in_zip(content)
    )


def _is_text(content: bytes) -> bool:
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content):
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A spreadsheet of an English Windows saves in this; other bytes are not text.
        return not re.search(rb"[\x80-\x9f]{2}", content) and _mostly_plain(content)
    return True


def _mostly_plain(content: bytes) -> bool:
    plain = sum(1 for byte in content[:65536] if byte < 0x80)
    return plain >= 0.7 * min(len(content), 65536)
