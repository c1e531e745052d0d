"""The fixture ``db``, and migrations."""

from types import ModuleType

import pytest

from qa import migrations


@pytest.mark.parametrize("time", ["first", "second"])
async def test_each_test_begins_without_a_row(db: ModuleType, time: str) -> None:
    assert await db.value("SELECT count(*) FROM region") == 0
    assert await db.value("SELECT count(*) FROM event") == 0
    await db.execute("INSERT INTO region (id, name) VALUES (gen_random_uuid(), {})", time)


async def test_every_migration_has_run_and_running_them_again_changes_nothing(
    db: ModuleType,
) -> None:
    before = await migrations.status()
    assert before
    assert all(has_run for _, has_run in before)

    await migrations.upgrade()
    assert await migrations.status() == before
