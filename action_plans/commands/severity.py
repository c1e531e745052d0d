"""How serious an action is, as a dated fact."""

from datetime import datetime
from uuid import UUID

from action_plans import permissions
from action_plans.commands import changing, facts, history
from action_plans.commands.progress import add_note
from action_plans.commands.telling import NEW_ACTION, tell_owner
from action_plans.queries.standing import standing
from action_plans.rules.due_dates import first_due_on as default_due_on
from action_plans.rules.severities import Severity
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Invalid, require
from qa.rules.london import london_day
from qa.viewer import Viewer

LONGEST_REASON = 10_000


async def set_severity(
    *, viewer: Viewer, action_id: UUID, severity: str, now: datetime, reason: str = ""
) -> None:
    """Say that an open action is more, or less, serious than it was.

    More serious brings the present due date forward to the usual number of days from today
    (audit_templates.md, Conventions) unless it is claimed as done; the first due date stays.
    What becomes critical the service may read at once (rules.embargo).
    """
    if severity not in set(Severity):
        raise Invalid([("severity", "Choose how serious it is.")])
    if len(reason) > LONGEST_REASON:
        raise Invalid([("reason", f"Use at most {LONGEST_REASON:,} characters.")])
    new = Severity(severity)
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        require(permissions.why_not_set_severity(viewer, about, new))
        changing.require_now(Verb.SET_SEVERITY, about)
        if new is about.severity:
            return
        told = new is Severity.CRITICAL and about.embargoed_until is not None
        await db.execute(
            "UPDATE action SET severity = {}, embargoed_until = {} WHERE id = {}",
            new.value,
            None if told else about.embargoed_until,
            action_id,
        )
        await facts.write(action_id, "severity", new.value, by=viewer.user_id, now=now)
        if reason.strip():
            await add_note(action_id, "severity", reason, viewer=viewer, now=now)
        usual = default_due_on(london_day(now), new)
        rises = new.rank > about.severity.rank
        if rises and about.status is not Status.DONE and usual < about.due_on:
            await changing.set_due_on(action_id, usual, by=viewer.user_id, now=now)
        await history.record_action(
            "action.severity_set",
            about,
            viewer=viewer,
            now=now,
            data={"from": about.severity.value, "to": new.value},
        )
        if told:
            await tell_owner(NEW_ACTION, action_id, by=viewer, now=now)
