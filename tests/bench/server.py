"""The server as `make run` starts it: how soon it answers, and how much memory it needs."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil

from qa.run import server_command
from qa.settings import read
from tests.bench.place import ROOT, environment, free_port

PATIENCE_SECONDS = 60


class Server(NamedTuple):
    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def serving(folder: Path, url: str) -> Iterator[Server]:
    """The web server alone, with the bare handlers beside the application."""
    port = free_port()
    settings = environment(folder, url, PORT=str(port))
    with _started(server_command(read(settings), "tests.bench.bare:app"), settings, port) as server:
        yield server


def seconds_to_start(folder: Path) -> float:
    """What `make run` starts, with its own database that was stopped, until it answers."""
    port = free_port()
    before = time.perf_counter()
    settings = environment(folder, PORT=str(port))
    with _started([sys.executable, "-m", "qa.run"], settings, port):
        return time.perf_counter() - before


def megabytes(server: Server) -> tuple[int, int]:
    """Resident memory of the web processes together, and of the one that minds them."""
    minder = psutil.Process(server.process.pid)
    workers = sum(child.memory_info().rss for child in minder.children(recursive=True))
    return round(workers / 2**20), round(minder.memory_info().rss / 2**20)


@contextmanager
def _started(command: list[str], settings: dict[str, str], port: int) -> Iterator[Server]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")
