"""When a visit was, who made it and with whom they talked, in words."""

from audits.queries.printed_report import PrintedReport
from audits.queries.report import Report
from qa.roles import WORDS
from qa.words import day, plural

_SPOKEN_TO = (
    ("people_spoken_to", "person we support", "people we support"),
    ("staff_spoken_to", "member of staff", "members of staff"),
    (
        "families_spoken_to",
        "family member, friend or advocate",
        "family members, friends or advocates",
    ),
    ("professionals_spoken_to", "professional", "professionals"),
)


def visited(report: Report) -> str:
    """``21 November 2026, 09:00 to 15:30``."""
    times = [
        str(value["at"])
        for code in ("time_in", "time_out")
        if (value := report.fields.get(f"closing.{code}"))
    ]
    on = day(report.head.visit_on)
    return f"{on}, {' to '.join(times)}" if times else on


def auditor(found: PrintedReport) -> str:
    """Name and role; of several roles the one that makes this kind of audit."""
    head = found.report.head
    roles = sorted(found.auditor_roles)
    fitting = [role for role in roles if role in head.definition.who_may_audit] or roles
    return f"{head.opened_by_name}, {WORDS[fitting[0]]}" if fitting else head.opened_by_name


def spoken_to(report: Report) -> str:
    """Counts only, never names (audit_templates.md, Conventions)."""
    counted = [
        (int(str(value["n"])), one, many)
        for code, one, many in _SPOKEN_TO
        if (value := report.fields.get(f"closing.{code}"))
    ]
    if not counted:
        return "not recorded"
    return ", ".join(plural(*words) for words in counted if words[0]) or "nobody"
