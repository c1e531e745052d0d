"""The clock of the pages, and how many times they ask the database."""

from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from qa import clock


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set what time it is for the pages."""

    def set_now(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_now


class Asked:
    """How many statements went to the database since the last look."""

    def __init__(self) -> None:
        self.count = 0

    def since(self) -> int:
        count, self.count = self.count, 0
        return count


@pytest.fixture
def asked(db: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Counts every statement that goes through qa.db."""
    counted, rows = Asked(), db.rows

    async def counting(template: str, *args: Any) -> Any:
        counted.count += 1
        return await rows(template, *args)

    monkeypatch.setattr(db, "rows", counting)
    return counted
