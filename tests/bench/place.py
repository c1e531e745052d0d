"""Where the bench runs: a folder that goes away with it, and the commands of the system there."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "BASE_URL",
    "CLOCK",
    "DATABASE_URL",
    "DATA_DIR",
    "FILES_URL",
    "HOST",
    "MAKEFLAGS",
    "MAKELEVEL",
    "PORT",
    "SECRET_KEY",
    "SMTP_URL",
    "TESTING",
    "WORKERS",
)
WORKERS = 2


class Ran(NamedTuple):
    """How long a command took in seconds, and its most memory in MB."""

    seconds: float
    megabytes: int
    said: str


def environment(folder: Path, url: str | None = None, **more: str) -> dict[str, str]:
    """The settings of a system that keeps its data in this folder, or in that database."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    given = {"DATABASE_URL": url} if url else {}
    return kept | {"DATA_DIR": str(folder), "WORKERS": str(WORKERS)} | given | more


def run(arguments: list[str], settings: dict[str, str]) -> Ran:
    """Run a Python module to its end; raises when it refuses."""
    before = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with status {process.returncode}")
    return Ran(time.perf_counter() - before, round(used.ru_maxrss / 1024), said)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number
