from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T02:46:17:072896"
VERSION = "1.38.0"
DESCRIPTION = "judgements for planning only"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="schedules", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="RiskOverride",
        tablename="risk_override",
        column_name="restricted",
        db_column_name="restricted",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": False,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
