"""Read a YAML file and keep the line of everything in it, so that each fault can name its line."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where it can be had: ten times faster


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one file, in plain English. The first line of a file is 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}"


class FaultsFound(Exception):
    """A file cannot be used; `faults` holds all that is wrong, by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words))


@dataclass(slots=True)
class Reader:
    """Takes a YAML tree apart and notes every fault on the way, rather than stop at the first.

    Values are read as they are written: `no` is a word, never "false", and 25 is never 25.0.
    """

    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: yaml.Node | None, text: str) -> None:
        line = 1 if node is None else node.start_mark.line + 1
        self.faults.append(Fault(self.file, line, text))

    def document(self, text: str) -> yaml.Node | None:
        """The root of the tree, or `None` with a fault when this is not YAML or is empty."""
        try:
            root = yaml.compose(text, Loader=LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "it cannot be read"
            line = 1 if mark is None else mark.line + 1
            self.faults.append(Fault(self.file, line, f"not valid YAML: {problem}"))
            return None
        if root is None:
            self.fault(None, "the file is empty")
        return root

    def mapping(
        self,
        node: yaml.Node | None,
        what: str,
        *,
        required: Collection[str],
        optional: Collection[str] = (),
    ) -> dict[str, yaml.Node]:
        """The fields of a mapping; unknown, doubled and missing fields are faults."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{what} must be a list of fields and values")
            return {}
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in fields:
                self.fault(key, f'{what} has the field "{name}" twice')
            elif name not in required and name not in optional:
                known = listed({*required, *optional})
                self.fault(key, f'{what} has an unknown field "{name}"; known are {known}')
            fields[name] = value
        for name in required:
            if name not in fields:
                self.fault(node, f'{what} has no "{name}"')
        return fields

    def items(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, f"{what} must be a list")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None, what: str) -> str:
        """A text that is not empty. A field that is not there at all gives an empty text."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, f"{what} must be a text")
            return ""
        written = str(node.value).strip()
        if not written or node.tag == "tag:yaml.org,2002:null":
            self.fault(node, f"{what} is empty")
            return ""
        return written

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        return tuple(self.text(item, f"an entry of {what}") for item in self.items(node, what))

    def one_of(self, node: yaml.Node | None, what: str, allowed: Collection[str]) -> str:
        """One of the words allowed, or an empty text with a fault."""
        word = self.text(node, what)
        if word and word not in allowed:
            self.fault(node, f'unknown {what} "{word}"; known are {listed(allowed)}')
            return ""
        return word

    def some_of(
        self, node: yaml.Node | None, what: str, allowed: Collection[str]
    ) -> tuple[str, ...]:
        """Words allowed, each once; those that are not are left out with a fault."""
        words: list[str] = []
        for item in self.items(node, f"the list of {what}"):
            word = self.one_of(item, what, allowed)
            if word in words:
                self.fault(item, f'{what} "{word}" stands here twice')
            elif word:
                words.append(word)
        return tuple(words)

    def flag(self, node: yaml.Node | None, what: str, default: bool) -> bool:
        word = self.one_of(node, what, ("true", "false"))
        return default if not word else word == "true"

    def whole_number(self, node: yaml.Node | None, what: str) -> int | None:
        written = self.text(node, what)
        if not written:
            return None
        if not (written.isascii() and written.isdigit()):
            self.fault(node, f'{what} must be a whole number, not "{written}"')
            return None
        return int(written)

    def number(self, node: yaml.Node | None, what: str) -> Decimal | None:
        written = self.text(node, what)
        if not written:
            return None
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.fault(node, f'{what} must be a number, not "{written}"')
            return None
        return value

    def day(self, node: yaml.Node | None, what: str) -> date | None:
        written = self.text(node, what)
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.fault(node, f'{what} must be a date like 2026-11-21, not "{written}"')
            return None

    def data(self, node: yaml.Node | None) -> Any:
        """The plain value of a part whose fields are free."""
        return None if node is None else yaml.constructor.SafeConstructor().construct_document(node)
