"""Any file: in whole or not at all, the same file twice changes nothing, every fault is told."""

from pathlib import Path
from types import ModuleType

import pytest

from qa.errors import NotAllowed
from qa.loads.faults import MOST_SHOWN, LoadFaults
from qa.roles import Role
from tests.factories import NOW, make_user
from tests.files_to_load import (
    DATA,
    LOADERS,
    ORDER,
    faults_of,
    faults_of_file,
    load_file,
    load_organisation,
    load_rows,
    write,
)

TABLES = (
    "service",
    "users",
    "worker",
    "worker_version",
    "spot_check",
    "finding",
    "feedback",
    "action",
    "action_fact",
    "action_check",
    "service_fact",
    "event",
)


async def _counts(db: ModuleType) -> dict[str, int]:
    return {table: await db.value(f"SELECT count(*) FROM {table}") for table in TABLES}


async def test_an_organisation_loads_and_the_same_files_again_change_nothing(
    db: ModuleType,
) -> None:
    await load_organisation()
    before = await _counts(db)
    assert before["finding"] == 4
    assert before["action"] == 5

    for kind in ORDER:
        result = await load_file(kind, DATA / f"{kind}.csv")
        assert (result.added, result.changed) == (0, 0)
        assert result.unchanged > 0
    assert await _counts(db) == before


async def test_every_row_that_came_in_has_an_event(db: ModuleType) -> None:
    await load_organisation()
    without = await db.rows(
        """SELECT id FROM service UNION ALL SELECT id FROM users UNION ALL SELECT id FROM worker
           UNION ALL SELECT id FROM spot_check UNION ALL SELECT id FROM finding
           UNION ALL SELECT id FROM feedback UNION ALL SELECT id FROM action
           EXCEPT SELECT subject_id FROM event WHERE data->'loaded' = 'true'"""
    )
    assert without == []


async def test_a_byte_order_mark_is_accepted(db: ModuleType, tmp_path: Path) -> None:
    path = write(tmp_path, "services", {})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert (await load_file("services", path)).added == 1


async def test_one_fault_keeps_the_whole_file_out(db: ModuleType, tmp_path: Path) -> None:
    before = await _counts(db)
    assert await faults_of(tmp_path, "services", {}, {"code": "S02", "type": "castle"})
    assert await _counts(db) == before


async def test_a_failing_event_keeps_the_whole_file_out(
    db: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the event cannot be written")

    monkeypatch.setattr("qa.loads.staging.Load.record", fails)
    with pytest.raises(RuntimeError):
        await load_rows(tmp_path, "services", {})
    assert await db.value("SELECT count(*) FROM service") == 0


async def test_faults_of_cells_and_of_other_rows_are_told_together(
    db: ModuleType, tmp_path: Path
) -> None:
    await load_rows(tmp_path, "services", {})
    assert await faults_of(
        tmp_path,
        "workers",
        {"supports": "", "started_on": "2026-02-30"},
        {"service_code": "S99", "supports": "LCC;XYZ", "left_on": "2018-01-01"},
    ) == [
        (2, "started_on", "there is no such date"),
        (2, "supports", "is missing"),
        (3, "code", "stands on line 2 already"),
        (3, "left_on", "is before the day this worker started"),
        (3, "service_code", "no services file named this service"),
        (3, "supports", "no services file named this contract"),
    ]


async def test_wrong_encoding_is_told_with_line_and_byte(db: ModuleType, tmp_path: Path) -> None:
    path = write(tmp_path, "services", {}, {"code": "S02", "name": "Caf\u00e9"})
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    faults = await faults_of_file("services", path)
    assert faults[0] == (3, "", "byte 8 (0xe9) is not UTF-8: save it as “CSV UTF-8”")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the first row must hold the headings"),
        (b"PK\x03\x04 and so on", "this is a spreadsheet, not a CSV file"),
        ("code,name".encode("utf-16"), "this file is in UTF-16"),
        (b"code;name;type\n", "separate the columns with commas"),
        (b"code,name\r", "this heading is missing"),
        (b"x" * (1 << 20), "the line is longer than a million bytes"),
    ],
)
async def test_what_is_no_such_file_is_told_in_plain_english(
    db: ModuleType, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "services.csv"
    path.write_bytes(content)
    assert any(reason in fault[2] for fault in await faults_of_file("services", path))


async def test_headings_must_be_the_known_ones_each_once(db: ModuleType, tmp_path: Path) -> None:
    path = write(tmp_path, "users", {})
    path.write_text(path.read_text().replace("email,name,role", "name,Name,rolle"))
    assert await faults_of_file("users", path) == [
        (1, "Name", "this heading is not known; did you mean name?"),
        (1, "email", "this heading is missing"),
        (1, "role", "this heading is missing"),
        (1, "rolle", "this heading is not known; did you mean role?"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('"open,Ann,director,,\n', "a quotation mark is opened and never closed"),
        ('"a"b,Ann,director,,\n', "the quotation marks are not right"),
        ("ann,Ann,director\n", "has 3 cells where there are 5 headings"),
        ("ann,Ann,director,,,more\n", "has 6 cells where there are 5 headings"),
        ("ann,An\x00n,director,,\n", "holds a character that is no text"),
    ],
)
async def test_a_row_that_is_out_of_shape(
    db: ModuleType, tmp_path: Path, row: str, reason: str
) -> None:
    path = write(tmp_path, "users", {})
    path.write_text(path.read_text() + row)
    assert [fault[0] for fault in await faults_of_file("users", path) if reason in fault[2]] == [3]


async def test_empty_rows_are_passed_over_and_lines_still_counted(
    db: ModuleType, tmp_path: Path
) -> None:
    path = write(tmp_path, "users", {})
    path.write_text(path.read_text() + "\n,,,,\n,Bo,director,,\n")
    assert await faults_of_file("users", path) == [(5, "email", "is missing")]


async def test_a_thousand_faults_are_shown_and_the_others_counted(
    db: ModuleType, tmp_path: Path
) -> None:
    rows = [{"code": f"S{number}", "regulated": "perhaps"} for number in range(1_200)]
    path = write(tmp_path, "services", *rows)
    with pytest.raises(LoadFaults) as refused:
        await load_file("services", path)
    assert [fault.line for fault in refused.value.rows] == list(range(2, MOST_SHOWN + 2))
    assert refused.value.more == 200
    assert str(refused.value) == "Nothing was loaded: the file has 1,200 faults."


async def test_only_an_administrator_or_the_command_line_loads(
    db: ModuleType, tmp_path: Path
) -> None:
    path = write(tmp_path, "services", {})
    with pytest.raises(NotAllowed):
        await load_file("services", path, viewer=await make_user(Role.DIRECTOR))
    administrator = await make_user(Role.ADMINISTRATOR)
    await load_file("services", path, viewer=administrator, now=NOW)
    actor = await db.value("SELECT actor FROM event WHERE kind = 'service.loaded'")
    assert actor == administrator.user_id


def test_every_kind_has_a_row_in_the_small_organisation() -> None:
    assert set(ORDER) == set(LOADERS)
