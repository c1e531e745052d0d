"""Which kind of file was chosen, and the file itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar.datastructures import UploadFile

from qa.errors import Invalid


@dataclass(frozen=True, slots=True)
class ChosenFile:
    kind: str
    upload: UploadFile


def chosen_file(form: Mapping[str, Any], kinds: Mapping[str, Any]) -> ChosenFile:
    """The kind and the file, or Invalid with every fault."""
    kind, upload = form.get("kind"), form.get("file")
    faults = []
    if kind not in kinds:
        faults.append(("kind", "Choose what the file holds"))
    if not isinstance(upload, UploadFile) or not upload.filename:
        faults.append(("file", "Choose a CSV file"))
    if faults or not isinstance(upload, UploadFile):
        raise Invalid(faults)
    return ChosenFile(str(kind), upload)
