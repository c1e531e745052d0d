"""A form with photos as it came in: words by name, and files by name."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile

from audits.forms.answers import Sent


@dataclass(frozen=True, slots=True)
class Form:
    sent: dict[str, list[str]]
    files: dict[str, UploadFile]

    def one(self, name: str) -> str:
        """The first value under this name, or nothing."""
        values = self.sent.get(name)
        return values[0].strip() if values else ""

    @property
    def typed(self) -> dict[str, str]:
        """The first value of every field, for a page that comes back."""
        return {name: values[0] for name, values in self.sent.items() if values}


async def form_of(request: Request[Any, Any, Any]) -> Form:
    """Read a form; an empty file field is no file."""
    sent: dict[str, list[str]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in (await request.form()).multi_items():
        if not isinstance(value, UploadFile):
            sent.setdefault(name, []).append(str(value))
        elif value.filename:
            files[name] = value
    return Form(sent, files)


def id_in(sent: Sent, name: str) -> UUID | None:
    """An id made by the client, or None when there is none that can be read."""
    try:
        return UUID(sent[name][0])
    except (KeyError, IndexError, ValueError):
        return None
