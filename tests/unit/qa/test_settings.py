import stat
from pathlib import Path

import pytest

from qa.settings import SettingsError, read


def test_nothing_set_means_the_embedded_database_and_this_machine_only(tmp_path: Path) -> None:
    found = read({"DATA_DIR": str(tmp_path)})

    assert found.database_url is None
    assert (found.host, found.port) == ("127.0.0.1", 8000)
    assert found.base_url == "http://127.0.0.1:8000"
    assert not found.secure_cookies


def test_an_empty_variable_is_the_same_as_none(tmp_path: Path) -> None:
    found = read({"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "PORT": "", "SMTP_URL": ""})

    assert (found.database_url, found.port, found.smtp_url) == (None, 8000, None)


def test_cookies_are_secure_when_people_use_https(tmp_path: Path) -> None:
    found = read({"DATA_DIR": str(tmp_path), "BASE_URL": "https://quality.example.org/"})

    assert found.secure_cookies
    assert found.base_url == "https://quality.example.org"


def test_the_address_shown_for_all_interfaces_can_be_typed(tmp_path: Path) -> None:
    found = read({"DATA_DIR": str(tmp_path), "HOST": "0.0.0.0", "PORT": "8123"})

    assert found.base_url == "http://127.0.0.1:8123"


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = read({"DATA_DIR": str(tmp_path)}).secret_key
    second = read({"DATA_DIR": str(tmp_path)}).secret_key

    assert first == second
    assert len(first) >= 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_new_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    read({"DATA_DIR": str(tmp_path / "new")})

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_data_path_over_90_characters_is_refused_and_not_made(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 90)

    with pytest.raises(SettingsError, match="90 is the most"):
        read({"DATA_DIR": str(long)})
    assert not long.exists()


def test_another_clock_is_refused_outside_testing(tmp_path: Path) -> None:
    clock = {"DATA_DIR": str(tmp_path), "CLOCK": str(tmp_path / "clock")}

    with pytest.raises(SettingsError, match="TESTING=1"):
        read(clock)
    assert read(clock | {"TESTING": "1"}).clock_file == tmp_path / "clock"


@pytest.mark.parametrize("workers", ["0", "-1", "two", "1.5", "65", "²"])
def test_a_number_of_workers_that_is_none_is_refused(tmp_path: Path, workers: str) -> None:
    with pytest.raises(SettingsError, match="WORKERS must be a whole number from 1 to 64"):
        read({"DATA_DIR": str(tmp_path), "WORKERS": workers})
