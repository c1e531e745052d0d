"""Keyset pages: a cursor says which row the next page comes after, whatever was added since."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec

from qa.errors import Invalid

PAGE = 50
LARGEST_PAGE = 200
T = TypeVar("T")


def cursor_of(*keys: Any) -> str:
    """The sort keys of a page's last row (words, numbers, dates, ids) as one opaque word."""
    return base64.urlsafe_b64encode(msgspec.json.encode(keys)).decode().rstrip("=")


def after(cursor: str | None, kinds: type[T]) -> T | None:
    """The sort keys in a cursor, as a tuple of these kinds, or None at the start.

    ``after(text, tuple[str, UUID])``. Raises Invalid for what we did not make.
    """
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=kinds)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise Invalid([("cursor", "This list has no such page. Start at its first page")]) from None


def cut(found: Sequence[T], size: int) -> tuple[Sequence[T], bool]:
    """The rows of this page out of ``size + 1`` that were asked for, and whether more follow."""
    return found[:size], len(found) > size


def with_query(path: str, **values: str | None) -> str:
    """An address with the filters that are set."""
    query = urlencode({key: value for key, value in values.items() if value})
    return f"{path}?{query}" if query else path
