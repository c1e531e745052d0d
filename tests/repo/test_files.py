"""What no file of the project may hold, and how long it may get."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from qa.settings import BESIDE_THE_CODE

MOST_LINES = 300
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(?:root/|home/\w+/|Users/\w+/|opt/\w+/|work/(?:main|shared|\.))"
)
REGISTRY_HOST = re.compile(
    r"\b(?:[\w-]+\.)*(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|debian\.org|yarnpkg\.com)\b"
)


@cache
def tracked() -> list[Path]:
    """Every file that git keeps, without those that only this page explains."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=BESIDE_THE_CODE, capture_output=True, check=True
    )
    paths = [BESIDE_THE_CODE / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def text(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode()


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY_HOST], ids=["path", "host"])
def test_no_file_names_a_path_of_one_machine_or_the_host_of_a_registry(
    forbidden: re.Pattern[str],
) -> None:
    found = [
        f"{path.relative_to(BESIDE_THE_CODE)}: {match.group()}"
        for path in tracked()
        for match in forbidden.finditer(text(path))
    ]
    assert found == []


def test_no_lock_file_says_where_a_package_was_fetched() -> None:
    lock = text(BESIDE_THE_CODE / "qa/static/package-lock.json")
    assert '"resolved"' not in lock
    assert "://" not in text(BESIDE_THE_CODE / "requirements.lock")


def test_no_python_file_has_more_than_300_lines() -> None:
    found = {
        str(path.relative_to(BESIDE_THE_CODE)): lines
        for path in tracked()
        if path.suffix == ".py" and "piccolo_migrations" not in path.parts
        if (lines := text(path).count("\n")) > MOST_LINES
    }
    assert found == {}


def test_no_third_party_file_is_kept() -> None:
    kept = [path for path in tracked() if {"node_modules", "dist"} & set(path.parts)]
    assert kept == []
