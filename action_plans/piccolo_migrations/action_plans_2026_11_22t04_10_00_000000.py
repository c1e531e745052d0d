"""Who had a part in an action by indexes: its people, and the actions of a person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T04:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "parts by indexes"

FORWARDS = (
    # As before, but row by row: the planner takes a line of one or two actions for thousands,
    # and would read whole tables for it. OFFSET 0 keeps it from doing so.
    """
    CREATE OR REPLACE FUNCTION action_people(of_action uuid)
    RETURNS TABLE (person uuid, part text) LANGUAGE sql STABLE ROWS 4 AS $$
        WITH RECURSIVE line (id) AS (
            SELECT of_action
            UNION
            SELECT m.id FROM line CROSS JOIN LATERAL
                (SELECT a.id FROM action a WHERE a.merged_into = line.id OFFSET 0) m
        )
        SELECT p.person, p.part FROM line CROSS JOIN LATERAL (
            SELECT a.owner AS person, 'owner' AS part FROM action a
            WHERE a.id = line.id AND a.owner IS NOT NULL
            UNION
            SELECT CAST(f.value AS uuid), 'owner' FROM action_fact f
            WHERE f.action = line.id AND f.field = 'owner' AND f.value NOT LIKE 'name:%'
            UNION
            SELECT a.done_by, 'done' FROM action a
            WHERE a.id = line.id AND a.done_by IS NOT NULL
            UNION
            SELECT f.by, 'done' FROM action_fact f
            WHERE f.action = line.id AND f.field = 'status' AND f.value = 'done'
              AND f.by IS NOT NULL
            UNION
            SELECT p.added_by, 'proof' FROM proof p WHERE p.action = line.id
            OFFSET 0) p
        GROUP BY p.person, p.part
    $$
    """,
    # The same asked from the other side: every action in which this person had a part, and
    # what those were merged into.
    """
    CREATE FUNCTION actions_with_part_of(of_person uuid) RETURNS TABLE (action uuid)
    LANGUAGE sql STABLE ROWS 100 AS $$
        WITH RECURSIVE part (action) AS (
            (SELECT a.id FROM action a WHERE a.owner = of_person
             UNION
             SELECT f.action FROM action_fact f
             WHERE f.field = 'owner' AND f.value = CAST(of_person AS text)
             UNION
             SELECT a.id FROM action a WHERE a.done_by = of_person
             UNION
             SELECT f.action FROM action_fact f
             WHERE f.field = 'status' AND f.value = 'done' AND f.by = of_person
             UNION
             SELECT p.action FROM proof p WHERE p.added_by = of_person)
            UNION
            SELECT m.id FROM part CROSS JOIN LATERAL
                (SELECT a.merged_into AS id FROM action a
                 WHERE a.id = part.action AND a.merged_into IS NOT NULL OFFSET 0) m
        )
        SELECT action FROM part
    $$
    """,
    "CREATE INDEX action_owner ON action (owner) WHERE owner IS NOT NULL",
    "CREATE INDEX action_done_by ON action (done_by) WHERE done_by IS NOT NULL",
    "CREATE INDEX action_fact_owner ON action_fact (value) WHERE field = 'owner'",
    "CREATE INDEX action_fact_done_by ON action_fact (by)"
    " WHERE field = 'status' AND value = 'done' AND by IS NOT NULL",
    "CREATE INDEX proof_added_by ON proof (added_by)",
)

BACKWARDS = (
    "DROP INDEX proof_added_by",
    "DROP INDEX action_fact_done_by",
    "DROP INDEX action_fact_owner",
    "DROP INDEX action_done_by",
    "DROP INDEX action_owner",
    "DROP FUNCTION actions_with_part_of",
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
