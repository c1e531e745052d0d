"""``litestar backup FILE | restore FILE``: the whole database, by PostgreSQL's own programs."""

import os
import subprocess
from pathlib import Path

import click

from qa import postgres
from qa.cli.running import refuse
from qa.settings import SettingsError


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database into FILE, which only its owner can read."""
    part = file.with_name(f"{file.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}.")
    with os.fdopen(handle, "wb") as out:
        fault = _run("pg_dump", "--format=custom", "--no-owner", stdout=out.fileno())
    if fault is not None:
        part.unlink()
        refuse(fault)
    part.replace(file)
    click.echo(f"Saved in {file}. Photos and other files lie beside the database: copy them too.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put back what FILE holds, in place of everything in the database, or change nothing."""
    with file.open("rb") as given:
        fault = _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            stdin=given.fileno(),
        )
    if fault is not None:
        refuse(fault)
    click.echo(f"Restored from {file}.")


def _run(
    name: str, *arguments: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> str | None:
    """What went wrong, or None."""
    try:
        with postgres.connected() as url:
            done = subprocess.run(
                [postgres.program(name), *arguments, f"--dbname={url}"],
                stdin=stdin,
                stdout=stdout,
                stderr=subprocess.PIPE,
                check=False,
            )
    except (SettingsError, postgres.PostgresError, OSError) as error:
        return str(error)
    if done.returncode == 0:
        return None
    return f"{name} did not work: {done.stderr.decode(errors='replace').strip()}"
