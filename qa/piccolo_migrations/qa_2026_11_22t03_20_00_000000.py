"""Why somebody read a restricted record lately."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "readings"

FORWARDS = ("CREATE INDEX read_log_lately ON read_log (subject_id, viewer, at)",)
BACKWARDS = ("DROP INDEX read_log_lately",)


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="qa", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement)

    async def run_back() -> None:
        for statement in BACKWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
