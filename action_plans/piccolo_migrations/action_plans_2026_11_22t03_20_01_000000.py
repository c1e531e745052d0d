"""Reports and what they found: sent on once to each, looked up by report and by finding."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "reports"

FORWARDS = (
    """ALTER TABLE report ADD CONSTRAINT report_accuracy_paired CHECK (
       (accuracy_checked_at IS NULL) = (accuracy_checked_by IS NULL))""",
    "CREATE UNIQUE INDEX report_recipient_once ON report_recipient (report, person)",
    "CREATE INDEX report_newest ON report (received_on DESC, id DESC)",
    "CREATE INDEX finding_report ON finding (report) WHERE report IS NOT NULL",
    # The findings that no action answers yet stand at the top of the list.
    "CREATE INDEX finding_unanswered ON finding (raised_on DESC, id DESC) WHERE action IS NULL",
    # With which actions one finding has been.
    """CREATE INDEX action_fact_finding ON action_fact (value, seq)
       WHERE field IN ('joined', 'unjoined', 'came_back')""",
)

BACKWARDS = (
    "DROP INDEX action_fact_finding",
    "DROP INDEX finding_unanswered",
    "DROP INDEX finding_report",
    "DROP INDEX report_newest",
    "DROP INDEX report_recipient_once",
    "ALTER TABLE report DROP CONSTRAINT report_accuracy_paired",
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
