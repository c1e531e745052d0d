"""Frameworks as YAML files: what a finding is mapped to, one file for each version."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from yaml import Node

from qa.marked_yaml import Fault, FaultsFound, Reader

FOLDER = Path(__file__).parent / "frameworks"
STATUSES = (
    "draft",
    "in_force",
    "in_force_being_replaced",
    "voluntary",
    "example_contract",
    "withdrawn",
)


class FrameworkFault(FaultsFound):
    """A framework or a crosswalk cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A key question, an area, an outcome: what a trend is drawn for."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    code: str
    title: str
    domain: str
    kind: str = ""
    target: Decimal | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One version. A finding keeps the item it was mapped to under that version for ever."""

    id: str
    version: int
    name: str
    jurisdiction: str
    status: str
    valid_from: date | None
    valid_to: date | None
    domains: tuple[Domain, ...]
    items: tuple[Item, ...]
    published: date | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """How a definition names it, such as cqc_saf_2023.v1."""
        return f"{self.id}.v{self.version}"

    def to_json(self) -> str:
        """The text kept in the row of a published version; `from_json` gives the same back."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> "Framework":
        return msgspec.json.decode(text, type=cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    from_code: str
    to_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """How the items of one framework are told in another; used only when somebody approved it."""

    from_framework: str
    to_framework: str
    version: int
    status: str
    rows: tuple[Crossing, ...]


def load_frameworks() -> list[Framework]:
    """Every framework version of this release, by id and version.

    Raises `FrameworkFault` with the faults of all files, each with file and line.
    """
    return list(_frameworks())


def codes() -> frozenset[str]:
    """The codes of all items of all frameworks; no two items share one."""
    return frozenset(item.code for framework in _frameworks() for item in framework.items)


def names() -> frozenset[str]:
    """Every framework and version, as definitions name them: cqc_saf_2023.v1."""
    return frozenset(framework.key for framework in _frameworks())


def load_crosswalks() -> list[Crosswalk]:
    """The crosswalks of this release. Raises `FrameworkFault` for a code that does not exist."""
    known = {framework.id: _codes_of(framework) for framework in _frameworks()}
    crosswalks, faults = [], []
    for path in sorted((FOLDER / "crosswalks").glob("*.yaml")):
        reader = _Reader(path.name)
        crosswalks.append(reader.crosswalk(reader.document(path.read_text("utf-8")), known))
        faults.extend(reader.faults)
    if faults:
        raise FrameworkFault(faults)
    return crosswalks


def parse(text: str, name: str) -> Framework:
    """The framework written in `text`; `name` is that of its file, such as duq_2013.v1.yaml."""
    reader = _Reader(name)
    root = reader.document(text)
    framework = None if root is None else reader.framework(root)
    if reader.faults or framework is None:
        raise FrameworkFault(reader.faults)
    return framework


@cache
def _frameworks() -> tuple[Framework, ...]:
    frameworks: list[Framework] = []
    faults: list[Fault] = []
    where: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            framework = parse(path.read_text("utf-8"), path.name)
        except FrameworkFault as error:
            faults.extend(error.faults)
            continue
        for code in _codes_of(framework):
            if where.setdefault(code, framework.id) != framework.id:
                faults.append(Fault(path.name, 1, f"{code} is also a code of {where[code]}"))
        frameworks.append(framework)
    if faults:
        raise FrameworkFault(faults)
    return tuple(sorted(frameworks, key=lambda one: (one.id, one.version)))


def _codes_of(framework: Framework) -> frozenset[str]:
    return frozenset(item.code for item in framework.items)


class _Reader(Reader):
    def framework(self, root: Node) -> Framework:
        get = self.mapping(
            root,
            "a framework",
            required=("id", "version", "name", "jurisdiction", "status", "domains", "items"),
            optional=("valid_from", "valid_to", "published", "note", "details"),
        ).get
        id_ = self.text(get("id"), "the id")
        version = self.whole_number(get("version"), "the version") or 0
        if id_ and version and self.file != f"{id_}.v{version}.yaml":
            self.fault(get("id"), f"the file must be called {id_}.v{version}.yaml")
        domains = self.domains(get("domains"))
        return Framework(
            id=id_,
            version=version,
            name=self.text(get("name"), "the name"),
            jurisdiction=self.text(get("jurisdiction"), "the jurisdiction"),
            status=self.one_of(get("status"), "status", STATUSES),
            valid_from=self.day(get("valid_from"), "valid_from"),
            valid_to=self.day(get("valid_to"), "valid_to"),
            domains=domains,
            items=self.framework_items(get("items"), {domain.code for domain in domains}),
            published=self.day(get("published"), "published"),
            note=self.text(get("note"), "the note"),
            details=self.data(get("details")) or {},
        )

    def domains(self, node: Node | None) -> tuple[Domain, ...]:
        domains = []
        for item in self.items(node, "the domains"):
            get = self.mapping(item, "a domain", required=("code", "title")).get
            code = self.text(get("code"), "the code of a domain")
            domains.append(Domain(code=code, title=self.text(get("title"), f"the title of {code}")))
        return tuple(domains)

    def framework_items(self, node: Node | None, domains: set[str]) -> tuple[Item, ...]:
        items: dict[str, Item] = {}
        for one in self.items(node, "the items"):
            get = self.mapping(
                one,
                "an item",
                required=("code", "title", "domain"),
                optional=("kind", "target", "note", "details"),
            ).get
            code = self.text(get("code"), "the code of an item")
            if code in items:
                self.fault(get("code"), f"the code {code} stands here a second time")
            items[code] = Item(
                code=code,
                title=self.text(get("title"), f"the title of {code}"),
                domain=self.one_of(get("domain"), "domain", domains),
                kind=self.text(get("kind"), f"the kind of {code}"),
                target=self.number(get("target"), f"the target of {code}"),
                note=self.text(get("note"), f"the note of {code}"),
                details=self.data(get("details")) or {},
            )
        return tuple(items.values())

    def crosswalk(self, root: Node | None, known: dict[str, frozenset[str]]) -> Crosswalk:
        get = self.mapping(
            root,
            "a crosswalk",
            required=("from_framework", "to_framework", "version", "status", "rows"),
        ).get
        source = self.one_of(get("from_framework"), "framework", known)
        target = self.one_of(get("to_framework"), "framework", known)
        rows = []
        for item in self.items(get("rows"), "the rows"):
            row = self.mapping(item, "a row", required=("from", "to")).get
            rows.append(
                Crossing(
                    from_code=self.one_of(row("from"), "code", known.get(source, frozenset())),
                    to_codes=self.some_of(row("to"), "code", known.get(target, frozenset())),
                )
            )
        return Crosswalk(
            from_framework=source,
            to_framework=target,
            version=self.whole_number(get("version"), "the version") or 0,
            status=self.one_of(get("status"), "status", ("suggested", "approved")),
            rows=tuple(rows),
        )
