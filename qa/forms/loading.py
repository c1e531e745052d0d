"""Which kind of file was chosen."""

from collections.abc import Container

from qa.errors import Invalid


def chosen_kind(kind: str, kinds: Container[str], *, has_file: bool) -> str:
    """The kind of file, or Invalid with every fault."""
    faults = []
    if kind not in kinds:
        faults.append(("kind", "Choose what the file holds"))
    if not has_file:
        faults.append(("file", "Choose a CSV file"))
    if faults:
        raise Invalid(faults)
    return kind
