"""The database goes away under a running system, and comes back."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qa import clock, migrations, postgres
from qa.auth.commands import create_user
from qa.roles import Role
from qa.viewer import COMMAND_LINE
from schedules.demonstration.organisation import PASSWORD
from tests.journeys.site import AT, Person, Site, at, free_port, serve


@dataclass(frozen=True, slots=True)
class Fragile:
    """A system of its own, whose database can be stopped without harm to the others."""

    site: Site
    folder: Path


@pytest.fixture
async def fragile(site: Site) -> AsyncIterator[Fragile]:
    folder = site.data_dir / "trouble"
    folder.mkdir(mode=0o700)
    with postgres.embedded(folder, fsync=False) as url:
        async with at(url):
            await migrations.upgrade()
            await create_user(
                viewer=COMMAND_LINE,
                login=f"ada{AT}",
                name="Ada Adminworth",
                roles=frozenset({Role.ADMINISTRATOR}),
                password=PASSWORD,
                now=clock.now(),
            )
        port = free_port()
        process = await serve(url, folder, port)
        yield Fragile(Site(f"http://127.0.0.1:{port}", process, site.browser, url, folder), folder)
        process.terminate()
        process.wait(timeout=15)


async def test_the_database_goes_away_and_comes_back(fragile: Fragile) -> None:
    ada = await fragile.site.sign_in("ada")
    await then_health_is(ada, 200)
    await when_she_fills_in_a_form(ada)

    postgres.stop(fragile.folder)
    await ada.presses("Make")
    await ada.sees("The system cannot reach its data", "What you typed just now is not saved yet")
    await then_health_is(ada, 503)
    told = await ada.context.request.get("/api/services")
    assert told.status == 503
    assert list(await told.json()) == ["detail"]
    await then_other_pages_say_so_too(ada)

    with postgres.embedded(fragile.folder, fsync=False):
        await then_health_is(ada, 200)
        await ada.page.reload()
        await ada.sees("The account is made", "Bea Newcomer")
        await ada.opens("/services")
        await ada.sees("There are no services yet.")


async def when_she_fills_in_a_form(ada: Person) -> None:
    await ada.opens("/accounts/new")
    await ada.fills("Name", "Bea Newcomer")
    await ada.fills("E-mail address, or a name to sign in with", "bea")
    await ada.ticks("Director of Operations")


async def then_health_is(ada: Person, status: int) -> None:
    """At the latest within ten seconds."""
    for _ in range(100):
        answer = await ada.context.request.get("/health")
        if answer.status == status:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"/health is {answer.status}, not {status}")


async def then_other_pages_say_so_too(ada: Person) -> None:
    other = Person(ada.context, await ada.context.new_page(), True, ada.looked_at)
    for path in ("/services", "/accounts", "/"):
        answer = await other.page.goto(path)
        assert answer is not None
        assert answer.status == 503, path
        await other.sees("The system cannot reach its data", "Nothing you saved is lost.")
        await other.does_not_see("Traceback", "asyncpg", "connection")
        await other.finds_nothing_in_the_way()
