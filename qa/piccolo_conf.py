"""Where Piccolo finds the database and the packages that have tables."""

import os

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine


class Engine(PostgresEngine):
    async def check_version(self) -> None:
        """Do not connect on import: the address may only be known later (``db.use``)."""


DB = Engine(config={"dsn": os.environ.get("DATABASE_URL", "")}, log_queries=False)

APP_REGISTRY = AppRegistry(
    apps=[
        "qa.piccolo_app",
        "action_plans.piccolo_app",
        "audits.piccolo_app",
        "schedules.piccolo_app",
    ]
)
