"""The transaction of one load: staged rows, set-wise statements, the events they cause."""

from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import asyncpg

from qa.db import SQL, Row
from qa.piccolo_conf import DB
from qa.rules.london import london_day
from qa.viewer import Viewer

LONGEST_STATEMENT = 3600.0  # seconds; a million rows need more than a page's query may take


@dataclass(frozen=True, slots=True)
class Load:
    """Who loads, and when. Its statements run in the load's own transaction.

    They find these temporary tables: ``todo``, one row per row of the file that is not the
    same as when it was last loaded, with the file's columns, ``line``, ``id`` and ``found``
    (null for what is new); and ``touched (id)``, where a loader writes down what it changed.
    """

    viewer: Viewer
    now: datetime

    @property
    def today(self) -> date:
        return london_day(self.now)

    async def run(self, template: str, *args: Any) -> None:
        await self.rows(template, *args)

    async def rows(self, template: str, *args: Any) -> list[Row]:
        statement, values = SQL(template, *args).compile_string()
        found = await _connection().fetch(statement, *values, timeout=LONGEST_STATEMENT)
        return [dict(row) for row in found]

    async def value(self, template: str, *args: Any) -> Any:
        found = await self.rows(template, *args)
        return next(iter(found[0].values())) if found else None

    async def copy(
        self, table: str, columns: list[str], records: AsyncIterable[tuple[Any, ...]]
    ) -> None:
        """Stream rows into a table."""
        await _connection().copy_records_to_table(
            table, columns=columns, records=records, timeout=LONGEST_STATEMENT
        )

    async def record(
        self, kind: str, subject: str, rows: str, *args: Any, audience: str = "service"
    ) -> None:
        """Record one event for each row of a statement that gives ``id`` and ``service``.

        It may also give ``happened_at`` (else now), ``kind``, ``audience`` and ``data``, as
        columns of these names; ids and codes only, as for every event. Its order is kept.
        """
        await self.run(
            """INSERT INTO event (id, happened_at, recorded_at, actor, job, kind, subject_kind,
                                  subject_id, service, audience, schema_version, data)
               SELECT gen_random_uuid(),
                      coalesce((r.j->>'happened_at')::timestamptz, {}), {}, {}, {},
                      coalesce(r.j->>'kind', {}), {},
                      (r.j->>'id')::uuid, (r.j->>'service')::uuid,
                      coalesce(r.j->>'audience', {}), 1,
                      coalesce(r.j->'data', jsonb_build_object())
                        || jsonb_build_object('loaded', true)
               FROM (SELECT to_jsonb(x) AS j FROM ({}) x) r""",
            self.now,
            self.now,
            self.viewer.user_id,
            None if self.viewer.user_id else (self.viewer.job or "job"),
            kind,
            subject,
            audience,
            SQL(rows, *args),
        )


def _connection() -> "asyncpg.Connection[Any]":
    transaction = DB.current_transaction.get()
    if transaction is None:
        raise RuntimeError("a load runs in a transaction")
    return cast("asyncpg.Connection[Any]", transaction.connection)
