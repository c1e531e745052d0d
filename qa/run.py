"""What ``make run`` runs: it owns every process of the system and stops them all.

The database first, then the web server as a child with its address in ``DATABASE_URL``; on
SIGINT, SIGTERM or a closed terminal the server and its workers, then the database.
"""

import asyncio
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from qa import db, migrations, postgres
from qa.settings import BESIDE_THE_CODE, Settings, SettingsError, settings

STOP_SECONDS = 6  # what open requests get to end; the workers are asked after 4
NO_SUCH_COMMAND = 2
PR_SET_PDEATHSIG = 1


class Stopped(BaseException):
    """Somebody asked us to stop."""


class CannotRun(Exception):
    """The system cannot be started; says why in plain English."""


def main() -> int:
    """Run until told to stop. The exit status is 0 then, and 1 when it could not run."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        found = settings()
        _refuse_taken_port(found)
        with _database(found) as url:
            empty = asyncio.run(_prepare(url))
            environment = os.environ | {"DATABASE_URL": url}
            if empty:
                load_demonstration(environment)
            _greet(found)
            return _serve(found, environment)
    except Stopped:
        return 0
    except (CannotRun, SettingsError, postgres.PostgresError) as error:
        print(error, file=sys.stderr)
        return 1


def load_demonstration(environment: dict[str, str]) -> None:
    """Fill an empty database with the demonstration organisation: ``litestar demo``."""
    print("Loading the demonstration organisation …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "litestar", "demo"],
        cwd=BESIDE_THE_CODE,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the sign-ins are printed at each start
        check=False,
    )
    if done.returncode not in (0, NO_SUCH_COMMAND):
        raise CannotRun("The demonstration organisation could not be loaded.")


async def _prepare(url: str) -> bool:
    """Migrate. Is the database without a user?"""
    db.use(url)
    await migrations.upgrade()
    return not await db.value("SELECT EXISTS (SELECT FROM users)")


@contextmanager
def _database(found: Settings) -> Iterator[str]:
    if found.database_url is not None:
        yield found.database_url
        return
    handle = os.open(found.data_dir / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotRun(f"It is already running with the data in {found.data_dir}.") from None
    with postgres.embedded(found.data_dir, owned=True) as url:
        yield url


def _refuse_taken_port(found: Settings) -> None:
    family = socket.AF_INET6 if ":" in found.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((found.host, found.port))
        except OSError as error:
            raise CannotRun(
                f"Cannot listen on {found.host}, port {found.port}: {error.strerror}."
                f" Try another one: PORT={found.port + 1} make run"
            ) from None


def _greet(found: Settings) -> None:
    """The address, and one sign-in per role, which ``litestar demo`` wrote down."""
    sign_ins = found.data_dir / "sign-ins.txt"
    if sign_ins.exists():
        print(sign_ins.read_text().rstrip())
    print(f"Ready at {found.base_url} (stop with Ctrl-C)", flush=True)


def server_command(found: Settings, app: str = "app:app") -> list[str]:
    """How the web server is started; the bench serves more with it than the application."""
    return [
        *(sys.executable, "-m", "granian", app, "--interface", "asgi"),
        *("--host", found.host, "--port", str(found.port)),
        *("--workers", str(found.workers), "--workers-kill-timeout", "4s"),
        *("--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
    ]


def _serve(found: Settings, environment: dict[str, str]) -> int:
    """The web server in a session of its own, so that it hears of a stop from us alone."""
    server = subprocess.Popen(
        server_command(found),
        cwd=BESIDE_THE_CODE,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )
    make = _make()
    try:
        while make is None or _hears_interrupts(make):
            with suppress(subprocess.TimeoutExpired):
                return 1 if server.wait(None if make is None else 0.5) else 0
        return 0
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _make() -> int | None:
    """The make that started us, if one did and it can be watched (on Linux)."""
    parent = os.getppid()
    with suppress(OSError):
        if Path(f"/proc/{parent}/comm").read_text().strip() in ("make", "gmake"):
            return parent if _hears_interrupts(parent) else None
    return None


def _hears_interrupts(process: int) -> bool:
    """Make passes SIGTERM on but keeps a SIGINT to itself: it stops listening, and waits for us."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return False
    caught = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:"))
    return bool(caught >> (signal.SIGINT - 1) & 1)


def _end_with_parent() -> None:
    """On Linux the server is told to stop when we are killed outright; elsewhere it stays."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
