"""What must never break in what the rating rests on, held by the database."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-22T03:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one version of each row holds; ratings are append-only"

FORWARDS = (
    """CREATE UNIQUE INDEX past_visit_current ON past_visit (ref)
       WHERE superseded_at IS NULL""",
    """CREATE UNIQUE INDEX occurrence_current ON occurrence (ref)
       WHERE superseded_at IS NULL""",
    """CREATE UNIQUE INDEX safeguarding_referral_current ON safeguarding_referral (ref)
       WHERE superseded_at IS NULL""",
    """CREATE UNIQUE INDEX training_record_current ON training_record
       (worker, subject, happened_on) WHERE superseded_at IS NULL""",
    """CREATE UNIQUE INDEX availability_current ON availability
       (person, from_on, to_on) NULLS NOT DISTINCT WHERE superseded_at IS NULL""",
    """CREATE UNIQUE INDEX cqc_rating_current ON cqc_rating
       (location, population_group, domain, published_on) NULLS NOT DISTINCT
       WHERE superseded_at IS NULL""",
    """CREATE UNIQUE INDEX risk_fact_current ON risk_fact
       (service, fact, from_on) WHERE superseded_at IS NULL""",
    "CREATE INDEX past_visit_service_day ON past_visit (service, kind, visit_on)",
    "CREATE INDEX occurrence_service_day ON occurrence (service, occurred_on)",
    "CREATE INDEX risk_rating_latest ON risk_rating (service, seq DESC)",
    """CREATE TRIGGER risk_rating_append_only BEFORE UPDATE OR DELETE ON risk_rating
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER risk_model_version_append_only BEFORE UPDATE OR DELETE
       ON risk_model_version FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """ALTER TABLE risk_override ADD CONSTRAINT risk_override_lowering_ends
       CHECK (NOT lowers OR to_on IS NOT NULL)""",
)
BACKWARDS = (
    "DROP INDEX past_visit_current",
    "DROP INDEX occurrence_current",
    "DROP INDEX safeguarding_referral_current",
    "DROP INDEX training_record_current",
    "DROP INDEX availability_current",
    "DROP INDEX cqc_rating_current",
    "DROP INDEX risk_fact_current",
    "DROP INDEX past_visit_service_day",
    "DROP INDEX occurrence_service_day",
    "DROP INDEX risk_rating_latest",
    "DROP TRIGGER risk_rating_append_only ON risk_rating",
    "DROP TRIGGER risk_model_version_append_only ON risk_model_version",
    "ALTER TABLE risk_override DROP CONSTRAINT risk_override_lowering_ends",
)


class RawTable(Table):
    """Carries raw statements."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="schedules", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await RawTable.raw(statement)

    async def run_back() -> None:
        for statement in BACKWARDS:
            await RawTable.raw(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_back)
    return manager
