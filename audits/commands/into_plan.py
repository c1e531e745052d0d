"""From a draft to a finding in the plan, joined to an action or with a new one."""

from datetime import datetime
from uuid import UUID

from action_plans.commands.findings import raise_finding
from action_plans.commands.joining import join_finding
from action_plans.commands.starting import start_action
from action_plans.rules.severities import Severity
from action_plans.rules.sources import Source
from audits.commands.telling import tell_of_critical
from audits.permissions import HS_DEFINITIONS
from audits.queries.audits import DraftRow, Head
from audits.rules.definitions import Definition, Kind
from qa import db
from qa.roles import QUALITY_TEAM, Role
from qa.viewer import Viewer

_CHECKS = frozenset({Kind.SPOT_CHECK, Kind.NIGHT_CHECK})


def source_of(definition: Definition) -> Source:
    """Under which source the findings of an audit stand in the plan (rules.md R003)."""
    if definition.id in HS_DEFINITIONS:
        return Source.HEALTH_AND_SAFETY
    return Source.SPOT_CHECK if definition.kind in _CHECKS else Source.QUALITY_MANAGER


def is_hs_content(viewer: Viewer, definition: Definition) -> bool:
    """T03 to T13; and what the H&S Manager finds in another audit, who could otherwise not
    follow up what he raised (glossary.md section 3)."""
    if definition.id in HS_DEFINITIONS:
        return True
    return Role.HS_MANAGER in viewer.roles and not viewer.roles & QUALITY_TEAM


async def put_into_plan(
    *,
    viewer: Viewer,
    top: Head,
    draft: DraftRow,
    embargoed_until: datetime | None,
    now: datetime,
) -> UUID:
    """Raise the finding of a draft and join it, or start its action; gives the finding's id.

    A part of the commands that complete an audit or raise what is critical.
    """
    finding_id = await raise_finding(
        viewer=viewer,
        service_id=top.service_id,
        source=source_of(top.definition),
        text=draft.text or "",
        suggested_action=draft.suggested_action,
        severity=draft.severity or "",
        raised_on=top.visit_on,
        framework_item=draft.framework_item,
        question_key=draft.question_key,
        hs_content=is_hs_content(viewer, top.definition),
        origin=("audit", top.id, f"/audits/{top.id}"),
        embargoed_until=embargoed_until,
        now=now,
    )
    if draft.join_action_id is not None:
        await join_finding(
            viewer=viewer, finding_id=finding_id, action_id=draft.join_action_id, now=now
        )
    elif draft.new_action is not None:
        action = draft.new_action
        await start_action(
            viewer=viewer,
            finding_ids=[finding_id],
            title=action.title,
            severity=draft.severity or "",
            owner_id=action.owner_id,
            owner_name=action.owner_name,
            first_due_on=action.first_due_on,
            difference=action.difference,
            how_known=action.how_known,
            steps=action.steps,
            help_needed=action.help_needed,
            now=now,
        )
    if draft.severity == Severity.CRITICAL:
        await tell_of_critical(viewer=viewer, top=top, now=now)
    await db.execute("UPDATE draft SET finding = {} WHERE id = {}", finding_id, draft.id)
    return finding_id
