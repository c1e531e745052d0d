"""The ways a row of ``action`` changes: a claimed status, an owner, a due date, a severity.

Each writes its dated fact. Column names come from code, never from input.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from action_plans.commands import facts
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import OPEN, Status, why_not_move
from action_plans.rules.verbs import Verb, why_not_now
from qa import db
from qa.errors import WrongState

NOT_CLAIMED = OPEN - {Status.DONE}


def require_now(verb: Verb, about: Standing) -> None:
    """Raise WrongState when the action is not in a state for this."""
    if (reason := why_not_now(verb, about.status)) is not None:
        raise WrongState(reason)


async def claim_status(
    about: Standing,
    to: Status,
    *,
    by: UUID | None,
    now: datetime,
    happened_at: datetime | None = None,
    through: Status | None = None,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """Move an action from the state it was seen in; Conflict when somebody was first.

    What the decision rested on (owner, severity, due date, the claim) must be as it was
    seen. With ``through`` a state on the way gets its fact too.
    """
    step = about.status
    for following in (to,) if through is None else (through, to):
        if (reason := why_not_move(step, following)) is not None:
            raise WrongState(reason)
        step = following
    changes = {"status": to.value, **(columns or {})}
    await db.claim(
        f"""UPDATE action SET {", ".join(f'"{name}" = {{}}' for name in changes)}
            WHERE id = {{}} AND status = {{}} AND severity = {{}} AND due_on = {{}}
              AND owner IS NOT DISTINCT FROM {{}} AND done_at IS NOT DISTINCT FROM {{}}
            RETURNING id""",
        *changes.values(),
        about.id,
        about.status.value,
        about.severity.value,
        about.due_on,
        about.owner_id,
        about.done_at,
    )
    for status in (to,) if through is None else (through, to):
        await facts.write(about.id, "status", status.value, by=by, now=now, happened_at=happened_at)
    if about.status not in NOT_CLAIMED and to in NOT_CLAIMED:
        await facts.write(about.id, "reopened", None, by=by, now=now, happened_at=happened_at)


async def set_owner(
    action_id: UUID,
    owner_id: UUID | None,
    owner_name: str | None,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    """Give a locked action to somebody, or to nobody."""
    await db.execute(
        "UPDATE action SET owner = {}, owner_name = {} WHERE id = {}",
        owner_id,
        owner_name,
        action_id,
    )
    value = facts.owner_value(owner_id, owner_name)
    await facts.write(action_id, "owner", value, by=by, now=now)


async def set_due_on(action_id: UUID, due_on: date, *, by: UUID | None, now: datetime) -> None:
    """Change the present due date of a locked action; the first one never changes."""
    await db.execute("UPDATE action SET due_on = {} WHERE id = {}", due_on, action_id)
    await facts.write(action_id, "due_on", due_on, by=by, now=now)
