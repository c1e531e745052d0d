"""An action from a file may be merged into one that the file does not name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "merged in a file"

FORWARDS = (
    "ALTER TABLE action DROP CONSTRAINT action_merged_paired",
    """ALTER TABLE action ADD CONSTRAINT action_merged_paired CHECK (
       merged_into IS NULL OR status = 'merged')""",
)

BACKWARDS = (
    "ALTER TABLE action DROP CONSTRAINT action_merged_paired",
    """ALTER TABLE action ADD CONSTRAINT action_merged_paired CHECK (
       (status = 'merged') = (merged_into IS NOT NULL)) NOT VALID""",
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
