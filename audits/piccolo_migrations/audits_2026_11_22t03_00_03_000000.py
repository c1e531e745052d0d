"""The latest visits of all services, a page at a time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:00:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "latest visits"


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="audits", description=DESCRIPTION)

    async def run() -> None:
        await RawTable.raw("CREATE INDEX audit_visit ON audit (visit_on DESC, id DESC)")

    async def run_back() -> None:
        await RawTable.raw("DROP INDEX audit_visit")

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
