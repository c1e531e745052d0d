import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from qa import postgres

HOLD = """
import sys
from pathlib import Path
from qa import postgres
with postgres.embedded(Path(sys.argv[1]), fsync=False, owned=sys.argv[2] == "owned"):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="qa-pg-") as folder:
        yield Path(folder)
        postgres.stop(Path(folder))


def holder(data_dir: Path, how: str = "user") -> subprocess.Popen[str]:
    """Another process that uses the server until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdout.close()
    return process


def release(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 0


def server(data_dir: Path) -> psutil.Process | None:
    return postgres.postmaster(data_dir / "pg")


def running(data_dir: Path) -> psutil.Process:
    found = server(data_dir)
    assert found is not None
    return found


async def ask(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_it_answers_inside_and_is_gone_afterwards(data_dir: Path) -> None:
    with postgres.embedded(data_dir, fsync=False) as url:
        assert await ask(url, "SELECT 1") == 1
        process = running(data_dir)
    assert server(data_dir) is None
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


async def test_text_is_ordered_the_same_on_every_machine(data_dir: Path) -> None:
    with postgres.embedded(data_dir, fsync=False) as url:
        locale = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'qa'"
        assert await ask(url, locale) == "bC.UTF-8"
        assert await ask(url, "SELECT upper('é')") == "É"
        assert await ask(url, "SHOW timezone") == "UTC"


async def test_it_listens_on_no_network_and_only_its_owner_can_open_the_data(
    data_dir: Path,
) -> None:
    with postgres.embedded(data_dir, fsync=False) as url:
        assert await ask(url, "SHOW listen_addresses") == ""
        assert stat.S_IMODE((data_dir / "pg").stat().st_mode) == 0o700
        socket = data_dir / "pg" / ".s.PGSQL.5432"
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700


async def test_data_outlives_a_server_that_was_killed(data_dir: Path) -> None:
    with postgres.embedded(data_dir) as url:
        await ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        running(data_dir).kill()
    with postgres.embedded(data_dir) as url:
        assert await ask(url, "SELECT answer FROM kept") == 42


async def test_a_number_left_behind_that_now_belongs_to_another_program_is_no_obstacle(
    data_dir: Path,
) -> None:
    with postgres.embedded(data_dir, fsync=False):
        pass
    left = f"{os.getpid()}\n{data_dir}/pg\n1700000000\n5432\n{data_dir}/pg\n\n  0 0\nready\n"
    (data_dir / "pg" / "postmaster.pid").write_text(left)

    with postgres.embedded(data_dir, fsync=False) as url:
        assert await ask(url, "SELECT 1") == 1


def test_the_last_one_out_stops_it(data_dir: Path) -> None:
    first = holder(data_dir)
    second = holder(data_dir)

    release(first)
    assert server(data_dir) is not None
    release(second)
    assert server(data_dir) is None


async def test_a_command_uses_the_running_server_and_leaves_it(data_dir: Path) -> None:
    owner = holder(data_dir, "owned")
    before = running(data_dir).pid

    with postgres.embedded(data_dir) as url:
        assert await ask(url, "SELECT 1") == 1
    assert running(data_dir).pid == before
    release(owner)


def test_the_owner_stops_it_under_everybody(data_dir: Path) -> None:
    owner = holder(data_dir, "owned")
    user = holder(data_dir)

    release(owner)
    assert server(data_dir) is None
    release(user)


def test_a_server_left_by_a_killed_owner_is_taken_over_and_stopped(data_dir: Path) -> None:
    owner = holder(data_dir, "owned")
    owner.send_signal(signal.SIGKILL)
    owner.wait(20)
    assert owner.stdin is not None
    owner.stdin.close()
    left = running(data_dir)

    with postgres.embedded(data_dir):
        assert running(data_dir).pid == left.pid
    assert server(data_dir) is None


def test_a_start_that_fails_says_why(data_dir: Path) -> None:
    with postgres.embedded(data_dir, fsync=False):
        pass
    (data_dir / "pg" / "postgresql.conf").write_text("no_such_setting = 1\n")

    with (
        pytest.raises(postgres.PostgresError, match="no_such_setting"),
        postgres.embedded(data_dir, fsync=False),
    ):
        pass
