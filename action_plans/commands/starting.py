"""Starting an action for one or several findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from action_plans import permissions, scopes
from action_plans.commands import changing, facts, history
from action_plans.commands.joining import TAKEN, refresh
from action_plans.commands.owners import owner_faults, require_owner
from action_plans.commands.plans import ensure_plan
from action_plans.commands.refs import new_ref
from action_plans.commands.telling import NEW_ACTION, tell_owner
from action_plans.queries.standing import standing
from action_plans.rules.due_dates import first_due_on as default_due_on
from action_plans.rules.due_dates import why_not_first_due_on
from action_plans.rules.severities import Severity, highest
from action_plans.rules.sources import MUST_CHANGE
from action_plans.rules.statuses import Status
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Conflict, Invalid, NotFound, require
from qa.rules.london import london_day
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class _Together:
    """What an action has from the findings that it starts with."""

    service_id: UUID
    region_id: UUID
    restricted: bool
    embargoed_until: datetime | None
    limit_on: date | None
    severity: Severity
    hs_content: bool
    must_change: bool


async def start_action(
    *,
    viewer: Viewer,
    finding_ids: Sequence[UUID],
    title: str,
    severity: str,
    now: datetime,
    difference: str | None = None,
    how_known: str | None = None,
    owner_id: UUID | None = None,
    owner_name: str | None = None,
    first_due_on: date | None = None,
    steps: Sequence[str] = (),
    help_needed: str | None = None,
    ref: str | None = None,
    raised_on: date | None = None,
    status: str = Status.AGREED,
    happened_at: datetime | None = None,
) -> UUID:
    """Start an action that answers these findings of one service, and join them to it.

    It has one owner, with an account or by name (R007), and a first due date: by default 7,
    14, 42 or 90 days after it was raised, but not past what an outside body set. Restricted
    when every finding is; embargoed until the latest of them ends, unless one is open
    already. Only the quality team makes it less serious than what was found. The status is
    ``proposed`` or ``agreed``.
    """
    async with db.transaction():
        together = await _together(viewer, finding_ids, severity, now)
        require(
            permissions.why_not_plan(
                viewer,
                service_id=together.service_id,
                region_id=together.region_id,
                restricted=together.restricted,
            )
        )
        raised_at = happened_at or now
        raised_on = raised_on or london_day(raised_at)
        faults = _faults(title, severity, status, first_due_on, raised_on, together.limit_on)
        faults += _lower_faults(viewer, severity, together)
        faults += await owner_faults(owner_id, owner_name)
        if ref is not None and await db.value("SELECT 1 FROM action WHERE ref = {}", ref):
            faults.append(("ref", "There is an action with this reference already."))
        if faults:
            raise Invalid(faults)
        due_on = first_due_on or _default(raised_on, Severity(severity), together.limit_on)
        action_id = uuid4()
        await db.insert(
            "action",
            id=action_id,
            ref=ref or new_ref("A"),
            plan=await ensure_plan(together.service_id, now),
            service=together.service_id,
            title=title.strip(),
            difference=difference or None,
            how_known=how_known or None,
            help_needed=help_needed or None,
            severity=severity,
            status=status,
            owner=owner_id,
            owner_name=owner_name,
            raised_at=raised_at,
            raised_on=raised_on,
            raised_by=viewer.user_id,
            first_due_on=due_on,
            due_on=due_on,
            restricted=together.restricted,
            embargoed_until=together.embargoed_until,
            check_at_next_visit=False,
            hs_content=False,
            sources="",
            recorded_at=now,
        )
        for field, value in (
            ("status", status),
            ("owner", facts.owner_value(owner_id, owner_name)),
            ("due_on", due_on),
            ("severity", severity),
        ):
            await facts.write(
                action_id, field, value, by=viewer.user_id, now=now, happened_at=raised_at
            )
        await _join_all(action_id, finding_ids, viewer=viewer, now=now)
        for position, text in enumerate((step.strip() for step in steps if step.strip()), start=1):
            await db.insert(
                "action_step", id=uuid4(), action=action_id, position=position, text=text
            )
        about = await standing(viewer, action_id, now)
        await require_owner(viewer, about, now)
        await history.record_action(
            "action.started",
            about,
            viewer=viewer,
            now=now,
            happened_at=raised_at,
            data={
                "findings": [str(finding_id) for finding_id in finding_ids],
                "severity": severity,
                "first_due_on": due_on.isoformat(),
                "owner": None if owner_id is None else str(owner_id),
            },
        )
        await tell_owner(NEW_ACTION, action_id, by=viewer, now=now)
    return action_id


async def _together(
    viewer: Viewer, finding_ids: Sequence[UUID], severity: str, now: datetime
) -> _Together:
    """Lock the findings, in one order for everybody, and see what they have in common."""
    found = await db.rows(
        """SELECT f.id, f.service, s.region, f.action, f.restricted, f.embargoed_until,
                  f.limit_on, f.question_key, f.severity, f.hs_content
           FROM finding f JOIN service s ON s.id = f.service
           WHERE f.id = ANY({}) AND {} ORDER BY f.id FOR UPDATE OF f""",
        list(finding_ids),
        scopes.findings(viewer, now),
    )
    if not found or len(found) != len(set(finding_ids)):
        raise NotFound
    if len({finding["service"] for finding in found}) > 1:
        raise Invalid([("findings", "These findings belong to different services.")])
    if any(finding["action"] is not None for finding in found):
        raise Conflict(TAKEN)
    if len(found) > 1 and any(finding["question_key"] == MUST_CHANGE for finding in found):
        raise Invalid(
            [("findings", "What Quality Advisors said must change gets an action of its own.")]
        )
    ends = [finding["embargoed_until"] for finding in found]
    told = severity == Severity.CRITICAL or any(end is None or end <= now for end in ends)
    limits = [finding["limit_on"] for finding in found if finding["limit_on"] is not None]
    return _Together(
        service_id=found[0]["service"],
        region_id=found[0]["region"],
        restricted=all(finding["restricted"] for finding in found),
        embargoed_until=None if told else max(ends),
        limit_on=min(limits, default=None),
        severity=highest(Severity(finding["severity"]) for finding in found),
        hs_content=any(finding["hs_content"] for finding in found),
        must_change=any(finding["question_key"] == MUST_CHANGE for finding in found),
    )


def _faults(
    title: str,
    severity: str,
    status: str,
    first_due_on: date | None,
    raised_on: date,
    limit_on: date | None,
) -> list[tuple[str, str]]:
    faults = []
    if not title.strip():
        faults.append(("title", "Say what will be put right."))
    if len(title.strip()) > 300:
        faults.append(("title", "Say it in 300 characters or fewer."))
    if status not in (Status.PROPOSED, Status.AGREED):
        faults.append(("status", "An action starts as proposed or agreed."))
    if severity not in set(Severity):
        faults.append(("severity", "Choose how serious it is."))
    elif first_due_on is not None:
        reason = why_not_first_due_on(
            first_due_on,
            raised_on=raised_on,
            severity=Severity(severity),
            external_limit=_limit(raised_on, limit_on),
        )
        if reason is not None:
            faults.append(("first_due_on", reason))
    return faults


def _lower_faults(viewer: Viewer, severity: str, together: _Together) -> list[tuple[str, str]]:
    """An action counts no less than what was found, unless the quality team says so."""
    if severity not in set(Severity) or Severity(severity).rank >= together.severity.rank:
        return []
    reason = permissions.why_not_less_serious(
        viewer, hs_content=together.hs_content, must_change=together.must_change
    )
    return [] if reason is None else [("severity", reason)]


def _default(raised_on: date, severity: Severity, limit_on: date | None) -> date:
    limit = _limit(raised_on, limit_on)
    usual = default_due_on(raised_on, severity)
    return usual if limit is None else min(usual, limit)


def _limit(raised_on: date, limit_on: date | None) -> date | None:
    """An outside date that has gone by already asks for today."""
    return None if limit_on is None else max(limit_on, raised_on)


async def _join_all(
    action_id: UUID, finding_ids: Sequence[UUID], *, viewer: Viewer, now: datetime
) -> None:
    await db.execute(
        "UPDATE finding SET action = {}, joined_at = {}, joined_by = {} WHERE id = ANY({})",
        action_id,
        now,
        viewer.user_id,
        list(finding_ids),
    )
    for finding_id in finding_ids:
        await facts.write(action_id, "joined", str(finding_id), by=viewer.user_id, now=now)
    await refresh(action_id)


async def agree_action(*, viewer: Viewer, action_id: UUID, now: datetime) -> None:
    """The service agrees to a proposed action (glossary.md section 6)."""
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        require(permissions.why_not_answer_for(viewer, about))
        changing.require_now(Verb.AGREE, about)
        await changing.claim_status(about, Status.AGREED, by=viewer.user_id, now=now)
        await history.record_action("action.agreed", about, viewer=viewer, now=now)
