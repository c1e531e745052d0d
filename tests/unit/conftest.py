from collections.abc import Iterator
from typing import Any, NoReturn

import asyncpg
import pytest


@pytest.fixture(autouse=True, scope="module")
def _no_database() -> Iterator[None]:
    """A unit test that would open a connection fails."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("a unit test must not touch the database")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncpg, "connect", refuse)
        patch.setattr(asyncpg, "create_pool", refuse)
        yield
