"""What a column cannot say: composite indexes, checks and the append-only triggers of qa."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "constraints"

FORWARDS = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001';
    END $$
    """,
    # The seal (prev_hash, hash) may be set once by the job that seals; nothing else may change.
    """
    CREATE FUNCTION event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
           AND (to_jsonb(NEW) - 'hash' - 'prev_hash') = (to_jsonb(OLD) - 'hash' - 'prev_hash')
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'event is append-only' USING ERRCODE = '23001';
    END $$
    """,
    """CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
       FOR EACH ROW EXECUTE FUNCTION event_guard()""",
    """CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER service_fact_append_only BEFORE UPDATE OR DELETE ON service_fact
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER read_log_append_only BEFORE UPDATE OR DELETE ON read_log
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    "CREATE INDEX event_subject ON event (subject_id, seq)",
    "CREATE INDEX event_service ON event (service, recorded_at)",
    "CREATE UNIQUE INDEX event_client_change ON event (client_change_id)"
    " WHERE client_change_id IS NOT NULL",
    "CREATE UNIQUE INDEX service_contract_once ON service_contract (service, contract)",
    "CREATE UNIQUE INDEX user_role_once ON user_role (person, role)",
    "CREATE UNIQUE INDEX user_service_open ON user_service (person, service) WHERE to_on IS NULL",
    "CREATE INDEX service_fact_latest ON service_fact (service, field, happened_at)",
    "CREATE UNIQUE INDEX worker_version_current ON worker_version (worker)"
    " WHERE superseded_at IS NULL",
    "CREATE INDEX sign_in_attempt_login ON sign_in_attempt (login_hash, at)",
    "CREATE INDEX sign_in_attempt_address ON sign_in_attempt (address_hash, at)",
    "CREATE INDEX outbox_mail_waiting ON outbox_mail (created_at) WHERE sent_at IS NULL",
    "CREATE UNIQUE INDEX framework_version_once ON framework_version (framework, version)",
    """ALTER TABLE service ADD CONSTRAINT service_type_known CHECK (type IN
       ('residential', 'supported_living', 'support_at_home', 'community_support',
        'day_opportunities'))""",
    """ALTER TABLE service ADD CONSTRAINT service_closed_after_opened
       CHECK (closed_on IS NULL OR closed_on >= opened_on)""",
    """ALTER TABLE worker_version ADD CONSTRAINT worker_left_after_started
       CHECK (left_on IS NULL OR left_on >= started_on)""",
    """ALTER TABLE users ADD CONSTRAINT users_login_lower CHECK (login = lower(login))""",
    """ALTER TABLE users ADD CONSTRAINT users_ended_paired
       CHECK (ended_by IS NULL OR ended_at IS NOT NULL)""",
    """ALTER TABLE event ADD CONSTRAINT event_actor_or_job
       CHECK (actor IS NOT NULL OR job IS NOT NULL)""",
)

BACKWARDS = (
    "ALTER TABLE event DROP CONSTRAINT event_actor_or_job",
    "DROP FUNCTION event_guard CASCADE",
    "DROP FUNCTION refuse_change CASCADE",
)


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="qa", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement.replace("{", "{{").replace("}", "}}"))

    async def run_back() -> None:
        for statement in BACKWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
