"""What the environment says: one frozen value, read once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BESIDE_THE_CODE = Path(__file__).resolve().parent.parent
LONGEST_PATH = 90


class SettingsError(Exception):
    """The environment asks for something that cannot be; says so in plain English."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of contract.md, "Settings (environment)"."""

    database_url: str | None
    data_dir: Path
    secret_key: str
    base_url: str
    smtp_url: str | None
    files_url: str | None
    workers: int
    host: str
    port: int
    testing: bool
    clock_file: Path | None

    @property
    def secure_cookies(self) -> bool:
        """Cookies are Secure when the address people use is https."""
        return self.base_url.startswith("https://")


@cache
def settings() -> Settings:
    """The settings of this process. Makes the data folder when there is none."""
    return read(os.environ)


def read(environ: Mapping[str, str]) -> Settings:
    """Read settings from an environment.

    Raises SettingsError for a data path over 90 characters (a longer one would move the
    database's socket to a folder that every local user can open), for a number that is none,
    and for CLOCK without TESTING=1.
    """
    testing = environ.get("TESTING") == "1"
    clock = environ.get("CLOCK")
    if clock and not testing:
        raise SettingsError("CLOCK replaces the clock and is only for testing: set TESTING=1 too.")
    data_dir = _data_dir(environ)
    host = environ.get("HOST") or "127.0.0.1"
    port = _number(environ, "PORT", 8000, highest=65535)
    return Settings(
        database_url=environ.get("DATABASE_URL") or None,
        data_dir=data_dir,
        secret_key=environ.get("SECRET_KEY") or _kept_key(data_dir / "secret_key"),
        base_url=(environ.get("BASE_URL") or f"http://{_shown(host)}:{port}").rstrip("/"),
        smtp_url=environ.get("SMTP_URL") or None,
        files_url=environ.get("FILES_URL") or None,
        workers=_number(environ, "WORKERS", 2, highest=64),
        host=host,
        port=port,
        testing=testing,
        clock_file=Path(clock) if clock else None,
    )


def _data_dir(environ: Mapping[str, str]) -> Path:
    path = Path(environ.get("DATA_DIR") or BESIDE_THE_CODE / ".data").expanduser().resolve()
    if len(str(path)) > LONGEST_PATH:
        raise SettingsError(
            f"The data folder's path has {len(str(path))} characters; {LONGEST_PATH} is the most."
            " Set DATA_DIR to a shorter one."
        )
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _kept_key(path: Path) -> str:
    """The key of this installation, made on first use; two processes agree on the first one."""
    made = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()


def _number(environ: Mapping[str, str], name: str, default: int, *, highest: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= highest:
        raise SettingsError(f"{name} must be a whole number from 1 to {highest}, not {text!r}.")
    return int(text)


def _shown(host: str) -> str:
    """The address a person on this machine types for a host to listen on."""
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
