"""What the tests of pages share: hidden fields, photos, counting statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from re import findall
from typing import Any

import pytest
from httpx import Response
from piccolo.engine.postgres import PostgresEngine
from PIL import Image


def hidden(answer: Response) -> dict[str, str]:
    """What the page says that it shows, as its form would send it back."""
    found = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    return {unescape(name): unescape(value) for name, value in found if name != "_csrf_token"}


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return out.getvalue()


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that was sent to the database meanwhile."""
    sent: list[str] = []
    run = PostgresEngine.run_querystring

    async def counted(self: PostgresEngine, querystring: Any, in_pool: bool = True) -> Any:
        sent.append(str(querystring))
        return await run(self, querystring, in_pool)

    with monkeypatch.context() as patch:
        patch.setattr(PostgresEngine, "run_querystring", counted)
        yield sent
