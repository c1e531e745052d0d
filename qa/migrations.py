"""Bring the database's tables up to date, from the migrations of every package."""

import io
from contextlib import redirect_stdout

from piccolo.apps.migrations.commands.check import CheckMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards

from qa import db

TURN = 4_102_337  # the advisory lock that migrating processes take; any number of our own


class MigrationFailed(Exception):
    """A migration could not be run; says which."""


async def upgrade() -> None:
    """Run every migration that has not run yet: all of them, or none when one fails.

    Processes that start together take turns, and the later ones find nothing left to do.
    """
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock({})", TURN)
        with redirect_stdout(io.StringIO()):
            result = await run_forwards("all")
        if not result.success:
            raise MigrationFailed(result.message)


async def status() -> list[tuple[str, bool]]:
    """Every migration as (package and id, has it run), in the order in which they run."""
    found = await CheckMigrationManager("all").get_migration_statuses()
    return [(f"{one.app_name} {one.migration_id}", one.has_ran) for one in found]
