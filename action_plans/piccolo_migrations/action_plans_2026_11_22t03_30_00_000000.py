"""That an action was reopened is one of the few facts that figures look for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "reopened"

FORWARDS = (
    "DROP INDEX action_fact_rare",
    """CREATE INDEX action_fact_rare ON action_fact (field, action, seq)
       WHERE field IN ('restated', 'reopened', 'came_back', 'service')""",
)

class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="action_plans", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    return manager
