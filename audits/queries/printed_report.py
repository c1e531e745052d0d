"""What a report on paper has beside what the screen shows: owners, the auditor's role, photos."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans import scopes as plan_scopes
from audits.queries.report import Report, report
from qa import db, files
from qa.roles import Role
from qa.viewer import Viewer

# Some 15 pages of photos; more are looked at on the screen.
MOST_PHOTOS = 40


@dataclass(frozen=True, slots=True)
class PrintedAction:
    """Who does what is to be put right, and by when."""

    owner: str | None
    difference: str | None
    first_due_on: date


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """``pictures`` are the bytes of the photos by the id of their evidence."""

    report: Report
    auditor_roles: frozenset[Role]
    actions: Mapping[UUID, PrintedAction]
    pictures: Mapping[str, bytes]


async def printed_report(*, viewer: Viewer, audit_id: UUID, now: datetime) -> PrintedReport:
    """The report of the screen, with what paper needs; NotFound in the same cases."""
    found = await report(viewer=viewer, audit_id=audit_id, now=now)
    roles = await db.rows("SELECT role FROM user_role WHERE person = {}", found.head.opened_by)
    return PrintedReport(
        report=found,
        auditor_roles=frozenset(Role(row["role"]) for row in roles),
        actions=await _actions(viewer, found, now),
        pictures=await _pictures(found),
    )


async def _actions(viewer: Viewer, found: Report, now: datetime) -> dict[UUID, PrintedAction]:
    ids = [
        one.finding.action.id
        for one in found.to_put_right
        if one.finding is not None and one.finding.action is not None
    ]
    rows = await db.rows(
        """SELECT a.id, coalesce(o.name, a.owner_name) AS owner, a.difference, a.first_due_on
           FROM action a LEFT JOIN users o ON o.id = a.owner
           WHERE a.id = ANY({}) AND {}""",
        ids,
        plan_scopes.actions(viewer, now),
    )
    return {
        row["id"]: PrintedAction(row["owner"], row["difference"], row["first_due_on"])
        for row in rows
    }


async def _pictures(found: Report) -> dict[str, bytes]:
    """The first photos; whoever reads the report reads them (queries.evidence)."""
    photos = [
        (str(one.id), one.file_id)
        for section in found.sections
        for question in section.questions
        for one in question.evidence
        if one.file_id is not None
    ]
    return {name: await files.content_of(file_id) for name, file_id in photos[:MOST_PHOTOS]}
