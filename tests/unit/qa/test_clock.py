from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qa import clock
from qa.settings import read


@pytest.fixture
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "clock"
    found = read({"DATA_DIR": str(tmp_path), "TESTING": "1", "CLOCK": str(file)})
    monkeypatch.setattr(clock, "settings", lambda: found)
    return file


def test_the_clock_follows_its_file(clock_file: Path) -> None:
    clock_file.write_text("2026-11-21T09:30:00Z\n")
    assert clock.now() == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

    clock_file.write_text("2026-11-22T09:30:00+02:00")
    assert clock.now() == datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


def test_a_time_without_offset_is_london_time(clock_file: Path) -> None:
    clock_file.write_text("2026-07-01T00:15:00")

    assert clock.now() == datetime(2026, 6, 30, 23, 15, tzinfo=UTC)


def test_the_day_is_decided_in_london(clock_file: Path) -> None:
    clock_file.write_text("2026-06-30T23:30:00Z")
    assert clock.today() == date(2026, 7, 1)

    clock_file.write_text("2026-12-31T23:30:00Z")
    assert clock.today() == date(2026, 12, 31)


def test_without_a_file_the_time_is_aware_and_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "settings", lambda: read({"DATA_DIR": str(tmp_path)}))

    assert clock.now().tzinfo is UTC
