"""The questions of a definition file: read and checked (audit_templates.md, Conventions)."""

import re
from dataclasses import dataclass, field

from yaml import MappingNode, Node

from audits.rules.definitions import (
    COUNTED,
    LIMITED,
    AnswerType,
    EvidenceKind,
    Limits,
    Option,
    Part,
    Question,
    Wording,
)
from qa import framework_files
from qa.marked_yaml import Reader

SERVICE_TYPES = (
    "residential",
    "supported_living",
    "support_at_home",
    "community_support",
    "day_opportunities",
)
SEVERITIES = ("low", "medium", "high", "critical")
DATE_LIMITS = ("not_older_than_months", "not_older_than_weeks")
NUMBER_LIMITS = ("min", "max", "below")


@dataclass(slots=True)
class QuestionReader(Reader):
    """`id` is that of the definition, `keys` the question keys met so far."""

    id: str = ""
    keys: set[str] = field(default_factory=set)

    def service_types(self, node: Node | None) -> tuple[str, ...]:
        return self.some_of(node, "service type", SERVICE_TYPES)

    def question(self, node: Node) -> Question:
        fields = self.mapping(
            node,
            "a question",
            required=("key", "text", "parts", "items", "suggest", "evidence", "evidence_kinds"),
            optional=(
                "critical",
                "severity",
                "applies_na",
                "hint",
                "n_label",
                "target",
                "skip_for",
                "wording",
            ),
        )
        get = fields.get
        key = self.key(get("key"))
        parts = self.parts(get("parts"), key)
        scored = any(part.scored for part in parts)
        counted = any(part.type in COUNTED for part in parts)
        critical = self.flag(get("critical"), "critical", default=False)
        if critical and not scored:
            self.fault(get("critical"), f"{key} is critical, but no part of it can be scored")
        severity = self.one_of(get("severity"), "severity", SEVERITIES)
        if critical and severity and severity != "critical":
            self.fault(get("severity"), f"{key} is critical, so its severity is critical too")
        for name in ("n_label", "target"):
            if name in fields and not counted:
                self.fault(get(name), f"{key} has {name}, but counts nothing")
        kinds = self.some_of(get("evidence_kinds"), "evidence kind", tuple(EvidenceKind))
        return Question(
            key=key,
            text=self.text(get("text"), f"the text of {key}"),
            parts=parts,
            items=self.some_of(get("items"), "framework code", framework_files.codes()),
            suggest=self.text(get("suggest"), f"the suggested action of {key}"),
            evidence=self.texts(get("evidence"), f"the evidence of {key}"),
            evidence_kinds=tuple(EvidenceKind(kind) for kind in kinds),
            critical=critical,
            severity=severity or ("critical" if critical else "medium"),
            applies_na=self.flag(get("applies_na"), "applies_na", default=scored),
            hint=self.text(get("hint"), f"the hint of {key}"),
            n_label=self.text(get("n_label"), f"the n_label of {key}"),
            target=self.number(get("target"), f"the target of {key}"),
            skip_for=self.service_types(get("skip_for")),
            wording=self.wording(get("wording"), key),
        )

    def key(self, node: Node | None) -> str:
        key = self.text(node, "a key")
        if not key:
            return "a question without a key"
        if not key.startswith(f"{self.id}."):
            self.fault(node, f"the key {key} must begin with {self.id}.")
        elif not re.fullmatch(r"t\d\d\.q\d\d", key):
            self.fault(node, f"the key {key} must look like {self.id}.q05")
        if key in self.keys:
            self.fault(node, f"the key {key} stands here a second time")
        self.keys.add(key)
        return key

    def parts(self, node: Node | None, key: str) -> tuple[Part, ...]:
        parts: list[Part] = []
        nodes = self.items(node, f"the parts of {key}")
        if node is not None and not nodes:
            self.fault(node, f"{key} has no parts")
        for item in nodes:
            get = self.mapping(
                item,
                f"a part of {key}",
                required=("code", "type"),
                optional=("label", "unit", "limits", "options", "required", "skip_for"),
            ).get
            code = self.text(get("code"), f"the code of a part of {key}")
            if code in {part.code for part in parts}:
                self.fault(get("code"), f"{key} has two parts with the code {code}")
            if len(nodes) > 1 and get("label") is None:
                self.fault(item, f"part {code} of {key} needs a label, because there are several")
            word = self.one_of(get("type"), "type", tuple(AnswerType))
            type_ = AnswerType(word) if word else AnswerType.N_OF_N  # no faults that only follow
            options = self.options(get("options"))
            if word and (type_ is AnswerType.CHOICE) != bool(options):
                self.fault(item, f"part {code} of {key}: a choice has options, nothing else has")
            part = Part(
                code=code,
                type=type_,
                label=self.text(get("label"), f"the label of part {code} of {key}"),
                unit=self.text(get("unit"), f"the unit of part {code} of {key}"),
                limits=self.limits(get("limits"), type_, f"part {code} of {key}") if word else None,
                options=options,
                required=self.flag(get("required"), "required", default=True),
                skip_for=self.service_types(get("skip_for")),
            )
            if part.scored and not part.required:
                self.fault(get("required"), f"part {code} of {key} is scored, so it is required")
            parts.append(part)
        return tuple(parts)

    def limits(self, node: Node | None, type_: AnswerType, where: str) -> Limits | None:
        if node is None:
            return None
        if type_ not in LIMITED:
            self.fault(node, f"{where}: the type {type_} takes no limits")
            return None
        known = DATE_LIMITS if type_ is AnswerType.DATE else NUMBER_LIMITS
        get = self.mapping(node, f"{where}: limits", required=(), optional=known).get
        if isinstance(node, MappingNode) and not node.value:
            self.fault(node, f"{where}: limits are empty")
        limits = Limits(
            min=self.number(get("min"), "min"),
            max=self.number(get("max"), "max"),
            below=self.number(get("below"), "below"),
            not_older_than_months=self.whole_number(get(DATE_LIMITS[0]), DATE_LIMITS[0]),
            not_older_than_weeks=self.whole_number(get(DATE_LIMITS[1]), DATE_LIMITS[1]),
        )
        if limits.min is not None:
            if limits.max is not None and limits.min > limits.max:
                self.fault(node, f"{where}: min {limits.min} is above max {limits.max}")
            if limits.below is not None and limits.min >= limits.below:
                self.fault(node, f"{where}: min {limits.min} is not below {limits.below}")
        return limits

    def options(self, node: Node | None) -> tuple[Option, ...]:
        options: list[Option] = []
        for item in self.items(node, "options"):
            get = self.mapping(item, "an option", required=("code", "label")).get
            code = self.text(get("code"), "the code of an option")
            if code in {option.code for option in options}:
                self.fault(get("code"), f"two options have the code {code}")
            label = self.text(get("label"), f"the label of option {code}")
            options.append(Option(code=code, label=label))
        return tuple(options)

    def wording(self, node: Node | None, key: str) -> tuple[Wording, ...]:
        if node is None:
            return ()
        fields = self.mapping(node, f"the wording of {key}", required=(), optional=SERVICE_TYPES)
        return tuple(
            Wording(service_type=name, text=self.text(text, f"the wording of {key} for {name}"))
            for name, text in fields.items()
        )
