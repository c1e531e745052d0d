"""Reports from elsewhere, and what is needed to write one down."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from action_plans import scopes
from action_plans.queries.findings import FindingFilters, findings_list
from action_plans.rules.severities import Severity
from action_plans.rules.sources import OUTSIDE
from qa import db
from qa.db import SQL, all_of
from qa.errors import NotFound
from qa.roles import Role
from qa.scopes import content_services
from qa.viewer import Viewer

Cursor = tuple[date, UUID]

_OUTSIDE = f"r.source IN ({', '.join(sorted(repr(source.value) for source in OUTSIDE))})"
_WAITING = f"""{_OUTSIDE} AND r.outcome IS NULL
    AND NOT EXISTS (SELECT 1 FROM report_recipient w WHERE w.report = r.id)"""
_COLUMNS = """r.id, r.source, r.title, r.received_on, r.recorded_at, r.accuracy_checked_at,
    r.outcome, ur.name AS recorded_by_name, ua.name AS accuracy_checked_by_name"""
_MOST_FINDINGS = 200


async def report(viewer: Viewer, report_id: UUID, now: datetime) -> db.Row:
    """One report, or NotFound."""
    found = await db.row(
        f"""SELECT {_COLUMNS} FROM report r
            LEFT JOIN users ur ON ur.id = r.recorded_by
            LEFT JOIN users ua ON ua.id = r.accuracy_checked_by
            WHERE r.id = {{}} AND {{}}""",
        report_id,
        scopes.reports(viewer, now),
    )
    if found is None:
        raise NotFound
    return found


async def report_findings(viewer: Viewer, report_id: UUID, now: datetime) -> list[db.Row]:
    """What it found, as far as the viewer may read it: by service, the most serious first."""
    found = await findings_list(viewer, now, FindingFilters(report=report_id), None, _MOST_FINDINGS)
    return sorted(
        found,
        key=lambda one: (one["service_name"], -Severity(one["severity"]).rank, one["ref"]),
    )


async def place_in_report(
    viewer: Viewer, finding: Mapping[str, Any], now: datetime
) -> tuple[int, int]:
    """Which of how many findings of its report this is, in the order of `report_findings`."""
    ids = [one["id"] for one in await _of_the_same(viewer, finding, now)]
    return (ids.index(finding["id"]) + 1, len(ids)) if finding["id"] in ids else (1, 1)


async def after_this(viewer: Viewer, finding: Mapping[str, Any], now: datetime) -> UUID | None:
    """The next finding of the same report that no action answers yet."""
    found = await _of_the_same(viewer, finding, now)
    ids = [one["id"] for one in found]
    start = ids.index(finding["id"]) + 1 if finding["id"] in ids else 0
    return next((one["id"] for one in found[start:] if not one["answered"]), None)


async def first_to_answer(viewer: Viewer, report_id: UUID, now: datetime) -> UUID | None:
    """The first finding of a report that no action answers yet."""
    found = await report_findings(viewer, report_id, now)
    return next((one["id"] for one in found if not one["answered"]), None)


async def recipients(report_id: UUID) -> list[db.Row]:
    """To whom a report, which must have been found in scope, was sent on."""
    return await db.rows(
        """SELECT rr.person, u.name, rr.sent_at FROM report_recipient rr
           JOIN users u ON u.id = rr.person WHERE rr.report = {}
           ORDER BY rr.sent_at, u.name""",
        report_id,
    )


async def possible_recipients(report_id: UUID, now: datetime) -> list[db.Row]:
    """Accounts that an outside report may be sent to: id, name, roles, region and services.

    The quality team, the H&S Manager, and the managers of the services and regions that it
    is about, of what they may know; whether they may read it the command asks once more.
    """
    return await db.rows(
        """SELECT u.id, u.name, ARRAY(SELECT role FROM user_role WHERE person = u.id
                                      ORDER BY role) AS roles
           FROM users u
           WHERE u.ended_at IS NULL AND EXISTS (
             SELECT 1 FROM user_role ur WHERE ur.person = u.id AND (
               ur.role IN ('quality_manager', 'director')
               OR (ur.role = 'hs_manager' AND (
                 EXISTS (SELECT 1 FROM finding f WHERE f.report = {} AND f.hs_content)
                 OR NOT EXISTS (SELECT 1 FROM finding f WHERE f.report = {})))
               OR (ur.role = 'regional_manager' AND EXISTS (
                 SELECT 1 FROM finding f JOIN service s ON s.id = f.service
                 WHERE f.report = {} AND s.region = u.region AND {}))
               OR (ur.role IN ('service_manager', 'deputy_manager') AND EXISTS (
                 SELECT 1 FROM finding f JOIN user_service us ON us.service = f.service
                 WHERE f.report = {} AND us.person = u.id AND us.to_on IS NULL AND {}))))
             AND NOT EXISTS (SELECT 1 FROM finding f JOIN finding_named n ON n.finding = f.id
                             WHERE f.report = {} AND n.person = u.id)
             AND NOT EXISTS (SELECT 1 FROM report_recipient rr
                             WHERE rr.report = {} AND rr.person = u.id)
           ORDER BY u.name, u.id""",
        report_id,
        report_id,
        report_id,
        _open_to_all(now),
        report_id,
        _open_to_all(now),
        report_id,
        report_id,
    )


async def reports_list(
    viewer: Viewer,
    now: datetime,
    *,
    waiting: bool = False,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """Reports of outside bodies, latest first, or only those ``waiting`` to be sent on.

    A row adds ``waiting`` and ``services``, the names of those the viewer may know of. The
    keys of the next page are received_on and id.
    """
    where = [SQL(_WAITING if waiting else _OUTSIDE), scopes.reports(viewer, now)]
    if after is not None:
        where.append(SQL("(r.received_on, r.id) < ({}, {})", *after))
    return await db.rows(
        f"""SELECT r.*, ({_WAITING}) AS waiting,
                   ARRAY(SELECT DISTINCT s.name FROM finding f JOIN service s ON s.id = f.service
                         WHERE f.report = r.id AND {{}} ORDER BY s.name) AS services
            FROM (SELECT r.* FROM report r WHERE {{}}
                  ORDER BY r.received_on DESC, r.id DESC LIMIT {{}}) r
            ORDER BY r.received_on DESC, r.id DESC""",
        scopes.findings(viewer, now),
        all_of(*where),
        limit,
    )


async def waiting_to_be_sent_on(viewer: Viewer, now: datetime) -> int:
    """How many outside reports the director has not sent on yet (rules.md R008)."""
    if not viewer.has(Role.DIRECTOR):
        return 0
    found: int = await db.value(
        f"SELECT count(*) FROM report r WHERE {_WAITING} AND {{}}", scopes.reports(viewer, now)
    )
    return found


async def services_of_findings(viewer: Viewer) -> list[db.Row]:
    """Services whose findings the viewer may read: id, code, name."""
    return await db.rows(
        "SELECT s.id, s.code, s.name FROM service s WHERE {} ORDER BY s.name, s.code",
        content_services(viewer, "s.id"),
    )


async def recordable_services(viewer: Viewer, today: date) -> list[db.Row]:
    """Open services that the viewer may write findings down for: id, code, name."""
    return await db.rows(
        """SELECT s.id, s.code, s.name FROM service s
           WHERE (s.closed_on IS NULL OR s.closed_on > {}) AND {} ORDER BY s.name, s.code""",
        today,
        SQL("TRUE") if viewer.has(Role.WHISTLEBLOWING_LEAD) else content_services(viewer, "s.id"),
    )


async def who_reads_restricted(viewer: Viewer) -> list[db.Row]:
    """Accounts that see restricted findings unless they are named in them: id and name."""
    return await db.rows(
        """SELECT u.id, u.name FROM users u
           WHERE u.ended_at IS NULL AND u.id IS DISTINCT FROM {} AND EXISTS (
             SELECT 1 FROM user_role ur WHERE ur.person = u.id AND ur.role IN
             ('quality_manager', 'director', 'hs_manager', 'whistleblowing_lead'))
           ORDER BY u.name, u.id""",
        viewer.user_id,
    )


async def may_see_report(viewer: Viewer, report_id: UUID, now: datetime) -> bool:
    """Whether this person may see the report now; its mail follows this."""
    return (
        await db.value(
            "SELECT 1 FROM report r WHERE r.id = {} AND {}", report_id, scopes.reports(viewer, now)
        )
        is not None
    )


def _open_to_all(now: datetime) -> SQL:
    return SQL("NOT f.restricted AND (f.embargoed_until IS NULL OR f.embargoed_until <= {})", now)


async def _of_the_same(viewer: Viewer, finding: Mapping[str, Any], now: datetime) -> list[db.Row]:
    if finding["report"] is None:
        return []
    return await report_findings(viewer, finding["report"], now)
