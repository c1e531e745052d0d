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


async def require_no_names(typed: Sent, *names: str) -> None:
    """Point out what looks like a person's name, once, before it is saved (glossary.md 7.4).

    Raises Invalid unless the choice to keep the words came with them.
    """
    if typed.fields.get(NAMES_KEPT):
        return
    found = await names_typed({name: typed.fields.get(name, "") for name in names})
    if found:
        faults = [(field, names_fault(seen)) for field, seen in found.items()]
        raise Invalid([*faults, (NAMES_KEPT, "Look at the words once more")])


def together_with_names(read: Callable[[], Given], names: Mapping[str, Collection[str]]) -> Given:
    """What a form gives; Invalid with its faults and, beside their fields, all names found."""
    faults: list[tuple[str, str]] = []
    given: list[Given] = []
    try:
        given.append(read())
    except Invalid as refused:
        faults += refused.faults
    for field, seen in names.items():
        words = f"This looks like a name: {', '.join(seen)}. Leave it out if you can."
        faults.append((field, words))
    if names:
        faults.append((NAMES_KEPT, "Look at the words once more."))
    if faults:
        raise Invalid(faults)
    return given[0]
