"""Reports from elsewhere, for tests."""

from typing import Any
from uuid import UUID

from action_plans.commands import record_report
from action_plans.queries.reports import possible_recipients, report_findings
from action_plans.rules.reports import Reported, ReportedFinding
from qa.viewer import Viewer
from tests.factories import NOW
from tests.integration.action_plans.cast import TODAY

SOMETHING = "There is something to see"


def about(*services: UUID, **changes: Any) -> ReportedFinding:
    values: dict[str, Any] = {"text": "Fire door does not close.", "severity": "high"}
    return ReportedFinding(service_ids=services, **{**values, **changes})


async def recorded(viewer: Viewer, *findings: ReportedFinding, **changes: Any) -> UUID:
    values: dict[str, Any] = {"source": "cqc", "title": "Inspection of May", "received_on": TODAY}
    return await record_report(
        viewer=viewer, report=Reported(findings=findings, **{**values, **changes}), now=NOW
    )


async def words_at(viewer: Viewer, report_id: UUID) -> list[tuple[UUID, str]]:
    found = await report_findings(viewer, report_id, NOW)
    return [(one["service"], one["text"]) for one in found]


async def only(viewer: Viewer, report_id: UUID) -> Any:
    (found,) = await report_findings(viewer, report_id, NOW)
    return found


async def possible_roles(report_id: UUID) -> set[str]:
    return {role for one in await possible_recipients(report_id, NOW) for role in one["roles"]}


def id_of(viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    return viewer.user_id
