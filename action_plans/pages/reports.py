"""Reports of outside bodies, and one report with everything that it found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from action_plans import report_permissions as permissions
from action_plans.pages.asking import NAMES_KEPT
from action_plans.pages.finding import Fact, hidden_because, may_answer
from action_plans.pages.finding_words import FindingRow, finding_row, source_words
from action_plans.rules.sources import OUTSIDE
from qa.pages.shapes import Option, Row
from qa.paging import cursor_of, cut, with_query
from qa.roles import WORDS, Role
from qa.rules.london import LONDON
from qa.viewer import Viewer
from qa.words import day, day_and_time

PATH = "/reports"


@dataclass(frozen=True, slots=True)
class ReportRow:
    href: str
    title: str
    said_by: str
    services: str
    waiting: bool
    state: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    waiting_only: bool
    rows: tuple[ReportRow, ...]
    next: str | None
    title: str = "Reports of outside bodies"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What a viewer may do is an address to send it to, or nothing."""

    title: str
    path: str
    said_by: str
    hidden_because: str
    facts: tuple[Fact, ...]
    no_action_because: str
    rows: tuple[FindingRow, ...]
    answer: str
    people: tuple[Option, ...]
    sent_to: tuple[str, ...]
    may_send_on: bool
    may_check: bool
    may_publish: bool
    may_say_no_action: bool
    because: str
    names_found: bool
    faults: Mapping[str, str] = field(default_factory=dict)


def reports_page(found: Sequence[Row], *, waiting_only: bool, size: int) -> ReportsPage:
    shown, more = cut(found, size)
    return ReportsPage(
        waiting_only=waiting_only,
        rows=tuple(_row(one) for one in shown),
        next=with_query(
            PATH,
            waiting="yes" if waiting_only else "",
            cursor=cursor_of(shown[-1]["received_on"], shown[-1]["id"]),
        )
        if more
        else None,
    )


def report_page(
    viewer: Viewer,
    report: Row,
    found: Sequence[Row],
    sent_to: Sequence[Row],
    people: Sequence[Row],
    *,
    now: datetime,
    because: str = "",
    faults: Mapping[str, str] | None = None,
) -> ReportPage:
    outside = report["source"] in OUTSIDE
    waiting = [one for one in found if not one["answered"] and not one["outcome"]]
    reasons = (hidden_because(one["embargoed_until"], now) for one in found)
    hidden = next(filter(None, reasons), "")
    to_answer = next((one for one in waiting if may_answer(viewer, one)), None)
    return ReportPage(
        title=report["title"],
        path=f"{PATH}/{report['id']}",
        said_by=f"{source_words(report['source'])}, {day(report['received_on'])}",
        hidden_because=hidden,
        facts=_facts(report, outside),
        no_action_because=report["outcome"] or "",
        rows=tuple(finding_row(one) for one in found),
        answer=f"/findings/{to_answer['id']}/answer?queue=yes" if to_answer else "",
        people=tuple((str(one["id"]), _person(one)) for one in people),
        sent_to=tuple(_sent(one) for one in sent_to),
        may_send_on=outside and permissions.why_not_send_on(viewer) is None,
        may_check=outside
        and report["accuracy_checked_at"] is None
        and permissions.why_not_check_accuracy(viewer) is None,
        may_publish=bool(hidden) and permissions.why_not_keep_draft(viewer) is None,
        may_say_no_action=report["outcome"] is None
        and not any(one["answered"] for one in found)
        and permissions.why_not_say_no_action(viewer) is None,
        because=because,
        names_found=NAMES_KEPT in (faults or {}),
        faults={name: words for name, words in (faults or {}).items() if name != NAMES_KEPT},
    )


def sends_on(viewer: Viewer, report: Row) -> bool:
    """Whether to look for people whom this viewer may send it to."""
    return report["source"] in OUTSIDE and permissions.why_not_send_on(viewer) is None


def _row(one: Row) -> ReportRow:
    state = "Sent on"
    if one["waiting"]:
        state = "Not sent on yet"
    elif one["outcome"]:
        state = "No action needed"
    return ReportRow(
        href=f"{PATH}/{one['id']}",
        title=one["title"],
        said_by=f"{source_words(one['source'])}, {day(one['received_on'])}",
        services=", ".join(one["services"]),
        waiting=one["waiting"],
        state=state,
    )


def _facts(report: Row, outside: bool) -> tuple[Fact, ...]:
    recorded = day_and_time(report["recorded_at"].astimezone(LONDON))
    by = report["recorded_by_name"] or "the system"
    facts = (Fact("Written down", f"{recorded}, by {by}"),)
    if not outside:
        return facts
    if report["accuracy_checked_at"] is None:
        return (*facts, Fact("Is it right and fair?", "Nobody has checked yet"))
    checked = day_and_time(report["accuracy_checked_at"].astimezone(LONDON))
    by = report["accuracy_checked_by_name"] or "somebody"
    return (*facts, Fact("Is it right and fair?", f"Checked {checked}, by {by}"))


def _person(one: Row) -> str:
    return f"{one['name']} ({', '.join(WORDS[Role(role)] for role in one['roles'])})"


def _sent(one: Row) -> str:
    return f"{one['name']}, {day_and_time(one['sent_at'].astimezone(LONDON))}"
