"""Two actions that are the same improvement become one."""

from datetime import datetime
from uuid import UUID

from action_plans import permissions
from action_plans.commands import changing, facts, history
from action_plans.commands.joining import refresh
from action_plans.queries.standing import standing
from action_plans.rules.severities import highest
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Invalid, require
from qa.viewer import Viewer


async def merge_action(*, viewer: Viewer, action_id: UUID, into_id: UUID, now: datetime) -> None:
    """Put one open action into another of the same service; its findings go along.

    Nothing gets easier by it: the other takes the higher severity and the earlier due date,
    and whoever had a part in either can never check it (A39). What Quality Advisors said
    must change is never merged away (T16).
    """
    if action_id == into_id:
        raise Invalid([("into", "Choose another action.")])
    async with db.transaction():
        # Both are locked, always in the same order.
        locked = {
            about_id: await standing(viewer, about_id, now, lock=True)
            for about_id in sorted((action_id, into_id))
        }
        about, into = locked[action_id], locked[into_id]
        require(permissions.why_not_merge(viewer, about))
        require(permissions.why_not_join(viewer, into))
        if about.service_id != into.service_id:
            raise Invalid([("into", "Choose an action of the same service.")])
        if about.restricted != into.restricted:
            raise Invalid([("into", "One of them is restricted and the other is not.")])
        changing.require_now(Verb.MERGE, about)
        changing.require_now(Verb.MERGE, into)
        await changing.claim_status(
            about,
            Status.MERGED,
            by=viewer.user_id,
            now=now,
            columns={"merged_into": into_id},
        )
        moved = await db.rows(
            "UPDATE finding SET action = {} WHERE action = {} RETURNING id", into_id, action_id
        )
        for finding in moved:
            for field, holder in (("unjoined", action_id), ("joined", into_id)):
                await facts.write(holder, field, str(finding["id"]), by=viewer.user_id, now=now)
        # The earlier date first: no action has an outside date that its own is past.
        earliest = min(about.due_on, about.limit_on or about.due_on)
        if earliest < into.due_on:
            await changing.set_due_on(into_id, earliest, by=viewer.user_id, now=now)
        await refresh(action_id)
        await refresh(into_id)
        severity = highest((about.severity, into.severity))
        if severity is not into.severity:
            await db.execute(
                "UPDATE action SET severity = {} WHERE id = {}", severity.value, into_id
            )
            await facts.write(into_id, "severity", severity.value, by=viewer.user_id, now=now)
        await history.record_action(
            "action.merged", about, viewer=viewer, now=now, data={"into": str(into_id)}
        )
