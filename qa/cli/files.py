"""``litestar load KIND FILE.csv``."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from qa import clock
from qa.cli.running import in_database
from qa.loads.loading import Loader, LoadResult, load
from qa.viewer import COMMAND_LINE


def load_command(loaders: Mapping[str, Loader]) -> click.Command:
    """The command for the kinds of file that app.py hands over."""

    @click.command("load")
    @click.argument("kind", type=click.Choice(sorted(loaders)))
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option(
        "--create-services-of",
        "provider",
        metavar="PROVIDER-ID",
        help="With cqc-ratings: also make services of this provider's locations.",
    )
    def load_file(kind: str, file: Path, provider: str | None) -> None:
        """Load a file, whole or not at all; every fault is listed."""
        chosen = loaders
        if provider is not None:
            creating = loaders[kind].creating
            if creating is None:
                raise click.UsageError("--create-services-of goes with cqc-ratings only.")
            chosen = {kind: creating(provider)}

        async def work() -> LoadResult:
            with _progress(file) as progress:
                return await load(
                    chosen, kind, file, viewer=COMMAND_LINE, now=clock.now(), progress=progress
                )

        click.echo(in_database(work))

    return load_file


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None] | None]:
    """A bar on a terminal; nothing where the output goes into a file or another program."""
    if not sys.stderr.isatty():
        yield None
        return
    size = file.stat().st_size
    with click.progressbar(length=size, label="Reading", file=sys.stderr) as bar:
        yield bar.update
    click.echo("Checking and storing …", err=True)
