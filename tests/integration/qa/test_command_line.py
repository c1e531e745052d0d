"""The ``litestar`` command line: exit statuses, faults on standard error, JSON and nothing else."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from qa.settings import BESIDE_THE_CODE
from tests.factories import NOW
from tests.files_to_load import DATA, load_organisation, write

QUARTER = ("--from", "2026-07-01", "--to", "2026-09-30")
pytestmark = pytest.mark.usefixtures("db")


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    path = tmp_path / "clock"
    path.write_text(NOW.isoformat())
    return path


async def litestar(database_url: str, clock: Path, *words: str, told: str = "") -> Ended:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "litestar",
        *words,
        cwd=BESIDE_THE_CODE,
        env={**os.environ, "DATABASE_URL": database_url, "CLOCK": str(clock)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(told.encode())
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def test_json_is_one_document_and_nothing_else(database_url: str, clock: Path) -> None:
    await load_organisation()
    ended = await litestar(
        database_url,
        clock,
        "report",
        "spot-check-coverage",
        *QUARTER,
        "--contract",
        "LCC",
        "--json",
    )
    assert (ended.status, ended.err) == (0, "")
    told = json.loads(ended.out)
    assert (told["counted"], told["contract"]) == (["W001"], "LCC")
    assert told["as_at"] == "2026-11-02T09:00:00Z"

    ended = await litestar(
        database_url, clock, "report", "action-closure", *QUARTER, "--as-at", "2026-09-30", "--csv"
    )
    headings, this, previous = ended.out.splitlines()
    assert headings.startswith("which,from,to,as_at")
    assert this.startswith("this,2026-07-01,2026-09-30,2026-09-30T22:59:59")
    assert previous.startswith("previous,")


async def test_a_file_loads_or_every_fault_stands_on_standard_error(
    database_url: str, clock: Path, tmp_path: Path
) -> None:
    ended = await litestar(database_url, clock, "load", "services", str(DATA / "services.csv"))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "services: 3 added, 0 changed, 0 as they were\n"

    bad = write(tmp_path, "users", {"service_codes": "S99"}, {"email": "bo", "role": "chief"})
    ended = await litestar(database_url, clock, "load", "users", str(bad))
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.splitlines()[0] == (
        "line 2, service_codes, “S99”: no services file named this service"
    )
    assert ended.err.splitlines()[-1] == "Nothing was loaded: the file has 2 faults."


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (2, ("load", "castles", "x.csv")),
        (2, ("report", "action-closure", "--from", "2026-07-01")),
        (1, ("report", "action-closure", *QUARTER, "--service", "S99")),
        (1, ("report", "action-closure", "--from", "2026-02-30", "--to", "soon")),
    ],
)
async def test_refused_is_1_and_wrong_usage_is_2(
    database_url: str, clock: Path, status: int, words: tuple[str, ...]
) -> None:
    ended = await litestar(database_url, clock, *words)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err
    assert "Traceback" not in ended.err


async def test_accounts_get_a_link_and_a_token(
    database_url: str, clock: Path, db: ModuleType
) -> None:
    made = await litestar(
        database_url,
        clock,
        *("user", "create", "Nia@example.org", "--role", "director", "--password-stdin"),
        told="three words together\n",
    )
    assert made.status == 0, made.err
    assert "/sign-in/link/" in made.out
    user = await db.row("SELECT password_hash FROM users WHERE login = 'nia@example.org'")
    assert user["password_hash"].startswith("$argon2")
    token = await litestar(database_url, clock, "user", "token", "nia@example.org")
    assert (token.status, len(token.out.split())) == (0, 1)
    nobody = await litestar(database_url, clock, "user", "link", "no@example.org")
    assert (nobody.status, nobody.err) == (1, "There is no account no@example.org.\n")


async def test_history_is_verified_and_the_database_is_up_to_date(
    database_url: str, clock: Path
) -> None:
    await load_organisation("services")
    ended = await litestar(database_url, clock, "history", "verify")
    assert ended.status == 0, ended.err
    assert ended.out.startswith("History holds: 3 of 3 events are sealed.")
    ended = await litestar(database_url, clock, "database", "status")
    assert "done    qa" in ended.out
    assert "waiting" not in ended.out


async def test_a_backup_restores_what_was_there(
    database_url: str, clock: Path, db: ModuleType, tmp_path: Path
) -> None:
    await load_organisation("services")
    copy = tmp_path / "copy"
    ended = await litestar(database_url, clock, "backup", str(copy))
    assert ended.status == 0, ended.err
    assert copy.stat().st_mode & 0o077 == 0
    await db.execute("UPDATE service SET name = 'Lost'")
    ended = await litestar(database_url, clock, "restore", str(copy))
    assert ended.status == 0, ended.err
    await db.close_pool()
    await db.open_pool()
    assert await db.value("SELECT count(*) FROM service WHERE name = 'Lost'") == 0

    (tmp_path / "no copy").write_text("words")
    ended = await litestar(database_url, clock, "restore", str(tmp_path / "no copy"))
    assert ended.status == 1
    assert "pg_restore did not work" in ended.err
