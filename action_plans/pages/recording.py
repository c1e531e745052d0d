"""The form in which somebody writes down what was found elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from action_plans.forms.findings import MOST_FINDINGS, TypedFinding, TypedReport
from action_plans.pages.asking import NAMES_KEPT
from action_plans.report_permissions import (
    may_restrict,
    sources_offered,
    why_not_keep_draft,
    why_not_say_no_action,
)
from action_plans.rules.severities import DEFAULT_DAYS, SEVERITY_WORDS
from action_plans.rules.sources import NAMING_WORDS, SOURCE_WORDS
from qa.framework_files import Framework
from qa.pages.shapes import Option, Row
from qa.viewer import Viewer

# As many services as can be ticked without getting lost; more are typed.
FEW_SERVICES = 12


@dataclass(frozen=True, slots=True)
class FoundForm:
    """The fields of one finding; ``name`` stands before each of their names."""

    number: int
    name: str
    typed: TypedFinding


@dataclass(frozen=True, slots=True)
class RecordingPage:
    typed: TypedReport
    findings: tuple[FoundForm, ...]
    sources: tuple[Option, ...]
    namings: tuple[Option, ...]
    severities: tuple[Option, ...]
    items: tuple[tuple[str, tuple[Option, ...]], ...]
    few_services: tuple[Option, ...]
    many_services: tuple[str, ...]
    people: tuple[Option, ...]
    may_restrict: bool
    may_keep_draft: bool
    may_say_no_action: bool
    may_add: bool
    names_found: bool
    faults: Mapping[str, str] = field(default_factory=dict)
    title: str = "Write down what was found"


def recording_page(
    viewer: Viewer,
    typed: TypedReport,
    services: Sequence[Row],
    people: Sequence[Row],
    frameworks: Sequence[Framework],
    faults: Mapping[str, str] | None = None,
) -> RecordingPage:
    """The form with all that was typed; faults beside their fields."""
    found = faults or {}
    few = len(services) <= FEW_SERVICES
    return RecordingPage(
        typed=typed,
        findings=tuple(
            FoundForm(number, f"f{number}", one)
            for number, one in enumerate(typed.findings, start=1)
        ),
        sources=(
            ("", "Choose"),
            *((one.value, SOURCE_WORDS[one]) for one in sources_offered(viewer)),
        ),
        namings=tuple((one.value, words) for one, words in NAMING_WORDS.items()),
        severities=tuple(
            (one.value, f"{SEVERITY_WORDS[one].capitalize()} (put right within {days} days)")
            for one, days in sorted(DEFAULT_DAYS.items(), key=lambda pair: pair[1])
        ),
        items=tuple(
            (each.name, tuple((item.code, f"{item.code} {item.title}") for item in each.items))
            for each in in_force(frameworks)
        ),
        few_services=tuple((one["code"], one["name"]) for one in services) if few else (),
        many_services=() if few else tuple(f"{one['name']} ({one['code']})" for one in services),
        people=tuple((str(one["id"]), one["name"]) for one in people),
        may_restrict=may_restrict(viewer),
        may_keep_draft=why_not_keep_draft(viewer) is None,
        may_say_no_action=why_not_say_no_action(viewer) is None,
        may_add=len(typed.findings) < MOST_FINDINGS,
        names_found=NAMES_KEPT in found,
        faults={name: words for name, words in found.items() if name != NAMES_KEPT},
    )


def with_service(typed: TypedReport, services: Sequence[Row], asked: str) -> TypedReport:
    """A new form for the service in the address, or for the only one there is."""
    chosen = [one for one in services if str(one["id"]) == asked]
    if not chosen and len(services) == 1:
        chosen = list(services)
    few = len(services) <= FEW_SERVICES
    words = tuple(one["code"] if few else f"{one['name']} ({one['code']})" for one in chosen)
    return TypedReport(
        source=typed.source,
        received_on=typed.received_on,
        findings=(TypedFinding(services=words),),
    )


def in_force(frameworks: Sequence[Framework]) -> tuple[Framework, ...]:
    """What a finding is mapped to by hand: the law and CQC's framework as they stand."""
    return tuple(each for each in frameworks if each.status.startswith("in_force"))


def item_codes(frameworks: Sequence[Framework]) -> frozenset[str]:
    """The items offered."""
    return frozenset(item.code for each in in_force(frameworks) for item in each.items)
