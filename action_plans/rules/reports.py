"""A report from elsewhere as somebody wrote it down: what belongs to it, what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from action_plans.rules.finding_faults import faults_of
from action_plans.rules.sources import OUTSIDE, SOURCE_WORDS, Source

LONGEST_TITLE = 200
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinding:
    """One thing that was found, in the same words for each service that it concerns.

    ``hs_content``: it is about health and safety, so the H&S Manager sees and checks it.
    """

    service_ids: tuple[UUID, ...]
    text: str
    severity: str
    suggested_action: str | None = None
    framework_item: str | None = None
    hs_content: bool = False
    restricted: bool = False
    named_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report, a letter, a talk or a meeting, with everything that it found.

    ``limit_on`` is a date that the outside body set. ``draft`` is CQC's draft, which the
    services do not see before it is published. ``no_action_because`` is why a report asks
    for nothing to be put right (rules.md R009).
    """

    source: str
    received_on: date
    findings: Sequence[ReportedFinding]
    title: str = ""
    limit_on: date | None = None
    naming: str | None = None
    who_said_it: str | None = None
    draft: bool = False
    no_action_because: str | None = None


def faults_in(report: Reported, today: date) -> list[tuple[str, str]]:
    """Every fault at once, as (field, words); the fields of the first finding are ``f1.…``."""
    faults = _about_the_report(report, today)
    for number, finding in enumerate(report.findings, start=1):
        found = faults_of(
            source=report.source,
            text=finding.text,
            severity=finding.severity,
            naming=None,
            raised_on=report.received_on,
            today=today,
        )
        own = [(field, words) for field, words in found if field in ("text", "severity")]
        if not finding.service_ids:
            own.insert(0, ("services", "Say which service it is about."))
        if finding.named_ids and not finding.restricted:
            own.append(("named", "Mark it restricted, to keep it from who is named in it."))
        faults += [(f"f{number}.{field}", words) for field, words in own]
    return faults


def title_of(report: Reported) -> str:
    """The title as it was written; without one, whose words they are."""
    words = SOURCE_WORDS[Source(report.source)]
    return report.title.strip() or f"What {words} said"


def _about_the_report(report: Reported, today: date) -> list[tuple[str, str]]:
    faults = []
    outside = report.source in OUTSIDE
    found = faults_of(
        source=report.source,
        text="-",
        severity="low",
        naming=report.naming,
        raised_on=report.received_on,
        today=today,
    )
    faults += [(_FIELDS.get(field, field), words) for field, words in found]
    if outside and not report.title.strip():
        faults.append(("title", "Write the title of the report or the letter."))
    if len(report.title.strip()) > LONGEST_TITLE:
        faults.append(("title", f"Use at most {LONGEST_TITLE} characters."))
    if report.limit_on is not None and not outside:
        faults.append(("limit_on", "Only an outside body sets a last possible date."))
    elif report.limit_on is not None and report.limit_on < report.received_on:
        faults.append(("limit_on", "This is before the day of the report."))
    if report.draft and report.source != Source.CQC:
        faults.append(("draft", "Only a report of CQC can be a draft."))
    if report.who_said_it and report.source == Source.PERSON:
        faults.append(("who_said_it", "Leave out the name of a person we support."))
    elif len(report.who_said_it or "") > LONGEST_NAME:
        faults.append(("who_said_it", f"Use at most {LONGEST_NAME} characters."))
    if not report.findings and not report.no_action_because:
        faults.append(("f1.text", "Write down what was found."))
    if report.findings and report.no_action_because:
        faults.append(
            ("no_action_because", "Something was found. Leave this empty, or take it out.")
        )
    return faults


_FIELDS = {"raised_on": "received_on"}
