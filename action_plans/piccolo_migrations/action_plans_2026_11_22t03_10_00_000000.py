"""Claims in the order of the list of checks: those left for the next visit last."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks in their order"

FORWARDS = (
    "DROP INDEX action_to_check",
    "CREATE INDEX action_to_check ON action (check_at_next_visit, done_at, id)"
    " WHERE status = 'done'",
)

BACKWARDS = (
    "DROP INDEX action_to_check",
    "CREATE INDEX action_to_check ON action (done_at, id) WHERE status = 'done'",
)


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="action_plans", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement.replace("{", "{{").replace("}", "}}"))

    async def run_back() -> None:
        for statement in BACKWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
