"""What a row of an actions file may hold, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from action_plans.rules.severities import Severity
from action_plans.rules.statuses import LEFT_OUT, OPEN, VERIFIED, Status
from qa.loads.checks import known_service, never_changes
from qa.loads.columns import code, day, line, many, one_of
from qa.loads.loading import Check
from qa.loads.staging import Load
from qa.rules.london import london_day

COLUMNS = (
    code("ref"),
    code("service_code"),
    many("finding_refs"),
    line("title", most=300),
    line("owner", required=False),
    one_of("severity", Severity),
    one_of("status", Status),
    day("raised_on"),
    day("first_due_on"),
    day("due_on", required=False),
    day("done_on", required=False),
    line("done_by", required=False),
    day("sent_back_on", required=False),
    day("checked_on", required=False),
    line("checked_by", required=False),
)
HAPPENED = ("raised_on", "done_on", "sent_back_on", "checked_on")
NOT_DONE = OPEN - {Status.DONE}


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself: dates in an order that can be, a status that fits them."""
    raised, today = row["raised_on"], london_day(now)
    for name in HAPPENED:
        if row[name] and row[name] > today:
            yield name, "is in the future"
        elif row[name] and raised and row[name] < raised:
            yield name, "is before raised_on"
    for name in ("first_due_on", "due_on"):
        if row[name] and raised and row[name] < raised:
            yield name, "is before raised_on"
    if row["status"] is not None:
        yield from _status_faults(row, Status(row["status"]))


def _status_faults(row: Mapping[str, Any], status: Status) -> Iterator[tuple[str, str]]:
    done, back, checked = row["done_on"], row["sent_back_on"], row["checked_on"]
    if row["owner"] is None and status in OPEN:
        yield "owner", "is missing: write a login, or the name of who does it (rules.md R007)"
    if status is Status.DONE or status in VERIFIED:
        if done is None:
            yield "done_on", f"is missing, but the status is {status}"
        if row["done_by"] is None and row["owner"] is None:
            yield "done_by", "is missing, and so is the owner"
    elif row["done_by"] is not None and done is None:
        yield "done_by", "is given, but done_on is empty"
    if status in VERIFIED:
        if checked is None:
            yield "checked_on", f"is missing, but the status is {status}"
        if row["checked_by"] is None:
            yield "checked_by", f"is missing, but the status is {status}"
        if done and checked and checked < done:
            yield "checked_on", "is before done_on"
        if back and checked and checked < back:
            yield "sent_back_on", f"is after checked_on, but the status is {status}"
    elif checked is not None and not (status in NOT_DONE and back and back >= checked):
        yield "checked_on", f"is given, but the status is {status}"
    if status is Status.DONE and done and back and back > done:
        yield "sent_back_on", "is after done_on, but the status is done"
    if status in NOT_DONE and done:
        if back is None:
            yield "done_on", f"is given, but the status is {status}"
        elif back < done:
            yield "done_on", f"is after sent_back_on, but the status is {status}"


def checks(load: Load) -> tuple[Check, ...]:
    """What only other rows show."""
    return (
        known_service(),
        never_changes(
            "service_code",
            "action",
            "(SELECT s.code FROM service s WHERE s.id = k.service)",
            "the service of an action does not change in a file",
        ),
        never_changes("raised_on", "action", "k.raised_on", "this date never changes"),
        never_changes(
            "first_due_on", "action", "k.first_due_on", "the first due date never changes"
        ),
        CHECKED_BY_ANOTHER,
        WORKED_ON_HERE,
        UNKNOWN_FINDING,
        OTHER_SERVICE,
        FINDING_TAKEN,
        FINDING_TWICE,
        PAST_OUTSIDE_DATE,
    )


# A login and a plain name are the same person when the account has that name.
CHECKED_BY_ANOTHER = Check(
    """SELECT t.line, 'checked_by' AS "column", t.checked_by AS value,
              'somebody else has to check: never the owner, nor who marked it done' AS reason
       FROM todo t LEFT JOIN users c ON c.login = lower(t.checked_by)
       WHERE t.checked_by IS NOT NULL AND (
         EXISTS (SELECT 1 FROM unnest(ARRAY[t.owner, t.done_by]) AS w(who)
                 LEFT JOIN users u ON u.login = lower(w.who)
                 WHERE lower(w.who) IN (lower(t.checked_by), lower(c.name))
                    OR lower(u.name) = lower(t.checked_by))
         OR (t.status IN ('checked', 'closed') AND EXISTS (
               SELECT 1 FROM action k, action_people(k.id) p
               WHERE k.id = t.found AND k.status NOT IN ('checked', 'closed')
                 AND p.person = c.id)))"""
)
WORKED_ON_HERE = Check(
    """SELECT t.line, 'ref' AS "column", t.ref AS value,
              'this action has been worked on here since it was loaded: change it on its page'
              AS reason
       FROM todo t WHERE EXISTS (
         SELECT 1 FROM event e WHERE e.subject_id = t.found AND NOT e.data ? 'loaded')"""
)
UNKNOWN_FINDING = Check(
    """SELECT t.line, 'finding_refs' AS "column", e.ref AS value,
              'no findings file named this finding' AS reason
       FROM todo t CROSS JOIN unnest(t.finding_refs) AS e(ref)
       LEFT JOIN finding f ON f.ref = e.ref WHERE f.id IS NULL"""
)
OTHER_SERVICE = Check(
    """SELECT t.line, 'finding_refs' AS "column", e.ref AS value,
              'this finding is about another service' AS reason
       FROM todo t CROSS JOIN unnest(t.finding_refs) AS e(ref)
       JOIN finding f ON f.ref = e.ref JOIN service s ON s.id = f.service
       WHERE s.code <> t.service_code"""
)
# What was merged into another action leaves its findings to that one.
FINDING_TAKEN = Check(
    """SELECT t.line, 'finding_refs' AS "column", e.ref AS value,
              'this finding is with action ' || a.ref || ' already' AS reason
       FROM todo t CROSS JOIN unnest(t.finding_refs) AS e(ref)
       JOIN finding f ON f.ref = e.ref JOIN action a ON a.id = f.action
       WHERE t.status <> 'merged' AND a.id <> t.id
         AND NOT EXISTS (SELECT 1 FROM todo o WHERE o.found = a.id
                         AND NOT (o.status <> 'merged' AND f.ref = ANY(o.finding_refs)))"""
)
FINDING_TWICE = Check(
    """SELECT d.line, 'finding_refs' AS "column", d.ref AS value,
              'this finding is with the action on line ' || d.first || ' already' AS reason
       FROM (SELECT t.line, e.ref, min(t.line) OVER (PARTITION BY e.ref) AS first
             FROM todo t CROSS JOIN unnest(t.finding_refs) AS e(ref)
             WHERE t.status <> 'merged') d
       WHERE d.line > d.first"""
)
PAST_OUTSIDE_DATE = Check(
    """SELECT t.line, 'due_on' AS "column", t.due_on AS value,
              'an outside body wants it done by ' || min(f.limit_on) AS reason
       FROM todo t CROSS JOIN unnest(t.finding_refs) AS e(ref)
       JOIN finding f ON f.ref = e.ref
       WHERE t.due_on > t.first_due_on AND t.due_on > f.limit_on
       GROUP BY t.line, t.due_on"""
)
OPEN_WORDS, LEFT_OUT_WORDS = (
    ", ".join(f"'{status}'" for status in sorted(group)) for group in (NOT_DONE, LEFT_OUT)
)
