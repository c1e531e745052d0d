"""Rows that a changed row of a file supersedes, and never edits: one version holds at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.loads.staging import Load
from schedules.commands.ratings import recalculate


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """How the rows of ``todo`` (t) become versions in a table.

    ``columns`` gives for each column its expression over t and what ``joins`` adds;
    ``unchanging`` are columns that no file changes, so that they make no new version.
    ``happened`` is the expression of the row's own day, ``audience`` of who may read it;
    ``rated`` is a statement for the services that are rated by it, where that is not ``service``.
    """

    table: str
    columns: Mapping[str, str]
    joins: str
    happened: str
    service: str = "s.id"
    rated: str | None = None
    audience: str = "'service'"
    unchanging: frozenset[str] = frozenset()


async def store_versions(load: Load, how: Versions) -> None:
    """Write new rows and new versions of changed ones, with an event for each."""
    compared = [name for name in how.columns if name not in how.unchanging]
    before = ", ".join(f"k.{name}" for name in compared)
    now = ", ".join(how.columns[name] for name in compared)
    await load.run(
        f"""WITH old AS (
              UPDATE "{how.table}" k SET superseded_at = {{}}
              FROM todo t {how.joins}
              WHERE k.id = t.found AND ({before}) IS DISTINCT FROM ({now})
              RETURNING k.id)
            INSERT INTO touched SELECT id FROM old""",
        load.now,
    )
    await load.run(
        f"""INSERT INTO "{how.table}" (id, {", ".join(how.columns)}, recorded_at)
            SELECT CASE WHEN t.found IS NULL THEN t.id ELSE gen_random_uuid() END,
                   {", ".join(how.columns.values())}, {{}}
            FROM todo t {how.joins}
            WHERE t.found IS NULL OR t.found IN (SELECT id FROM touched)""",
        load.now,
    )
    day = f"({how.happened})::timestamp AT TIME ZONE 'Europe/London'"
    for kind, which, happened in (
        ("loaded", "t.found IS NULL", f"least({day}, {{}}::timestamptz)"),
        ("changed", "t.found IN (SELECT id FROM touched)", "{}::timestamptz"),
    ):
        await load.record(
            f"{how.table}.{kind}",
            how.table,
            f"""SELECT t.id, {how.service} AS service, {happened} AS happened_at,
                       {how.audience} AS audience
                FROM todo t {how.joins} WHERE {which}""",
            load.now,
        )
    await rate_again(load, how)


async def rate_again(load: Load, how: Versions) -> None:
    """The services that the file is about, where a rating is stored (risk_rating.md 5)."""
    found = await load.rows(
        how.rated or f"SELECT DISTINCT {how.service} AS id FROM todo t {how.joins}"
    )
    services = [row["id"] for row in found if row["id"] is not None]
    if services:
        await recalculate(
            viewer=load.viewer, cause=how.table, now=load.now, services=services, first=False
        )
