"""Mail about actions and reports: only that there is something, only to those who may see it."""

from datetime import datetime
from uuid import UUID

from action_plans.queries.reports import may_see_report
from action_plans.queries.standing import may_see_action
from qa import db, mail
from qa.viewer import Viewer, viewer_of

NEW_ACTION = "You have a new action at a service"
SENT_BACK = "An action at a service was sent back to you"
OPENED_AGAIN = "An action at a service was opened again"
DECIDED = "Your question about an action was answered"

REPORT = "There is something to see"

_BODY = "Sign in to see it."


async def tell(
    person_id: UUID, subject: str, action_id: UUID, *, by: Viewer, now: datetime
) -> None:
    """Queue mail about an action, unless they did it themselves or may not see it (now)."""
    if person_id == by.user_id:
        return
    reader = await viewer_of(person_id)
    if reader is None or not await may_see_action(reader, action_id, now):
        return
    await mail.queue(
        person_id=person_id,
        subject=subject,
        body=_BODY,
        address=f"/actions/{action_id}",
        now=now,
    )


async def tell_owner(subject: str, action_id: UUID, *, by: Viewer, now: datetime) -> None:
    """Tell who owns it; an owner without an account is chased through the service's manager."""
    for found in await db.rows(
        """SELECT a.owner AS person FROM action a WHERE a.id = {} AND a.owner IS NOT NULL
           UNION
           SELECT us.person FROM action a
           JOIN user_service us ON us.service = a.service AND us.to_on IS NULL
           JOIN user_role ur ON ur.person = us.person AND ur.role = 'service_manager'
           WHERE a.id = {} AND a.owner IS NULL""",
        action_id,
        action_id,
    ):
        await tell(found["person"], subject, action_id, by=by, now=now)


async def tell_of_report(person_id: UUID, report_id: UUID, *, by: Viewer, now: datetime) -> None:
    """Queue mail that there is something to see, as `tell` does for actions."""
    if person_id == by.user_id:
        return
    reader = await viewer_of(person_id)
    if reader is None or not await may_see_report(reader, report_id, now):
        return
    await mail.queue(
        person_id=person_id, subject=REPORT, body=_BODY, address=f"/reports/{report_id}", now=now
    )
