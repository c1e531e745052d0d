"""Asking: for more time, to give it to another body, to say that we cannot. And deciding."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from action_plans import permissions
from action_plans.commands import changing, history
from action_plans.commands.telling import DECIDED, tell
from action_plans.queries.standing import standing
from action_plans.rules.due_dates import why_not_extend
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Conflict, Invalid, NotFound, WrongState, require
from qa.rules.london import london_day
from qa.viewer import Viewer


class Kind(StrEnum):
    EXTENSION = "extension"
    TRANSFER = "transfer"
    REJECTION = "rejection"


async def ask_for_time(
    *, viewer: Viewer, action_id: UUID, new_due_on: date, reason: str, now: datetime
) -> UUID:
    """Ask for a later due date, with a reason; not past what an outside body set."""
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        require(permissions.why_not_ask(viewer, about))
        changing.require_now(Verb.ASK_FOR_TIME, about)
        fault = why_not_extend(
            new_due_on, about.due_on, london_day(now), about.limit_on, reason=reason
        )
        if fault is not None:
            raise Invalid([("new_due_on" if reason.strip() else "reason", fault)])
        return await _ask(
            Kind.EXTENSION, about, reason, viewer=viewer, now=now, new_due_on=new_due_on
        )


async def decide_time(
    *, viewer: Viewer, request_id: UUID, agreed: bool, decision: str, now: datetime
) -> None:
    """The regional manager (or the director) gives more time or does not.

    The first due date stays for ever; a no needs its reason. What was possible when it was
    asked must still be possible when it is agreed.
    """
    async with db.transaction():
        about, request = await _request(viewer, request_id, Kind.EXTENSION, now)
        require(permissions.why_not_decide(viewer, about, request["asked_by"]))
        await _decide(about, request, agreed, decision, viewer=viewer, now=now)
        if agreed:
            fault = why_not_extend(
                request["new_due_on"],
                about.due_on,
                london_day(now),
                about.limit_on,
                reason=request["reason"],
            )
            if fault is not None:
                raise WrongState(fault)
            await changing.set_due_on(about.id, request["new_due_on"], by=viewer.user_id, now=now)


async def say_other_body(
    *, viewer: Viewer, action_id: UUID, other_body: str, reason: str, now: datetime
) -> UUID:
    """Say that somebody else has to do it, such as the landlord.

    It stays with the service, and counts against nobody else, until the regional manager
    agrees (contract.md "Figures").
    """
    faults = []
    if not other_body.strip() or len(other_body.strip()) > 200:
        faults.append(("other_body", "Say whose it is, in 1 to 200 characters."))
    if not reason.strip():
        faults.append(("reason", "Say why it is theirs."))
    if faults:
        raise Invalid(faults)
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        require(permissions.why_not_ask(viewer, about))
        changing.require_now(Verb.SAY_OTHER_BODY, about)
        return await _ask(
            Kind.TRANSFER, about, reason, viewer=viewer, now=now, other_body=other_body.strip()
        )


async def decide_other_body(
    *, viewer: Viewer, request_id: UUID, agreed: bool, decision: str, now: datetime
) -> None:
    """The regional manager (or the director) agrees that it is another body's, or not."""
    async with db.transaction():
        about, request = await _request(viewer, request_id, Kind.TRANSFER, now)
        require(permissions.why_not_decide(viewer, about, request["asked_by"]))
        await _decide(about, request, agreed, decision, viewer=viewer, now=now)
        if agreed:
            await changing.claim_status(
                about,
                Status.TRANSFERRED,
                by=viewer.user_id,
                now=now,
                columns={"other_body": request["other_body"]},
            )


async def say_we_cannot(*, viewer: Viewer, action_id: UUID, reason: str, now: datetime) -> UUID:
    """Say that we could not do it, because; never to Quality Advisors' "must change"."""
    if not reason.strip():
        raise Invalid([("reason", "Say why we cannot do it.")])
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        require(permissions.why_not_say_we_cannot(viewer, about))
        changing.require_now(Verb.SAY_WE_CANNOT, about)
        return await _ask(Kind.REJECTION, about, reason, viewer=viewer, now=now)


async def decide_we_cannot(
    *, viewer: Viewer, request_id: UUID, agreed: bool, decision: str, now: datetime
) -> None:
    """A Quality Manager agrees that it will not be done, or not (glossary.md section 6)."""
    async with db.transaction():
        about, request = await _request(viewer, request_id, Kind.REJECTION, now)
        require(permissions.why_not_decide_we_cannot(viewer, about, request["asked_by"]))
        await _decide(about, request, agreed, decision, viewer=viewer, now=now)
        if agreed:
            await changing.claim_status(
                about,
                Status.REJECTED,
                by=viewer.user_id,
                now=now,
                columns={"not_done_because": request["reason"]},
            )


async def _ask(
    kind: Kind,
    about: Standing,
    reason: str,
    *,
    viewer: Viewer,
    now: datetime,
    new_due_on: date | None = None,
    other_body: str | None = None,
) -> UUID:
    """Write a request about a locked action; one of a kind waits at a time."""
    if await db.value(
        """SELECT 1 FROM action_request
           WHERE action = {} AND kind = {} AND decided_at IS NULL""",
        about.id,
        kind.value,
    ):
        raise Conflict("This was asked already and waits to be decided.")
    request_id = uuid4()
    await db.insert(
        "action_request",
        id=request_id,
        action=about.id,
        kind=kind.value,
        reason=reason.strip(),
        new_due_on=new_due_on,
        other_body=other_body,
        asked_by=viewer.user_id,
        asked_at=now,
    )
    await history.record_action(
        f"action.{kind}_asked",
        about,
        viewer=viewer,
        now=now,
        data={
            "request": str(request_id),
            "new_due_on": None if new_due_on is None else new_due_on.isoformat(),
        },
    )
    return request_id


async def _request(
    viewer: Viewer, request_id: UUID, kind: Kind, now: datetime
) -> tuple[Standing, db.Row]:
    """The request and, locked, its action."""
    found = await db.row(
        """SELECT id, action, asked_by, reason, new_due_on, other_body FROM action_request
           WHERE id = {} AND kind = {}""",
        request_id,
        kind.value,
    )
    if found is None:
        raise NotFound
    return await standing(viewer, found["action"], now, lock=True), found


async def _decide(
    about: Standing,
    request: db.Row,
    agreed: bool,
    decision: str,
    *,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Claim an open request; Conflict when somebody has decided it."""
    if not agreed and not decision.strip():
        raise Invalid([("decision", "A no needs its reason.")])
    await db.claim(
        """UPDATE action_request SET decided_by = {}, decided_at = {}, agreed = {}, decision = {}
           WHERE id = {} AND decided_at IS NULL RETURNING kind""",
        viewer.user_id,
        now,
        agreed,
        decision.strip() or None,
        request["id"],
    )
    changing.require_now(Verb.DECIDE, about)
    await history.record_action(
        "action.request_decided",
        about,
        viewer=viewer,
        now=now,
        data={"request": str(request["id"]), "agreed": agreed},
    )
    await tell(request["asked_by"], DECIDED, about.id, by=viewer, now=now)
