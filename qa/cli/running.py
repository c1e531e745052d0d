"""How a command runs: against the database, with refusals as words and an exit status.

0 is success, 1 a refusal with every fault on standard error, 2 wrong usage (click's own).
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import asyncpg
import click

from qa import db, postgres
from qa.errors import DomainError, Invalid
from qa.loads.faults import LoadFaults
from qa.settings import SettingsError

T = TypeVar("T")
POOL = 2


def in_database(work: Callable[[], Awaitable[T]], *, pool: bool = True) -> T:
    """Run something with the database open: DATABASE_URL, or the embedded server."""
    try:
        with postgres.connected() as url:
            return asyncio.run(_opened(url, work, pool=pool))
    except LoadFaults as refused:
        more = [f"… and {refused.more:,} more"] if refused.more else []
        refuse(*(str(fault) for fault in refused.rows), *more, str(refused))
    except Invalid as refused:
        refuse(*(words for _, words in refused.faults))
    except (DomainError, SettingsError, postgres.PostgresError) as refused:
        refuse(str(refused))
    except asyncpg.UndefinedTableError:
        refuse("The database is not up to date. Run `litestar database upgrade` first.")
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.InvalidCatalogNameError) as error:
        refuse(f"The database cannot be reached: {error}")


def refuse(*words: str) -> NoReturn:
    """End with status 1, each sentence on a line of its own."""
    for line in words:
        click.echo(line, err=True)
    sys.exit(1)


async def _opened(url: str, work: Callable[[], Awaitable[T]], *, pool: bool) -> T:
    db.use(url)
    if not pool:
        return await work()
    await db.open_pool(size=POOL)
    try:
        return await work()
    finally:
        await db.close_pool()
