"""What must never break in an audit, held by the database."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T02:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "constraints"

FORWARDS = (
    """CREATE TRIGGER answer_append_only BEFORE UPDATE OR DELETE ON answer
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER definition_version_append_only BEFORE UPDATE OR DELETE ON definition_version
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    # A completed audit takes no further answer; what was completed stays as it was.
    """
    CREATE FUNCTION answer_only_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT status FROM audit WHERE id = NEW.audit) <> 'open' THEN
            RAISE EXCEPTION 'the audit is complete' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
    """,
    """CREATE TRIGGER answer_only_while_open BEFORE INSERT ON answer
       FOR EACH ROW EXECUTE FUNCTION answer_only_while_open()""",
    """
    CREATE FUNCTION audit_stays_complete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.status = 'complete' AND
           (to_jsonb(NEW) - 'told_at' - 'told_recorded_by')
           <> (to_jsonb(OLD) - 'told_at' - 'told_recorded_by') THEN
            RAISE EXCEPTION 'a completed audit does not change' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
    """,
    """CREATE TRIGGER audit_stays_complete BEFORE UPDATE ON audit
       FOR EACH ROW EXECUTE FUNCTION audit_stays_complete()""",
    """ALTER TABLE audit ADD CONSTRAINT audit_status_known
       CHECK (status IN ('open', 'complete', 'ended_early'))""",
    """ALTER TABLE audit ADD CONSTRAINT audit_completed_paired CHECK (
       (status = 'complete') = (completed_at IS NOT NULL)
       AND (completed_at IS NULL) = (completed_by IS NULL))""",
    """ALTER TABLE audit ADD CONSTRAINT audit_told_paired
       CHECK ((told_at IS NULL) = (told_recorded_by IS NULL))""",
    "CREATE UNIQUE INDEX definition_version_once ON definition_version (definition, version)",
    "CREATE INDEX audit_service ON audit (service, visit_on DESC, id)",
    "CREATE INDEX audit_opened_by ON audit (opened_by, opened_at) WHERE status = 'open'",
    """CREATE INDEX answer_latest ON answer
       (audit, question_key, aspect, respondent, position, seq DESC)""",
    """CREATE VIEW current_answer AS
       SELECT DISTINCT ON (audit, question_key, aspect, respondent, position) *
       FROM answer
       ORDER BY audit, question_key, aspect, respondent, position, seq DESC""",
    "CREATE UNIQUE INDEX draft_once ON draft (audit, question_key)",
    "CREATE UNIQUE INDEX spot_check_current ON spot_check (ref) WHERE superseded_at IS NULL",
    "CREATE INDEX spot_check_worker_time ON spot_check (worker, checked_at)",
)

BACKWARDS = (
    "DROP VIEW current_answer",
    "DROP FUNCTION answer_only_while_open CASCADE",
    "DROP FUNCTION audit_stays_complete CASCADE",
)


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="audits", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement.replace("{", "{{").replace("}", "}}"))

    async def run_back() -> None:
        for statement in BACKWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
