from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="schedules",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(["schedules.tables"], exclude_imported=True),
    migration_dependencies=["qa.piccolo_app"],
)
