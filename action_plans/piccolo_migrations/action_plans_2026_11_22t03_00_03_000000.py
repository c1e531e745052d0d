"""The few facts of an action that figures look for among many."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:00:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "rare facts"

FORWARDS = (
    """CREATE INDEX action_fact_rare ON action_fact (field, action, seq)
       WHERE field IN ('restated', 'came_back', 'service')""",
)

BACKWARDS = ("DROP INDEX action_fact_rare",)


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
