"""What must never break in a plan, held by the database."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T02:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "constraints"

WORDS = (
    "to_tsvector('english', coalesce(title, '') || ' ' || coalesce(difference, ''))",
    "to_tsvector('english', coalesce(text, '') || ' ' || coalesce(suggested_action, ''))",
)

FORWARDS = (
    # A finder's words, their source and their date never change.
    """
    CREATE FUNCTION finding_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'a finding is never removed' USING ERRCODE = '23001';
        END IF;
        IF (NEW.text, NEW.source, NEW.raised_on, NEW.service, NEW.ref)
           IS DISTINCT FROM (OLD.text, OLD.source, OLD.raised_on, OLD.service, OLD.ref) THEN
            RAISE EXCEPTION 'the words of a finding never change' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
    """,
    """CREATE TRIGGER finding_words_stay BEFORE UPDATE OR DELETE ON finding
       FOR EACH ROW EXECUTE FUNCTION finding_words_stay()""",
    # Nobody who ever owned an action, marked it done or added its proof may check it (A39).
    """
    CREATE FUNCTION action_checked_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.status IN ('checked', 'closed') AND OLD.status NOT IN ('checked', 'closed')
           AND NEW.checked_by IS NOT NULL AND (
            EXISTS (SELECT 1 FROM action_fact f WHERE f.action = NEW.id AND f.field = 'owner'
                    AND f.value = NEW.checked_by::text)
            OR EXISTS (SELECT 1 FROM proof p WHERE p.action = NEW.id
                       AND p.added_by = NEW.checked_by)) THEN
            RAISE EXCEPTION 'checked by an owner or by who added proof'
                USING ERRCODE = '23514', CONSTRAINT = 'action_checked_by_another';
        END IF;
        IF NEW.first_due_on IS DISTINCT FROM OLD.first_due_on THEN
            RAISE EXCEPTION 'the first due date never changes' USING ERRCODE = '23001';
        END IF;
        RETURN NEW;
    END $$
    """,
    """CREATE TRIGGER action_checked_by_another BEFORE UPDATE ON action
       FOR EACH ROW EXECUTE FUNCTION action_checked_by_another()""",
    """CREATE TRIGGER action_fact_append_only BEFORE UPDATE OR DELETE ON action_fact
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER action_check_append_only BEFORE UPDATE OR DELETE ON action_check
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """ALTER TABLE action ADD CONSTRAINT action_status_known CHECK (status IN
       ('proposed', 'agreed', 'in_progress', 'done', 'checked', 'closed', 'rejected',
        'merged', 'transferred'))""",
    """ALTER TABLE action ADD CONSTRAINT action_severity_known CHECK (severity IN
       ('low', 'medium', 'high', 'critical'))""",
    """ALTER TABLE action ADD CONSTRAINT action_done_paired CHECK (
       (done_at IS NULL) = (done_on IS NULL)
       AND (done_at IS NULL) = (done_by IS NULL AND done_by_name IS NULL))""",
    """ALTER TABLE action ADD CONSTRAINT action_checked_paired CHECK (
       (checked_at IS NULL) = (checked_on IS NULL)
       AND (checked_at IS NULL) = (checked_by IS NULL AND checked_by_name IS NULL))""",
    """ALTER TABLE action ADD CONSTRAINT action_done_has_claim CHECK (
       status NOT IN ('done', 'checked', 'closed') OR done_at IS NOT NULL)""",
    # NULL lets a check constraint pass, so each NOT NULL is written out.
    """ALTER TABLE action ADD CONSTRAINT action_closed_by_another CHECK (
       status NOT IN ('checked', 'closed') OR (
         checked_at IS NOT NULL AND done_at IS NOT NULL
         AND (checked_by IS NOT NULL OR checked_by_name IS NOT NULL)
         AND checked_by IS DISTINCT FROM coalesce(owner, '00000000-0000-0000-0000-000000000000')
         AND checked_by IS DISTINCT FROM coalesce(done_by, '00000000-0000-0000-0000-000000000000')
         AND coalesce(lower(checked_by_name), '') IS DISTINCT FROM coalesce(lower(owner_name), '-')
         AND coalesce(lower(checked_by_name), '')
             IS DISTINCT FROM coalesce(lower(done_by_name), '-')))""",
    """ALTER TABLE action ADD CONSTRAINT action_merged_paired CHECK (
       (status = 'merged') = (merged_into IS NOT NULL))""",
    """ALTER TABLE action ADD CONSTRAINT action_limit_kept CHECK (
       limit_on IS NULL OR due_on <= limit_on OR due_on = first_due_on)""",
    """ALTER TABLE finding ADD CONSTRAINT finding_severity_known CHECK (severity IN
       ('low', 'medium', 'high', 'critical'))""",
    """ALTER TABLE finding ADD CONSTRAINT finding_joined_paired CHECK (
       (action IS NULL) = (joined_at IS NULL))""",
    """ALTER TABLE action_request ADD CONSTRAINT action_request_decided_paired CHECK (
       (decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (agreed IS NULL))""",
    """ALTER TABLE action_request ADD CONSTRAINT action_request_by_another CHECK (
       decided_by IS NULL OR decided_by <> asked_by)""",
    """CREATE UNIQUE INDEX action_request_one_open ON action_request (action, kind)
       WHERE decided_at IS NULL""",
    "CREATE UNIQUE INDEX action_step_position ON action_step (action, position)",
    "CREATE UNIQUE INDEX finding_named_once ON finding_named (finding, person)",
    "CREATE INDEX action_fact_latest ON action_fact (action, field, happened_at, seq)",
    "CREATE INDEX action_plan_list ON action (service, due_on, id)"
    " WHERE status IN ('proposed', 'agreed', 'in_progress', 'done')",
    "CREATE INDEX action_due ON action (due_on, id)"
    " WHERE status IN ('proposed', 'agreed', 'in_progress')",
    "CREATE INDEX action_late_serious ON action (due_on, id)"
    " WHERE status IN ('proposed', 'agreed', 'in_progress')"
    " AND severity IN ('high', 'critical')",
    "CREATE INDEX action_to_check ON action (done_at, id) WHERE status = 'done'",
    "CREATE INDEX action_owner_open ON action (owner, due_on, id)"
    " WHERE status IN ('proposed', 'agreed', 'in_progress', 'done')",
    "CREATE INDEX action_first_due ON action (first_due_on)"
    " INCLUDE (service, status, severity, done_on, due_on, checked_on)",
    "CREATE INDEX action_settled ON action (service, checked_on DESC, id)"
    " WHERE status IN ('checked', 'closed', 'rejected', 'merged', 'transferred')",
    f"CREATE INDEX action_words ON action USING gin (({WORDS[0]}))",
    f"CREATE INDEX finding_words ON finding USING gin (({WORDS[1]}))",
    "CREATE INDEX finding_plan ON finding (service, raised_on DESC, id)",
    "CREATE INDEX finding_unjoined ON finding (service, raised_on, id) WHERE action IS NULL",
    "CREATE INDEX finding_origin ON finding (origin_id) WHERE origin_id IS NOT NULL",
    "CREATE INDEX finding_question ON finding (service, question_key, raised_on)"
    " WHERE question_key IS NOT NULL",
)

BACKWARDS = (
    "DROP FUNCTION finding_words_stay CASCADE",
    "DROP FUNCTION action_checked_by_another CASCADE",
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
