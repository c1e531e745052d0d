"""The file that CQC publishes each month, as CSV and as ODS."""

import csv
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

from qa.loads.loading import LoadResult, load
from qa.viewer import COMMAND_LINE
from tests.factories import NOW
from tests.files_to_load import DATA, LOADERS, faults_of_file

FILE = DATA / "cqc-ratings.csv"
PROVIDER = "1-101665603"
TABLE_NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)

MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


async def _load(path: Path, provider: str | None = None) -> LoadResult:
    loader = LOADERS["cqc-ratings"]
    if provider is not None:
        assert loader.creating is not None
        loader = loader.creating(provider)
    return await load({"cqc-ratings": loader}, "cqc-ratings", path, viewer=COMMAND_LINE, now=NOW)


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _ods(path: Path, rows: list[dict[str, str]]) -> Path:
    """The same rows as a spreadsheet with a sheet of explanations before them."""

    def cell(text: str) -> str:
        if len(text) == 10 and text[2] == text[5] == "/":
            day, month, year = text.split("/")
            value = f'office:value-type="date" office:date-value="{year}-{month}-{day}"'
            return f"<table:table-cell {value}><text:p>{text}</text:p></table:table-cell>"
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{safe}</text:p></table:table-cell>"
        )

    def row(cells: list[str]) -> str:
        return f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"

    body = "".join(row(list(one.values())) for one in rows)
    with ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", MANIFEST)
        made.writestr(
            "content.xml",
            f"<office:document-content {TABLE_NS}><office:body><office:spreadsheet>"
            f'<table:table table:name="README">{row(["About this file"])}</table:table>'
            f'<table:table table:name="Locations">{row(list(rows[0]))}{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


async def test_every_row_is_kept_and_the_same_file_changes_nothing(db: ModuleType) -> None:
    first = await _load(FILE)
    assert first.added == len(_rows())
    assert (await _load(FILE)).unchanged == len(_rows())
    assert await db.value("SELECT bool_or(inherited) FROM cqc_rating")
    assert await db.value("SELECT count(*) FROM cqc_rating WHERE published_on IS NULL") == 6


async def test_the_spreadsheet_is_the_same_as_the_csv_file(db: ModuleType, tmp_path: Path) -> None:
    await _load(FILE)
    same = await _load(_ods(tmp_path / "ratings.ods", _rows()))
    assert (same.added, same.changed) == (0, 0)


async def test_history_grows_with_each_file(db: ModuleType, tmp_path: Path) -> None:
    await _load(FILE)
    next_month = [{**row, "Publication Date": "01/10/2026"} for row in _rows()[:4]]
    assert (await _load(_write(tmp_path / "next.csv", next_month))).added == 4
    assert await db.value("SELECT count(*) FROM cqc_rating") == len(_rows()) + 4


async def test_services_of_a_provider_are_made_once(db: ModuleType) -> None:
    await _load(FILE)
    await _load(FILE, PROVIDER)
    await _load(FILE, PROVIDER)
    made = await db.rows(
        """SELECT s.code, s.type, r.name, s.regulated, s.opened_on
           FROM service s JOIN region r ON r.id = s.region ORDER BY s.code"""
    )
    assert len(made) == 4
    assert {row["name"] for row in made} == {"Shropshire"}
    assert {row["type"] for row in made} == {"residential", "supported_living"}
    assert all(row["regulated"] for row in made)
    facts = await db.value("SELECT count(*) FROM service_fact WHERE field = 'region'")
    assert facts == 4


async def test_a_file_with_a_fault_is_refused_whole(db: ModuleType, tmp_path: Path) -> None:
    rows = _rows()
    rows[1]["Publication Date"] = "2020-02-12"
    rows[2]["Inherited Rating (Y/N)"] = "maybe"
    path = _write(tmp_path / "wrong.csv", rows)
    assert [fault[:2] for fault in await faults_of_file("cqc-ratings", path)] == [
        (3, "Publication Date"),
        (4, "Inherited Rating (Y/N)"),
    ]
    assert await db.value("SELECT count(*) FROM cqc_rating") == 0
    book = tmp_path / "other.ods"
    _ods(book, [{"Name": "x"}])
    (fault,) = await faults_of_file("cqc-ratings", book)
    assert "spreadsheet" in fault[2]
