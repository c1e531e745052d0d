"""When an action is due, and when it may be given more time."""

from datetime import date, timedelta

from action_plans.rules.severities import DEFAULT_DAYS, Severity


def first_due_on(raised_on: date, severity: Severity) -> date:
    """The default first due date: 7, 14, 42 or 90 days after it was raised.

    audit_templates.md, Conventions. An outside body's earlier date comes before it.
    """
    return raised_on + timedelta(days=DEFAULT_DAYS[severity])


def why_not_first_due_on(
    first_due: date, *, raised_on: date, severity: Severity, external_limit: date | None
) -> str | None:
    """Why an action cannot start with this due date, or None.

    A critical action is due in 7 days or less (Conventions, C); a regulator's or
    council's date cannot be passed.
    """
    if first_due < raised_on:
        return "The due date is before the day it was raised."
    if severity is Severity.CRITICAL and first_due > first_due_on(raised_on, severity):
        return f"A critical action is due within {DEFAULT_DAYS[severity]} days."
    return _why_past_limit(first_due, external_limit)


def why_not_extend(
    new_due: date, present_due: date, today: date, external_limit: date | None, *, reason: str
) -> str | None:
    """Why an action cannot be given until `new_due`, or None (glossary.md section 6).

    More time needs a reason and a later date, not one that has gone by; a regulator's or
    council's date cannot be passed. The first due date is never changed by it.
    """
    if not reason.strip():
        return "Say why more time is needed."
    if new_due <= present_due:
        return "The new date must be later than the present one."
    if new_due < today:
        return "The new date has already gone by."
    return _why_past_limit(new_due, external_limit)


def _why_past_limit(due: date, external_limit: date | None) -> str | None:
    if external_limit is not None and due > external_limit:
        limit = f"{external_limit.day} {external_limit:%B %Y}"
        return f"The regulator or the council wants this done by {limit}; that cannot be passed."
    return None
