"""What rules.md A39 rests on, held by the database: proof stays, and so does who checked."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "proof and checkers stay"

FORWARDS = (
    # As before, and also when somebody else is written in as the checker of what is closed.
    """
    CREATE OR REPLACE FUNCTION action_checked_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.status IN ('checked', 'closed')
           AND (OLD.status NOT IN ('checked', 'closed')
                OR NEW.checked_by IS DISTINCT FROM OLD.checked_by)
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
    # Who added proof can never check: so what was added cannot be taken away, or be another's.
    """CREATE TRIGGER proof_append_only BEFORE UPDATE OR DELETE ON proof
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER proof_no_truncate BEFORE TRUNCATE ON proof
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER action_fact_no_truncate BEFORE TRUNCATE ON action_fact
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    # The words of feedback never change (contract.md, "Files that can be loaded").
    """
    CREATE FUNCTION feedback_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.text IS DISTINCT FROM OLD.text THEN
            RAISE EXCEPTION 'the words of feedback never change' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
    """,
    """CREATE TRIGGER feedback_words_stay BEFORE UPDATE ON feedback
       FOR EACH ROW EXECUTE FUNCTION feedback_words_stay()""",
    # As before, and whoever has the name of an owner, or of who did it, that a spreadsheet or a
    # form gave without an account: nobody gets round the rule by being written down as a name.
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
            SELECT u.id, 'owner' FROM action_fact f
            JOIN users u ON 'name:' || lower(u.name) = lower(f.value)
            WHERE f.action = line.id AND f.field = 'owner' AND f.value LIKE 'name:%'
            UNION
            SELECT a.done_by, 'done' FROM action a
            WHERE a.id = line.id AND a.done_by IS NOT NULL
            UNION
            SELECT u.id, 'done' FROM action a JOIN users u ON lower(u.name) = lower(a.done_by_name)
            WHERE a.id = line.id AND a.done_by_name IS NOT NULL
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
    """
    CREATE OR REPLACE FUNCTION actions_with_part_of(of_person uuid) RETURNS TABLE (action uuid)
    LANGUAGE sql STABLE ROWS 100 AS $$
        WITH RECURSIVE part (action) AS (
            (SELECT a.id FROM action a WHERE a.owner = of_person
             UNION
             SELECT f.action FROM action_fact f
             WHERE f.field = 'owner' AND f.value = CAST(of_person AS text)
             UNION
             SELECT f.action FROM users u
             CROSS JOIN LATERAL (SELECT n.action FROM action_fact n
                 WHERE n.field = 'owner' AND n.value LIKE 'name:%'
                   AND lower(n.value) = 'name:' || lower(u.name) OFFSET 0) f
             WHERE u.id = of_person
             UNION
             SELECT a.id FROM action a WHERE a.done_by = of_person
             UNION
             SELECT d.id FROM users u
             CROSS JOIN LATERAL (SELECT a.id FROM action a
                 WHERE a.done_by_name IS NOT NULL
                   AND lower(a.done_by_name) = lower(u.name) OFFSET 0) d
             WHERE u.id = of_person
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
    "CREATE INDEX action_fact_owner_name ON action_fact (lower(value))"
    " WHERE field = 'owner' AND value LIKE 'name:%'",
    "CREATE INDEX action_done_by_name ON action (lower(done_by_name))"
    " WHERE done_by_name IS NOT NULL",
)

BACKWARDS = (
    "DROP INDEX action_done_by_name",
    "DROP INDEX action_fact_owner_name",
    "DROP FUNCTION feedback_words_stay CASCADE",
    "DROP TRIGGER action_fact_no_truncate ON action_fact",
    "DROP TRIGGER proof_no_truncate ON proof",
    "DROP TRIGGER proof_append_only ON proof",
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
