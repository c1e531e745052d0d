"""Many findings to one action: joined and unjoined without loss."""

from datetime import date, datetime
from uuid import UUID

from action_plans import permissions, scopes
from action_plans.commands import changing, facts, history
from action_plans.queries.standing import standing
from action_plans.rules.sources import MUST_CHANGE
from action_plans.rules.standings import Standing
from action_plans.rules.verbs import Verb
from qa import db
from qa.errors import Conflict, NotFound, require
from qa.viewer import Viewer

TAKEN = "Somebody else has already put this finding with another action."


async def join_finding(*, viewer: Viewer, finding_id: UUID, action_id: UUID, now: datetime) -> None:
    """Put a finding with an open action of the same service.

    Joining twice changes nothing; a finding that is with another action is a Conflict.
    Severity stays; an outside body's earlier date brings the action forward. What Quality
    Advisors said must change gets an action of its own (T16).
    """
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        finding = await _finding(viewer, finding_id, now)
        if finding["service"] != about.service_id:
            raise NotFound
        require(permissions.why_not_join(viewer, about))
        if finding["action"] == action_id:
            return
        changing.require_now(Verb.JOIN, about)
        require(_why_not_together(finding, about))
        if finding["action"] is not None:
            raise Conflict(TAKEN)
        claimed = await db.row(
            """UPDATE finding SET action = {}, joined_at = {}, joined_by = {}
               WHERE id = {} AND action IS NULL RETURNING limit_on""",
            action_id,
            now,
            viewer.user_id,
            finding_id,
        )
        if claimed is None:
            raise Conflict(TAKEN)
        await facts.write(action_id, "joined", str(finding_id), by=viewer.user_id, now=now)
        # Brought forward first: no action has an outside date that its own is past.
        limit: date | None = claimed["limit_on"]
        if limit is not None and limit < about.due_on:
            await changing.set_due_on(action_id, limit, by=viewer.user_id, now=now)
        await refresh(action_id)
        await _record("action.finding_joined", about, finding, viewer=viewer, now=now)


async def unjoin_finding(
    *, viewer: Viewer, finding_id: UUID, action_id: UUID, now: datetime
) -> None:
    """Take a finding away from an open action, which is then as it was before it came."""
    async with db.transaction():
        about = await standing(viewer, action_id, now, lock=True)
        finding = await _finding(viewer, finding_id, now)
        require(permissions.why_not_join(viewer, about))
        changing.require_now(Verb.JOIN, about)
        taken = await db.row(
            """UPDATE finding SET action = NULL, joined_at = NULL, joined_by = NULL
               WHERE id = {} AND action = {} RETURNING id""",
            finding_id,
            action_id,
        )
        if taken is None:
            raise Conflict("This finding is no longer with this action.")
        await facts.write(action_id, "unjoined", str(finding_id), by=viewer.user_id, now=now)
        await refresh(action_id)
        before = await _due_before(about, finding)
        if before is not None:
            await changing.set_due_on(action_id, before, by=viewer.user_id, now=now)
        await _record("action.finding_unjoined", about, finding, viewer=viewer, now=now)


async def refresh(action_id: UUID) -> None:
    """Work out anew what an action has from its findings.

    Sources only of findings that are not restricted; H&S content when any has it; the
    earliest date that an outside body set.
    """
    await db.execute(
        """UPDATE action SET
             sources = coalesce((SELECT string_agg(source, ';' ORDER BY first_on, source)
                 FROM (SELECT source, min(raised_on) AS first_on FROM finding
                       WHERE action = {} AND NOT restricted GROUP BY source) s), ''),
             hs_content = EXISTS (SELECT 1 FROM finding WHERE action = {} AND hs_content),
             limit_on = (SELECT min(limit_on) FROM finding WHERE action = {})
           WHERE id = {}""",
        action_id,
        action_id,
        action_id,
        action_id,
    )


async def _finding(viewer: Viewer, finding_id: UUID, now: datetime) -> db.Row:
    found = await db.row(
        """SELECT f.id, f.service, f.action, f.restricted, f.embargoed_until, f.question_key,
                  f.limit_on, f.joined_at
           FROM finding f WHERE f.id = {} AND {}""",
        finding_id,
        scopes.findings(viewer, now),
    )
    if found is None:
        raise NotFound
    return found


def _why_not_together(finding: db.Row, about: Standing) -> str | None:
    if finding["question_key"] == MUST_CHANGE:
        return "Quality Advisors said that this must change. It gets an action of its own."
    if about.restricted and not finding["restricted"]:
        return "This action is restricted. Start another one for what everybody may read."
    return None


async def _due_before(about: Standing, finding: db.Row) -> date | None:
    """The due date before this finding brought it forward, if nothing moved it since."""
    if finding["limit_on"] != about.due_on:
        return None
    latest = await db.rows(
        """SELECT f.value, f.recorded_at, a.limit_on
           FROM action_fact f JOIN action a ON a.id = f.action
           WHERE f.action = {} AND f.field = 'due_on' ORDER BY f.seq DESC LIMIT 2""",
        about.id,
    )
    if len(latest) < 2 or latest[0]["recorded_at"] != finding["joined_at"]:
        return None
    before = date.fromisoformat(latest[1]["value"])
    limit: date | None = latest[1]["limit_on"]
    # What came since may have a date of its own, which is not passed.
    return before if limit is None or before <= about.first_due_on else min(before, limit)


async def _record(
    kind: str, about: Standing, finding: db.Row, *, viewer: Viewer, now: datetime
) -> None:
    """In the history of the action, but for no more eyes than the finding has."""
    ends = [about.embargoed_until, finding["embargoed_until"]]
    await history.record(
        kind,
        ("action", about.id),
        viewer=viewer,
        now=now,
        service_id=about.service_id,
        restricted=finding["restricted"] or about.restricted,
        embargoed_until=max((end for end in ends if end is not None), default=None),
        data={"finding": str(finding["id"])},
    )
