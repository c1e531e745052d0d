"""Who had a part in an action, told once for the check by another; indexes for more lists."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "people of an action"

OPEN = "('proposed', 'agreed', 'in_progress', 'done')"
SETTLED = "('checked', 'closed', 'rejected', 'merged', 'transferred')"

FORWARDS = (
    # Everyone who ever owned it, marked it done or added proof, to it or to what was
    # merged into it (A39).
    """
    CREATE FUNCTION action_people(of_action uuid) RETURNS TABLE (person uuid, part text)
    LANGUAGE sql STABLE ROWS 4 AS $$
        WITH RECURSIVE line (id) AS (
            SELECT of_action
            UNION
            SELECT a.id FROM action a JOIN line ON a.merged_into = line.id
        )
        SELECT a.owner, 'owner' FROM action a JOIN line ON a.id = line.id
        WHERE a.owner IS NOT NULL
        UNION
        SELECT CAST(f.value AS uuid), 'owner' FROM action_fact f JOIN line ON f.action = line.id
        WHERE f.field = 'owner' AND f.value NOT LIKE 'name:%'
        UNION
        SELECT a.done_by, 'done' FROM action a JOIN line ON a.id = line.id
        WHERE a.done_by IS NOT NULL
        UNION
        SELECT f.by, 'done' FROM action_fact f JOIN line ON f.action = line.id
        WHERE f.field = 'status' AND f.value = 'done' AND f.by IS NOT NULL
        UNION
        SELECT p.added_by, 'proof' FROM proof p JOIN line ON p.action = line.id
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION action_checked_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.status IN ('checked', 'closed') AND OLD.status NOT IN ('checked', 'closed')
           AND NEW.checked_by IS NOT NULL
           AND EXISTS (SELECT 1 FROM action_people(NEW.id) p WHERE p.person = NEW.checked_by)
        THEN
            RAISE EXCEPTION 'checked by somebody who had a part in it'
                USING ERRCODE = '23514', CONSTRAINT = 'action_checked_by_another';
        END IF;
        IF NEW.first_due_on IS DISTINCT FROM OLD.first_due_on THEN
            RAISE EXCEPTION 'the first due date never changes' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
    """,
    # Bringing an action forward is always possible, also when an outside date has gone by.
    "ALTER TABLE action DROP CONSTRAINT action_limit_kept",
    """ALTER TABLE action ADD CONSTRAINT action_limit_kept CHECK (
       limit_on IS NULL OR due_on <= limit_on OR due_on <= first_due_on)""",
    "CREATE INDEX action_merged_into ON action (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX action_unowned ON action (due_on, id)"
    f" WHERE owner IS NULL AND owner_name IS NULL AND status IN {OPEN}",
    "CREATE INDEX action_transferred ON action (service, due_on, id)"
    " WHERE status = 'transferred'",
    "DROP INDEX action_settled",
    f"CREATE INDEX action_settled ON action (service, due_on DESC, id DESC)"
    f" WHERE status IN {SETTLED}",
    "CREATE INDEX finding_newest ON finding (raised_on DESC, id DESC)",
)

BACKWARDS = (
    "DROP INDEX finding_newest",
    "DROP INDEX action_transferred",
    "DROP INDEX action_unowned",
    "DROP INDEX action_merged_into",
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
