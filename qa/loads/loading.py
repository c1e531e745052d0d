"""A file goes in whole or not at all; the same file again changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from qa import db
from qa.errors import NotFound, require
from qa.loads import reading
from qa.loads.columns import Column
from qa.loads.faults import MOST_SHOWN, Faults
from qa.loads.staging import Load
from qa.roles import Role
from qa.viewer import Viewer

TURN = 4_102_338  # the advisory lock that loads take; any number of our own
ROWS_BETWEEN_BREATHS = 200

Look = Callable[[Mapping[str, Any], datetime], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Check:
    """A statement over ``todo`` (t) that gives ``line``, ``"column"``, ``value`` and ``reason``
    for each fault; ``args`` are its values."""

    template: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Loader:
    """How one kind of file is loaded.

    ``known`` finds what a row names by its key: a table (k) and the condition that joins it
    with a staged row (s). ``look`` gives faults that a row shows by itself, ``checks`` those
    that need other rows; ``store`` writes the rows of ``todo`` and their events.

    ``other_headings`` lets a file of somebody else's have columns that we do not need,
    ``as_csv`` turns another kind of file into a CSV file that is gone afterwards, and
    ``creating`` is this loader when it also makes services of one provider's locations.
    """

    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    known: tuple[str, str]
    store: Callable[[Load], Awaitable[None]]
    look: Look = lambda row, now: ()
    checks: Callable[[Load], tuple[Check, ...]] = lambda load: ()
    other_headings: bool = False
    as_csv: Callable[[Path], AbstractContextManager[Path]] = nullcontext
    creating: Callable[[str], "Loader"] | None = None


@dataclass(frozen=True, slots=True)
class LoadResult:
    kind: str
    added: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.added:,} added, {self.changed:,} changed,"
            f" {self.unchanged:,} as they were"
        )


def why_not_load(viewer: Viewer) -> str | None:
    """Files are loaded by an administrator or on the command line."""
    return None if viewer.has(Role.ADMINISTRATOR) else "Only an administrator loads files."


async def load(
    loaders: Mapping[str, Loader],
    kind: str,
    path: Path,
    *,
    viewer: Viewer,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> LoadResult:
    """Load a CSV file, in one transaction (contract.md, "Files that can be loaded").

    Raises LoadFaults with every fault (the first thousand, and how many more) and then
    changes nothing. ``progress`` is told how many more bytes were read.
    """
    require(why_not_load(viewer))
    loader = loaders.get(kind)
    if loader is None:
        raise NotFound
    faults = Faults()
    load = Load(viewer, now)
    async with db.transaction():
        await load.run("SELECT pg_advisory_xact_lock({})", TURN)
        with loader.as_csv(path) as readable:
            await _stage(loader, load, readable, faults, progress)
        for check in (_doubled(loader), *loader.checks(load)):
            await _look_for(check, load, faults)
        faults.refuse_if_any()
        await loader.store(load)
        return await _remember(loader, load)


async def _stage(
    loader: Loader,
    load: Load,
    path: Path,
    faults: Faults,
    progress: Callable[[int], None] | None,
) -> None:
    """Read the file into ``stage``, and what of it is new or changed into ``todo``."""
    await load.run("DROP TABLE IF EXISTS pg_temp.stage, pg_temp.todo, pg_temp.touched")
    columns = ", ".join(f'"{column.name}" {column.sql}' for column in loader.columns)
    await load.run(f"CREATE TEMP TABLE stage (line integer, digest text, {columns}) ON COMMIT DROP")

    async def records() -> AsyncIterator[tuple[Any, ...]]:
        found = reading.rows(path, loader.columns, faults, progress, others=loader.other_headings)
        for number, row in enumerate(found):
            if number % ROWS_BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)
            for column, reason in loader.look(row.values, load.now):
                faults.add(row.line, column, _as_written(row.values[column]), reason)
            yield (row.line, row.digest, *row.values.values())

    names = ["line", "digest", *(column.name for column in loader.columns)]
    await load.copy("stage", names, records())
    table, same = loader.known
    await load.run(
        f"""CREATE TEMP TABLE todo ON COMMIT DROP AS
            SELECT s.*, coalesce(k.id, gen_random_uuid()) AS id, k.id AS found
            FROM stage s LEFT JOIN {table} k ON {same}
            WHERE NOT EXISTS (SELECT 1 FROM loaded_row l
                              WHERE l.key = {_key(loader, "s")} AND l.digest = s.digest)"""
    )
    await load.run("CREATE TEMP TABLE touched (id uuid) ON COMMIT DROP")
    await load.run("ANALYZE todo")


async def _look_for(check: Check, load: Load, faults: Faults) -> None:
    found = await load.rows(
        """SELECT f.*, count(*) OVER () AS total FROM ({}) f ORDER BY line LIMIT {}""",
        db.SQL(check.template, *check.args),
        MOST_SHOWN,
    )
    told = [(f["line"], f["column"], _as_written(f["value"]), f["reason"]) for f in found]
    faults.add_all(told, uncounted=found[0]["total"] - len(found) if found else 0)


def _doubled(loader: Loader) -> Check:
    keys = ", ".join(f'"{name}"' for name in loader.key)
    shown = " || ' ' || ".join(f'd."{name}"::text' for name in loader.key)
    return Check(
        f"""SELECT d.line, '{loader.key[0]}' AS "column", {shown} AS value,
                   'stands on line ' || d.first || ' already' AS reason
            FROM (SELECT line, {keys}, min(line) OVER (PARTITION BY {keys}) AS first
                  FROM stage WHERE "{loader.key[0]}" IS NOT NULL) d
            WHERE d.line > d.first"""
    )


async def _remember(loader: Loader, load: Load) -> LoadResult:
    key = _key(loader, "t")
    await load.run(
        f"""INSERT INTO loaded_row (key, digest, loaded_at)
            SELECT {key}, t.digest, {{}} FROM todo t
            ON CONFLICT (key) DO UPDATE SET digest = excluded.digest,
                                            loaded_at = excluded.loaded_at""",
        load.now,
    )
    counts = await load.rows(
        """SELECT (SELECT count(*) FROM stage) AS rows,
                  (SELECT count(*) FROM todo WHERE found IS NULL) AS added,
                  (SELECT count(DISTINCT d.id) FROM touched d
                   JOIN todo t ON t.id = d.id AND t.found IS NOT NULL) AS changed"""
    )
    total, added, changed = counts[0]["rows"], counts[0]["added"], counts[0]["changed"]
    return LoadResult(loader.kind, added, changed, total - added - changed)


def _key(loader: Loader, alias: str) -> str:
    parts = " || ' ' || ".join(f"coalesce({alias}.\"{name}\"::text, '')" for name in loader.key)
    return f"'{loader.kind}:' || {parts}"


def _as_written(value: Any) -> str:
    """A value as it would stand in the file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ";".join(value) if isinstance(value, list) else str(value)
