"""What was found elsewhere, as it is typed: one report with one or several findings."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from action_plans.forms.typed import LONGEST
from action_plans.rules.reports import Reported, ReportedFinding, faults_in
from qa.errors import Invalid
from qa.rules.london import parse_day

MOST_FINDINGS = 30
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TypedFinding:
    """``services`` are codes or names; several may stand in one field with semicolons."""

    services: tuple[str, ...] = ()
    text: str = ""
    suggested_action: str = ""
    severity: str = ""
    framework_item: str = ""
    hs_content: bool = False
    restricted: bool = False
    named: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not (self.text.strip() or self.suggested_action.strip() or self.severity)


@dataclass(frozen=True, slots=True)
class TypedReport:
    source: str = ""
    title: str = ""
    received_on: str = ""
    limit_on: str = ""
    naming: str = ""
    who_said_it: str = ""
    draft: bool = False
    no_action_because: str = ""
    findings: tuple[TypedFinding, ...] = (TypedFinding(),)


def typed_report(fields: Mapping[str, str], several: Mapping[str, tuple[str, ...]]) -> TypedReport:
    """Everything that was typed, as it was typed."""
    count = fields.get("count", "1")
    many = min(int(count), MOST_FINDINGS) if count.isdecimal() else 1
    return TypedReport(
        source=fields.get("source", ""),
        title=fields.get("title", ""),
        received_on=fields.get("received_on", ""),
        limit_on=fields.get("limit_on", ""),
        naming=fields.get("naming", ""),
        who_said_it=fields.get("who_said_it", ""),
        draft="draft" in fields,
        no_action_because=fields.get("no_action_because", ""),
        findings=tuple(_finding(f"f{n}", fields, several) for n in range(1, max(many, 1) + 1)),
    )


def changed(typed: TypedReport, do: str) -> TypedReport:
    """One more finding, at the services of the last, or one less; nothing else is lost."""
    findings = typed.findings
    if do == "add" and len(findings) < MOST_FINDINGS:
        return replace(typed, findings=(*findings, TypedFinding(services=findings[-1].services)))
    if do.startswith("take-out-") and len(findings) > 1:
        gone = do.removeprefix("take-out-")
        kept = tuple(one for n, one in enumerate(findings, start=1) if str(n) != gone)
        return replace(typed, findings=kept)
    return typed


def without_blanks(typed: TypedReport) -> TypedReport:
    """Findings that nobody wrote anything in are left out, but the first stays."""
    written = tuple(one for one in typed.findings if not one.is_blank)
    return replace(typed, findings=written or typed.findings[:1])


def service_words(services: Sequence[Mapping[str, object]]) -> dict[str, UUID]:
    """What a service may be called, in small letters: code, name where only one has it, both."""
    found: dict[str, UUID] = {}
    names = [str(one["name"]).lower() for one in services]
    for one, name in zip(services, names, strict=True):
        identity = UUID(str(one["id"]))
        if names.count(name) == 1:
            found[name] = identity
        found[f"{name} ({str(one['code']).lower()})"] = identity
    return {**found, **{str(one["code"]).lower(): UUID(str(one["id"])) for one in services}}


def report_given(
    typed: TypedReport,
    *,
    services: Mapping[str, UUID],
    items: Collection[str],
    people: Collection[UUID],
    today: date,
) -> Reported:
    """The report, or Invalid with every fault beside its field."""
    faults: list[Fault] = []
    received_on = _day(typed.received_on, "received_on", faults)
    if received_on is None and not faults:
        faults.append(("received_on", "Say when it was said or found."))
    nothing = typed.no_action_because.strip()
    written = [] if nothing and all(one.is_blank for one in typed.findings) else typed.findings
    report = Reported(
        source=typed.source,
        received_on=received_on or today,
        findings=[
            _given(f"f{number}", one, services, items, people, faults)
            for number, one in enumerate(written, start=1)
        ],
        title=typed.title.strip(),
        limit_on=_day(typed.limit_on, "limit_on", faults),
        naming=typed.naming or None,
        who_said_it=typed.who_said_it.strip() or None,
        draft=typed.draft,
        no_action_because=nothing or None,
    )
    said = {field for field, _ in faults}
    faults += [fault for fault in faults_in(report, today) if fault[0] not in said]
    if faults:
        raise Invalid(sorted(faults, key=lambda fault: _place(fault[0])))
    return report


def people_given(several: Mapping[str, tuple[str, ...]]) -> list[UUID]:
    """Who was ticked to get a report; what is no account is left out."""
    return [UUID(one) for one in several.get("people", ()) if _ID.fullmatch(one)]


def texts_of(typed: TypedReport) -> dict[str, str]:
    """The free text that will be kept and shown, to look for names in."""
    texts = {"title": typed.title, "no_action_because": typed.no_action_because}
    for number, one in enumerate(typed.findings, start=1):
        texts[f"f{number}.text"] = one.text
        texts[f"f{number}.suggested_action"] = one.suggested_action
    return {field: words for field, words in texts.items() if words.strip()}


def _finding(
    prefix: str, fields: Mapping[str, str], several: Mapping[str, tuple[str, ...]]
) -> TypedFinding:
    return TypedFinding(
        services=tuple(words for words in several.get(f"{prefix}.services", ()) if words.strip()),
        text=fields.get(f"{prefix}.text", ""),
        suggested_action=fields.get(f"{prefix}.suggested_action", ""),
        severity=fields.get(f"{prefix}.severity", ""),
        framework_item=fields.get(f"{prefix}.framework_item", ""),
        hs_content=f"{prefix}.hs_content" in fields,
        restricted=f"{prefix}.restricted" in fields,
        named=several.get(f"{prefix}.named", ()),
    )


def _given(
    prefix: str,
    one: TypedFinding,
    services: Mapping[str, UUID],
    items: Collection[str],
    people: Collection[UUID],
    faults: list[Fault],
) -> ReportedFinding:
    words = [part.strip() for typed in one.services for part in typed.split(";") if part.strip()]
    unknown = [part for part in words if part.lower() not in services]
    if unknown:
        faults.append((f"{prefix}.services", f"We know no service “{'”, “'.join(unknown)}”."))
    for field in ("text", "suggested_action"):
        if len(getattr(one, field)) > LONGEST:
            faults.append((f"{prefix}.{field}", f"Use at most {LONGEST:,} characters."))
    if one.framework_item and one.framework_item not in items:
        faults.append((f"{prefix}.framework_item", "Choose one of the list."))
    named = tuple(person for person in people if str(person) in one.named)
    return ReportedFinding(
        service_ids=tuple(services[part.lower()] for part in words if part.lower() in services),
        # The finder's own words, as they were typed; only the browser's line ends go.
        text=one.text.replace("\r\n", "\n").strip(),
        severity=one.severity,
        suggested_action=one.suggested_action.replace("\r\n", "\n").strip() or None,
        framework_item=one.framework_item or None,
        hs_content=one.hs_content,
        restricted=one.restricted,
        named_ids=named,
    )


def _day(text: str, field: str, faults: list[Fault]) -> date | None:
    if not text.strip():
        return None
    try:
        return parse_day(text)
    except ValueError as wrong:
        faults.append((field, f"{str(wrong).capitalize()}."))
        return None


_ORDER = (
    "source",
    "title",
    "received_on",
    "limit_on",
    "draft",
    "naming",
    "who_said_it",
    "services",
    "text",
    "suggested_action",
    "severity",
    "framework_item",
    "restricted",
    "named",
    "no_action_because",
)


def _place(field: str) -> tuple[int, int]:
    """Where a field stands on the page: the report's own first, then finding by finding."""
    number, _, name = field.rpartition(".")
    if field == "no_action_because":
        return MOST_FINDINGS + 1, 0
    return int(number.removeprefix("f") or 0), _ORDER.index(name)
