"""No GET changes anything: every page is asked for from a database that refuses to write."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import asyncpg
import pytest

from app import ABOVE, create_app
from qa.viewer import viewer_of
from schedules.demonstration.build import build
from tests.web import Browser, signed_in

WHO = ("helen", "ros", "tolu", "priya", "kofi")
# One value for each name in an address; an address with a new name fails until it has one.
PARAMETERS = {
    "service_id": "SELECT id FROM service WHERE code = 'S01'",
    "action_id": "SELECT id FROM action ORDER BY ref LIMIT 1",
    "finding_id": "SELECT id FROM finding WHERE NOT restricted ORDER BY ref LIMIT 1",
    "report_id": "SELECT id FROM report ORDER BY received_on DESC LIMIT 1",
    "audit_id": "SELECT id FROM audit ORDER BY opened_at DESC LIMIT 1",
    "evidence_id": "SELECT gen_random_uuid()",
    "file_id": "SELECT gen_random_uuid()",
    "user_id": "SELECT id FROM users WHERE login = 'kofi@larkfield.example'",
    "code": "SELECT 'A'",
    "key": "SELECT 't01.q05'",
    "which": "SELECT 'due'",
    "kind": "SELECT 'services'",
    "token": "SELECT 'none'",
    "file_path": "SELECT 'app.css'",
    "path": "SELECT 'openapi.json'",
}
# Pages that keep a log of reads, in one named function each.
LOGS_READS: set[str] = set()


def _addresses() -> list[str]:
    return sorted(
        {
            route.path
            for route in create_app().routes
            for handler in getattr(route, "route_handlers", [])
            if "GET" in handler.http_methods
        }
    )


@pytest.fixture
async def organisation(db: ModuleType, database_url: str) -> AsyncIterator[dict[str, Any]]:
    """A small organisation, seen through connections that cannot write."""
    await build(ABOVE.loaders, now=datetime.now(UTC), services=5, years=1, seed=5)
    values = {name: await db.value(query) for name, query in PARAMETERS.items()}
    yield values
    await db.close_pool()
    await _read_only(database_url, False)


async def _read_only(database_url: str, held: bool) -> None:
    """From now on a connection to this database writes, or does not."""
    able = {"default_transaction_read_only": "off"}
    connection = await asyncpg.connect(database_url, server_settings=able)
    name = await connection.fetchval("SELECT current_database()")
    change = "SET default_transaction_read_only = on" if held else "RESET ALL"
    await connection.execute(f'ALTER DATABASE "{name}" {change}')
    await connection.close()


async def _walk(browser: Browser, organisation: dict[str, Any]) -> int:
    """Ask for every address; how many pages were seen."""
    seen = 0
    for address in set(_addresses()) - LOGS_READS:
        path = "/".join(
            str(organisation[part[1:-1].split(":")[0]]) if part.startswith("{") else part
            for part in address.split("/")
        )
        answer = await browser.get(path)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
        seen += answer.status_code == 200
    return seen


async def test_no_page_writes(
    db: ModuleType, organisation: dict[str, Any], database_url: str
) -> None:
    people = {}
    for who in WHO:
        login = f"{who}@larkfield.example"
        viewer = await viewer_of(await db.value("SELECT id FROM users WHERE login = {}", login))
        assert viewer is not None
        people[who] = viewer
    async with AsyncExitStack() as stack:
        browsers = [await stack.enter_async_context(signed_in(one)) for one in people.values()]
        await _read_only(database_url, True)
        await db.close_pool()
        await db.open_pool()
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await db.execute("DELETE FROM session")
        for browser in browsers:
            assert await _walk(browser, organisation) > 10
