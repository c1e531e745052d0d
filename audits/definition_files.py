"""Definitions as YAML files: read, checked as a whole, every fault with its file and line."""

import re
from pathlib import Path

from yaml import Node

from audits.question_files import QuestionReader
from audits.rules.definitions import Definition, Field, FieldType, Kind, Section
from qa import framework_files
from qa.marked_yaml import Fault, FaultsFound
from qa.roles import Role

FOLDER = Path(__file__).parent / "definitions"


class DefinitionFault(FaultsFound):
    """A definition cannot be used."""


def load_all() -> list[Definition]:
    """Every definition of this release, by id and version.

    Raises `DefinitionFault` with the faults of all files together.
    """
    definitions: list[Definition] = []
    faults: list[Fault] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            definitions.append(parse(path.read_text(encoding="utf-8"), path.name))
        except DefinitionFault as error:
            faults.extend(error.faults)
    if faults:
        raise DefinitionFault(faults)
    return sorted(definitions, key=lambda one: (one.id, one.version))


def parse(text: str, name: str) -> Definition:
    """The definition written in `text`; `name` is that of its file, such as `t01.v1.yaml`.

    Raises `DefinitionFault` with every fault (audit_templates.md, Conventions).
    """
    reader = _Reader(name)
    definition = reader.definition(reader.document(text))
    if reader.faults or definition is None:
        raise DefinitionFault(reader.faults)
    return definition


class _Reader(QuestionReader):
    def definition(self, root: Node | None) -> Definition | None:
        if root is None:
            return None
        fields = self.mapping(
            root,
            "a definition",
            required=(
                "id",
                "version",
                "title",
                "purpose",
                "kind",
                "framework",
                "who_may_audit",
                "service_types",
                "sections",
                "closing",
            ),
            optional=("applies_when", "guidance", "questions", "header"),
        )
        get = fields.get
        self.id = self.text(get("id"), "the id")
        if self.id and not re.fullmatch(r"t\d\d", self.id):
            self.fault(get("id"), f'the id must look like t01, not "{self.id}"')
        version = self.whole_number(get("version"), "the version") or 0
        if self.id and version and self.file != f"{self.id}.v{version}.yaml":
            self.fault(get("id"), f"the file must be called {self.id}.v{version}.yaml")
        kind = self.one_of(get("kind"), "kind", tuple(Kind))
        sections = self.sections(get("sections"))
        definition = Definition(
            id=self.id,
            version=version,
            title=self.text(get("title"), "the title"),
            purpose=self.text(get("purpose"), "the purpose"),
            kind=Kind(kind) if kind else Kind.FULL_REVIEW,
            framework=self.one_of(get("framework"), "framework", framework_files.names()),
            who_may_audit=self.some_of(get("who_may_audit"), "role", tuple(Role)),
            service_types=self.service_types(get("service_types")),
            sections=sections,
            closing=self.fields(get("closing"), "a closing field"),
            applies_when=self.text(get("applies_when"), "applies_when"),
            guidance=self.texts(get("guidance"), "the guidance"),
            header=self.fields(get("header"), "a header field"),
        )
        self.count(get("questions"), sections)
        return definition

    def count(self, node: Node | None, sections: tuple[Section, ...]) -> None:
        said = self.whole_number(node, "questions")
        there = sum(len(section.questions) for section in sections)
        if said is not None and said != there:
            self.fault(node, f"{said} questions are announced, and there are {there}")

    def sections(self, node: Node | None) -> tuple[Section, ...]:
        sections: list[Section] = []
        for item in self.items(node, "sections"):
            get = self.mapping(
                item,
                "a section",
                required=("code", "title", "questions"),
                optional=("hint",),
            ).get
            code = self.text(get("code"), "the code of a section")
            if code in {section.code for section in sections}:
                self.fault(get("code"), f"two sections have the code {code}")
            asked = tuple(
                self.question(one) for one in self.items(get("questions"), "the questions")
            )
            title = self.text(get("title"), f"the title of section {code}")
            hint = self.text(get("hint"), f"the hint of section {code}")
            sections.append(Section(code=code, title=title, questions=asked, hint=hint))
        return tuple(sections)

    def fields(self, node: Node | None, what: str) -> tuple[Field, ...]:
        fields: list[Field] = []
        for item in self.items(node, what):
            get = self.mapping(
                item,
                what,
                required=("code", "label", "type"),
                optional=("hint", "options", "required", "each_section"),
            ).get
            code = self.text(get("code"), f"the code of {what}")
            if code in {one.code for one in fields}:
                self.fault(get("code"), f"the field {code} stands here twice")
            word = self.one_of(get("type"), "type of field", tuple(FieldType))
            options = self.options(get("options"))
            if word and (word == FieldType.CHOICE) != bool(options):
                self.fault(item, f"the field {code}: a choice has options, nothing else has")
            fields.append(
                Field(
                    code=code,
                    label=self.text(get("label"), f"the label of {code}"),
                    type=FieldType(word) if word else FieldType.TXT,
                    hint=self.text(get("hint"), f"the hint of {code}"),
                    options=options,
                    required=self.flag(get("required"), "required", default=True),
                    each_section=self.flag(get("each_section"), "each_section", default=False),
                )
            )
        return tuple(fields)
