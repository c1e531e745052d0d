"""A plan is listed by one index and counted by another alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T04:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "plan by index"

FORWARDS = (
    "DROP INDEX action_transferred",
    "DROP INDEX action_plan_list",
    """CREATE INDEX action_plan_list ON action (service, due_on, id)
       WHERE status IN ('proposed', 'agreed', 'in_progress', 'done', 'transferred')""",
    """CREATE INDEX action_of_service ON action (service)
       INCLUDE (id, status, due_on, checked_on, owner, owner_name, raised_by, hs_content,
                restricted, embargoed_until)""",
    # Asked of each row of a list, and hardly ever there.
    "CREATE INDEX finding_embargoed ON finding (action) WHERE embargoed_until IS NOT NULL",
)
BACKWARDS = (
    "DROP INDEX finding_embargoed",
    "DROP INDEX action_of_service",
    "DROP INDEX action_plan_list",
    """CREATE INDEX action_plan_list ON action (service, due_on, id)
       WHERE status IN ('proposed', 'agreed', 'in_progress', 'done')""",
    """CREATE INDEX action_transferred ON action (service, due_on, id)
       WHERE status = 'transferred'""",
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
