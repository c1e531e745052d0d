"""Reading a form that came in: words, a file, and names that do not belong there."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile

from action_plans.forms.work import Upload
from action_plans.pages.asking import NAMES_KEPT, names_fault
from qa.errors import Invalid
from qa.known_names import names_typed

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Sent:
    """``several`` holds the fields that may be sent more than once."""

    fields: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    file: Upload | None


async def sent(request: Request[Any, Any, Any]) -> Sent:
    """The form of a request. An empty file field is no file."""
    form = await request.form()
    fields: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    file: Upload | None = None
    for name in form:
        values = form.getall(name)
        words = tuple(value for value in values if isinstance(value, str))
        if words:
            fields[name], several[name] = words[-1], words
        for value in values:
            if isinstance(value, UploadFile) and value.filename:
                file = Upload(value.filename, await value.read())
    return Sent(fields, several, file)


async def without_names(typed: Sent, read: Callable[[], Given], *names: str) -> Given:
    """What a form gives, unless the words of these fields seem to hold a person's name.

    That is pointed out before it is saved, together with every other fault (glossary.md 7.4),
    until the choice to keep the words comes with them.
    """
    texts = {name: typed.fields.get(name, "") for name in names}
    found = {} if typed.fields.get(NAMES_KEPT) else await names_typed(texts)
    return together_with_names(read, found)


def together_with_names(read: Callable[[], Given], names: Mapping[str, Collection[str]]) -> Given:
    """What a form gives; Invalid with its faults and, beside their fields, all names found."""
    faults: list[tuple[str, str]] = []
    given: list[Given] = []
    try:
        given.append(read())
    except Invalid as refused:
        faults += refused.faults
    faults += [(field, names_fault(seen)) for field, seen in names.items()]
    if names:
        faults.append((NAMES_KEPT, "Look at the words once more."))
    if faults:
        raise Invalid(faults)
    return given[0]
