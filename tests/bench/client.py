"""The load: a process of its own that keeps connections busy, and notes how long each answer took.

``python -m tests.bench.client`` reads one `Job` as JSON and prints its `Took` as JSON. It speaks
the little HTTP that is needed over sockets of this machine, so that it is never what is slow.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle

import msgspec

from tests.bench.place import ROOT

WARM_UP_SECONDS = 0.3


class Asked(msgspec.Struct, frozen=True):
    """One address, and the cookie of who asks."""

    path: str
    cookie: str = ""


class Job(msgspec.Struct, frozen=True):
    """Each of ``asks`` in its turn, ``rounds`` times: what disturbs the machine for a moment
    disturbs all of them, and hardly the ratio of one to another."""

    port: int
    connections: int
    seconds: float
    rounds: int
    asks: dict[str, list[Asked]]


class Took(msgspec.Struct):
    """Milliseconds of each answer, and seconds and processor seconds of the client for all."""

    milliseconds: list[float] = []
    seconds: float = 0.0
    busy: float = 0.0
    bytes: int = 0


class Trouble(Exception):
    """An answer that is none: anything but 200 with a length."""


class Connection(asyncio.Protocol):
    """One connection that asks again as soon as it has its answer, until the time is up."""

    def __init__(self, requests: Iterator[bytes], until: float, took: Took) -> None:
        self.requests, self.until, self.took = requests, until, took
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport
        self.seen, self.wanted, self.sent_at = b"", 0, 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self.seen += data
        if not self.wanted and (end := self.seen.find(b"\r\n\r\n")) >= 0:
            try:
                self.wanted = end + 4 + _length(self.seen[:end])
            except Trouble as trouble:
                self.ended.set_exception(trouble)
                self.transport.abort()
                return
        if self.wanted and len(self.seen) >= self.wanted:
            self.took.milliseconds.append((time.perf_counter() - self.sent_at) * 1000)
            self.took.bytes = self.wanted
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(Trouble(f"the connection was closed: {exc}"))

    def _ask(self) -> None:
        self.seen, self.wanted, self.sent_at = b"", 0, time.perf_counter()
        if self.sent_at < self.until:
            self.transport.write(next(self.requests))
        else:
            self.ended.set_result(None)
            self.transport.close()


def run(job: Job) -> dict[str, Took]:
    """Put this load on the server; raises Trouble when an answer is none."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.client"],
        cwd=ROOT,
        input=msgspec.json.encode(job),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=dict[str, Took])


async def _all(job: Job) -> dict[str, Took]:
    found = {name: Took() for name in job.asks}
    for asks in job.asks.values():
        await _load(job, asks, WARM_UP_SECONDS, Took())
    for _ in range(job.rounds):
        for name, asks in job.asks.items():
            await _load(job, asks, job.seconds, found[name])
    return found


async def _load(job: Job, asks: list[Asked], seconds: float, took: Took) -> None:
    requests = cycle([_request(one) for one in asks])
    started, busy = time.perf_counter(), time.process_time()
    ends = []
    for _ in range(job.connections):
        _, connection = await asyncio.get_running_loop().create_connection(
            lambda: Connection(requests, started + seconds, took), "127.0.0.1", job.port
        )
        ends.append(connection.ended)
    await asyncio.wait_for(asyncio.gather(*ends), seconds + 60)
    took.seconds += time.perf_counter() - started
    took.busy += time.process_time() - busy


def _request(asked: Asked) -> bytes:
    cookie = f"Cookie: {asked.cookie}\r\n" if asked.cookie else ""
    return f"GET {asked.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n".encode()


def _length(head: bytes) -> int:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    if " 200" not in first or "content-length" not in headers:
        raise Trouble(f"not an answer: {first}")
    return int(headers["content-length"])


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    sys.stdout.buffer.write(msgspec.json.encode(asyncio.run(_all(asked))))
