"""The one way to the database: rows in, rows out, and transactions.

SQL is written with ``{}`` for each value; a value may be another ``SQL`` piece, so that
"who may see this" is built once and put into any statement.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg
from piccolo.querystring import QueryString

from qa.errors import Conflict
from qa.piccolo_conf import DB
from qa.sql import SQL, all_of, any_of, negated, one_of

__all__ = [
    "SQL",
    "Conflict",
    "all_of",
    "any_of",
    "close_pool",
    "execute",
    "negated",
    "one_of",
    "open_pool",
    "row",
    "rows",
]

Row = dict[str, Any]


def use(url: str) -> None:
    """Point the engine at a database; pools opened later use it."""
    DB.config["dsn"] = url


async def open_pool(size: int = 10) -> None:
    """Keep connections open; does nothing when there is a pool."""
    if DB.pool is None:
        await DB.start_connection_pool(
            min_size=1,
            max_size=size,
            command_timeout=60,
            reset=_between_uses,
            # Compiling pays for statements of seconds; a guess that is wrong costs a page 0.1 s.
            server_settings={"jit": "off"},
        )


async def _between_uses(used: asyncpg.Connection[Any]) -> None:
    """Nothing to put back: we set things for a transaction only. Asking the server to reset
    the session after each statement took half of a short page's time in the database."""
    if used.is_in_transaction():
        await used.reset()


async def close_pool() -> None:
    if DB.pool is not None:
        await DB.close_connection_pool()


async def rows(template: str, *args: Any) -> list[Row]:
    """Every row of a statement, as dicts."""
    return cast(list[Row], await DB.run_querystring(cast(QueryString, SQL(template, *args))))


async def row(template: str, *args: Any) -> Row | None:
    found = await rows(template, *args)
    return found[0] if found else None


async def value(template: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    found = await row(template, *args)
    return next(iter(found.values())) if found else None


async def execute(template: str, *args: Any) -> None:
    await rows(template, *args)


async def claim(template: str, *args: Any) -> Row:
    """Run an ``UPDATE … WHERE status = old RETURNING …``; no row means somebody was first."""
    found = await row(template, *args)
    if found is None:
        raise Conflict("Somebody else changed this first. Look at it again before you go on.")
    return found


async def insert(table: str, **values: Any) -> None:
    """Insert one row; column names come from code, never from input."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("{}" for _ in values)
    await execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', *values.values())


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing. Inside another transaction it is a part of that one."""
    async with DB.transaction():
        yield


@asynccontextmanager
async def connection() -> AsyncIterator[asyncpg.Connection[Any]]:
    """A raw connection, for COPY and locks that outlive a statement."""
    if DB.pool is not None:
        async with DB.pool.acquire() as pooled:
            yield cast("asyncpg.Connection[Any]", pooled)
            await pooled.reset()
    else:
        single = await DB.get_new_connection()
        try:
            yield single
        finally:
            await single.close()


@asynccontextmanager
async def own_connection() -> AsyncIterator[asyncpg.Connection[Any]]:
    """A connection outside the pool, for a lock that is held for as long as a process lives."""
    single = await DB.get_new_connection()
    try:
        yield single
    finally:
        single.terminate()
