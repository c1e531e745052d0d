"""What the overview counts is read from indexes alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "counts from indexes"

FORWARDS = (
    "DROP INDEX action_due",
    """CREATE INDEX action_due ON action (due_on, id) INCLUDE (service, severity, restricted)
       WHERE status IN ('proposed', 'agreed', 'in_progress')""",
    "DROP INDEX action_first_due",
    """CREATE INDEX action_first_due ON action (first_due_on)
       INCLUDE (id, service, status, severity, done_on, due_on, checked_on, restricted)""",
)
BACKWARDS = (
    "DROP INDEX action_due",
    """CREATE INDEX action_due ON action (due_on, id)
       WHERE status IN ('proposed', 'agreed', 'in_progress')""",
    "DROP INDEX action_first_due",
    """CREATE INDEX action_first_due ON action (first_due_on)
       INCLUDE (service, status, severity, done_on, due_on, checked_on)""",
)


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="action_plans", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement)

    async def run_back() -> None:
        for statement in BACKWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
