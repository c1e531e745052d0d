"""What `make run` starts, as a process: it serves, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from qa import postgres
from qa.settings import BESIDE_THE_CODE

MIGRATE = "import asyncio; from qa import migrations; asyncio.run(migrations.upgrade())"
RUN = [sys.executable, "-m", "qa.run"]
MAKE_RUN = ["make", "--silent", "--old-file=setup", "run"]


def environment(data_dir: Path, port: int) -> dict[str, str]:
    ours = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")}
    return ours | {"DATA_DIR": str(data_dir), "PORT": str(port), "WORKERS": "2"}


@pytest.fixture
def port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        number: int = trial.getsockname()[1]
        return number


@pytest.fixture
async def data_dir() -> AsyncIterator[Path]:
    """Data with one user in it, so that no demonstration is loaded."""
    with tempfile.TemporaryDirectory(prefix="qa-run-") as folder:
        with postgres.embedded(Path(folder), fsync=False) as url:
            migrating = [sys.executable, "-c", MIGRATE]
            subprocess.run(migrating, env=os.environ | {"DATABASE_URL": url}, check=True)
            connection = await asyncpg.connect(url)
            await connection.execute(
                "INSERT INTO users (id, login, name, created_at)"
                " VALUES (gen_random_uuid(), 'ros@example.org', 'Ros', now())"
            )
            await connection.close()
        yield Path(folder)
        postgres.stop(Path(folder))


def serving(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until it answers, at most half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health", timeout=5).status_code == 200
        except httpx.TransportError:
            time.sleep(0.05)
    return False


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize(
    ("command", "told"),
    [(RUN, signal.SIGTERM), (MAKE_RUN, signal.SIGTERM), (MAKE_RUN, signal.SIGINT)],
)
def test_it_serves_and_when_told_to_stop_leaves_no_process(
    command: list[str], told: signal.Signals, data_dir: Path, port: int
) -> None:
    process = subprocess.Popen(command, cwd=BESIDE_THE_CODE, env=environment(data_dir, port))
    assert serving(process, port)
    server = postgres.postmaster(data_dir / "pg")
    assert server is not None
    everything = [*psutil.Process(process.pid).children(recursive=True), server]
    assert len(everything) >= 4

    process.send_signal(told)
    process.wait(30)  # a busy machine is no fault
    assert alive(everything) == []


def test_when_it_is_killed_the_web_server_ends_and_the_next_run_starts(
    data_dir: Path, port: int
) -> None:
    process = subprocess.Popen(RUN, cwd=BESIDE_THE_CODE, env=environment(data_dir, port))
    assert serving(process, port)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait(30)  # a busy machine is no fault
    psutil.wait_procs(children, timeout=20)
    assert alive(children) == []

    again = subprocess.Popen(RUN, cwd=BESIDE_THE_CODE, env=environment(data_dir, port))
    assert serving(again, port)
    again.terminate()
    assert again.wait(30) == 0
    assert postgres.postmaster(data_dir / "pg") is None


def test_a_port_that_is_taken_is_said_before_anything_is_started(tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        done = subprocess.run(
            RUN,
            cwd=BESIDE_THE_CODE,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Cannot listen on 127.0.0.1, port {port}: ")
    assert not (tmp_path / "pg").exists()
