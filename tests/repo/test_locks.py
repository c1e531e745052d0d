"""The database's advisory locks are told apart by their numbers alone."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"^[A-Z_]+ = (4_102_\d+)\b.*advisory lock", re.MULTILINE)


def test_no_two_locks_have_the_same_number() -> None:
    numbers = [
        number
        for package in ("qa", "action_plans", "audits", "schedules")
        for path in (ROOT / package).rglob("*.py")
        for number in NUMBER.findall(path.read_text())
    ]
    assert len(numbers) >= 4
    assert len(set(numbers)) == len(numbers), sorted(numbers)
