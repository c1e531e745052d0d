"""The organisations that the bench asks about, and people of theirs who are signed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple
from uuid import UUID

from qa import clock, db
from qa.auth.commands import make_link, sign_in, use_link
from qa.auth.middleware import COOKIE
from qa.viewer import COMMAND_LINE
from schedules.demonstration.bulk import grow, grow_actions
from schedules.demonstration.organisation import PASSWORD

# Services for so many actions: about as many for each as a provider has after some years.
SERVICES = {10_000: 60, 100_000: 300}
MODEL = "qa"


class Manager(NamedTuple):
    """A service manager's cookie, and the service with its code."""

    cookie: str
    service: UUID
    code: str


def address(url: str, database: str) -> str:
    """The address of another database on the same server."""
    return url.replace(f"/{MODEL}?", f"/{database}?")


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[None]:
    db.use(url)
    await db.open_pool(size=2)
    try:
        yield
    finally:
        await db.close_pool()


async def copy(url: str, database: str) -> str:
    """A copy of the demonstration in a database of its own; its address."""
    async with opened(address(url, "postgres")):
        await db.execute(f"CREATE DATABASE {database} TEMPLATE {MODEL}")
    return address(url, database)


async def drop(url: str, database: str) -> None:
    async with opened(address(url, "postgres")):
        await db.execute(f"DROP DATABASE {database}")


async def grown(url: str, actions: int) -> None:
    """Copy the demonstration's services, then its actions, until there are so many."""
    async with opened(url):
        await grow(SERVICES[actions])
        await grow_actions(actions)
        async with db.connection() as connection:
            await connection.execute("VACUUM ANALYZE")


async def cookie_of(short: str) -> str:
    """A session of one of the demonstration's people, by the first part of the address."""
    login = f"{short}@larkfield.example"
    return _cookie(
        await sign_in(login=login, password=PASSWORD, address="127.0.0.1", now=clock.now())
    )


async def managers(how_many: int) -> list[Manager]:
    """The managers of the services with most to do, so that their page is a full one."""
    found = await db.rows(
        """SELECT DISTINCT ON (w.open, s.id) s.id, s.code, us.person
           FROM (SELECT service, count(*) AS open FROM action
                 WHERE status IN ('proposed', 'agreed', 'in_progress', 'done', 'transferred')
                 GROUP BY service) w
           JOIN service s ON s.id = w.service
           JOIN user_service us ON us.service = s.id AND us.to_on IS NULL
           JOIN user_role ur ON ur.person = us.person AND ur.role = 'service_manager'
           JOIN users u ON u.id = us.person AND u.ended_at IS NULL
           ORDER BY w.open DESC, s.id, us.person LIMIT {}""",
        how_many,
    )
    cookies = {person: await _chosen(person) for person in {row["person"] for row in found}}
    return [Manager(cookies[row["person"]], row["id"], row["code"]) for row in found]


async def _chosen(person: UUID) -> str:
    """The session of somebody who never had a password, as a one-time link gives it."""
    now = clock.now()
    link = await make_link(viewer=COMMAND_LINE, user_id=person, now=now)
    return _cookie(await use_link(token=link, password=PASSWORD, now=now))


def _cookie(token: str) -> str:
    return f"{COOKIE}={token}"
