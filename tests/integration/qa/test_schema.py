"""The migrations make exactly what the tables and the raw statements say."""

import re
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("qa", "action_plans", "audits", "schedules")


def _raw_sources() -> str:
    """The migrations that hold raw statements, in one text."""
    return "\n".join(
        path.read_text()
        for package in PACKAGES
        for path in (ROOT / package / "piccolo_migrations").glob("*.py")
        if "FORWARDS" in path.read_text()
    )


def _named(pattern: str) -> set[str]:
    text = re.sub(r'"\s*\n\s*f?"', "", _raw_sources())
    dropped = set(re.findall(r"DROP (?:INDEX|TRIGGER|CONSTRAINT)(?: IF EXISTS)? (\w+)", text))
    return set(re.findall(pattern, text)) - dropped


@pytest.mark.parametrize("package", PACKAGES)
async def test_tables_and_migrations_do_not_drift(db: ModuleType, package: str) -> None:
    config = import_module(f"{package}.piccolo_app").APP_CONFIG
    found = await AutoMigrationManager().get_alter_statements(app_config=config)
    assert list(chain.from_iterable(one.statements for one in found)) == []


async def test_every_raw_index_is_there(db: ModuleType) -> None:
    present = {row["indexname"] for row in await db.rows("SELECT indexname FROM pg_indexes")}
    named = _named(r"CREATE (?:UNIQUE )?INDEX (?!ON)(\w+)")
    assert len(named) > 20
    assert named <= present


async def test_every_raw_trigger_is_there(db: ModuleType) -> None:
    present = {row["tgname"] for row in await db.rows("SELECT tgname FROM pg_trigger")}
    named = _named(r"CREATE TRIGGER (\w+)")
    assert len(named) > 8
    assert named <= present


async def test_every_raw_constraint_is_there(db: ModuleType) -> None:
    present = {row["conname"] for row in await db.rows("SELECT conname FROM pg_constraint")}
    named = _named(r"ADD CONSTRAINT (\w+)")
    assert len(named) > 15
    assert named <= present
