"""Recording what was found elsewhere: one report, its findings, and the director's notice."""

from datetime import datetime
from uuid import UUID, uuid4

from action_plans import report_permissions as permissions
from action_plans.commands import history
from action_plans.commands.findings import raise_finding
from action_plans.commands.reading import log_reading
from action_plans.commands.telling import tell_of_report
from action_plans.rules.embargo import UNTIL_PUBLISHED
from action_plans.rules.reports import Reported, ReportedFinding, faults_in, title_of
from action_plans.rules.severities import Severity
from action_plans.rules.sources import OUTSIDE, VOICES, Naming, Source
from qa import db, events
from qa.errors import Invalid, require
from qa.rules.london import london_day
from qa.viewer import Viewer

RECORDED_IT = "Wrote it down"


async def record_report(
    *,
    viewer: Viewer,
    report: Reported,
    now: datetime,
    happened_at: datetime | None = None,
) -> UUID:
    """Record one report with all that it found, each for each service that it concerns.

    All or nothing. What an outside body reports, every director is told of, by mail that
    says no more than that there is something to see (R008). CQC's drafts are embargoed until
    somebody says that CQC published them, save what is critical. Raises Invalid with every
    fault, NotFound for a service that the viewer does not know.
    """
    if faults := faults_in(report, london_day(now)):
        raise Invalid(faults)
    source = Source(report.source)
    require(permissions.why_not_record(viewer, source))
    if report.draft:
        require(permissions.why_not_keep_draft(viewer))
    if report.no_action_because:
        require(permissions.why_not_say_no_action(viewer))
    report_id = uuid4()
    async with db.transaction():
        await db.insert(
            "report",
            id=report_id,
            source=source.value,
            title=title_of(report),
            received_on=report.received_on,
            recorded_at=now,
            recorded_by=viewer.user_id,
            outcome=report.no_action_because,
        )
        finding_ids = [
            await _raise(viewer, report_id, report, found, service_id, now, happened_at)
            for found in report.findings
            for service_id in dict.fromkeys(found.service_ids)
        ]
        await events.record(
            "report.recorded",
            viewer=viewer,
            subject=("report", report_id),
            now=now,
            happened_at=happened_at,
            audience=history.audience(
                restricted=any(found.restricted for found in report.findings),
                embargoed_until=UNTIL_PUBLISHED if report.draft else None,
                now=now,
            ),
            data={"source": source.value, "findings": [str(one) for one in finding_ids]},
        )
        if source in OUTSIDE:
            await _tell_directors(viewer, report_id, now)
    return report_id


async def _raise(
    viewer: Viewer,
    report_id: UUID,
    report: Reported,
    found: ReportedFinding,
    service_id: UUID,
    now: datetime,
    happened_at: datetime | None,
) -> UUID:
    """One finding at one service. Who wrote a restricted one has read it."""
    embargoed = report.draft and found.severity != Severity.CRITICAL
    spoken = report.source in VOICES
    finding_id = await raise_finding(
        viewer=viewer,
        service_id=service_id,
        source=report.source,
        text=found.text,
        severity=found.severity,
        raised_on=report.received_on,
        now=now,
        suggested_action=found.suggested_action,
        framework_item=found.framework_item,
        hs_content=found.hs_content,
        restricted=found.restricted,
        naming=(report.naming or Naming.NOT_NAMED_TO_SERVICE) if spoken else None,
        who_said_it=report.who_said_it if spoken else None,
        named_ids=found.named_ids,
        report_id=report_id,
        origin=("report", report_id, f"/reports/{report_id}"),
        embargoed_until=UNTIL_PUBLISHED if embargoed else None,
        limit_on=report.limit_on,
        happened_at=happened_at,
    )
    if found.restricted and viewer.user_id not in found.named_ids:
        await log_reading(viewer=viewer, finding_id=finding_id, now=now, reason=RECORDED_IT)
    return finding_id


async def _tell_directors(viewer: Viewer, report_id: UUID, now: datetime) -> None:
    for found in await db.rows(
        """SELECT u.id FROM users u JOIN user_role ur ON ur.person = u.id
           WHERE ur.role = 'director' AND u.ended_at IS NULL ORDER BY u.id"""
    ):
        await tell_of_report(found["id"], report_id, by=viewer, now=now)
