"""One embedded server for the whole run, a database of its own for each test process.

The tables are made once, in a template that each process copies. Between tests rows are deleted,
not tables. Everything lies in one temporary folder, which goes away with the run.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = "QA_TEST_FOLDER"
FROM_OUTSIDE = ("BASE_URL", "CLOCK", "DATABASE_URL", "FILES_URL", "HOST", "PORT", "SMTP_URL")


def pytest_configure(config: pytest.Config) -> None:
    """Point this process away from the data that `make run` uses, before it reads any setting."""
    worker = getattr(config, "workerinput", {"workerid": "main"})["workerid"]
    if worker == "main":
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="qa-test-")
    for name in FROM_OUTSIDE:
        os.environ.pop(name, None)
    os.environ["DATA_DIR"] = f"{os.environ[FOLDER]}/{worker}"
    os.environ["SECRET_KEY"] = "only-for-tests"
    os.environ["TESTING"] = "1"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The whole run is over: stop the server even when a test process was killed."""
    if not hasattr(config, "workerinput"):
        from qa import postgres

        folder = Path(os.environ.pop(FOLDER))
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def database_url(worker_id: str) -> AsyncIterator[str]:
    """The address of this test process's own migrated database."""
    import asyncpg

    from qa import db, migrations, postgres

    folder = Path(os.environ[FOLDER])
    with postgres.embedded(folder, fsync=False) as server:
        connection = await asyncpg.connect(server)
        with (folder / "template.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            made = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'template_qa')"
            if not await connection.fetchval(made):
                await connection.execute("CREATE DATABASE making")
                db.use(server.replace("/qa?", "/making?"))
                await migrations.upgrade()
                await connection.execute("ALTER DATABASE making RENAME TO template_qa")
            await connection.execute(f"CREATE DATABASE test_{worker_id} TEMPLATE template_qa")
        await connection.close()
        url = server.replace("/qa?", f"/test_{worker_id}?")
        db.use(url)
        yield url
        await db.close_pool()


@pytest.fixture
async def db(request: pytest.FixtureRequest, database_url: str) -> ModuleType:
    """The module qa.db, with a pool open to a migrated database without a row in it.

    The pool belongs to the one event loop of the tests: for requests use Litestar's
    AsyncTestClient. For another process there is ``database_url``.
    """
    from qa import db

    if "unit" in request.path.parts:
        pytest.fail("a unit test must not touch the database")
    db.use(database_url)
    await db.open_pool()
    await _delete_every_row()
    return db


async def _delete_every_row() -> None:
    from qa import db

    tables = await db.rows(
        "SELECT tablename AS name FROM pg_tables"
        " WHERE schemaname = 'public' AND tablename <> 'migration'"
    )
    filled = await db.rows(
        " UNION ALL ".join(
            f"SELECT '{table['name']}' AS name WHERE EXISTS (SELECT FROM \"{table['name']}\")"
            for table in tables
        )
    )
    if filled:
        async with db.connection() as connection, connection.transaction():
            # Append-only tables and foreign keys are held by triggers, which this puts aside.
            await connection.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                await connection.execute(f'DELETE FROM "{table["name"]}"')
