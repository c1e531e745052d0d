"""How one action stands, for those who may see it: the start of every command and page."""

from datetime import datetime
from uuid import UUID

from action_plans import scopes
from action_plans.rules.checking import CheckableAction
from action_plans.rules.severities import Severity
from action_plans.rules.sources import MUST_CHANGE
from action_plans.rules.standings import Standing
from action_plans.rules.statuses import Status
from qa import db
from qa.errors import NotFound
from qa.viewer import Viewer


async def standing(
    viewer: Viewer, action_id: UUID, now: datetime, *, lock: bool = False
) -> Standing:
    """The action as it stands, or NotFound when there is none in scope.

    With ``lock`` its row stays locked until the transaction ends, so that nobody checks,
    moves or ends it in between.
    """
    found = await standings(
        db.SQL("a.id = {} AND {}", action_id, scopes.actions(viewer, now)), lock=lock
    )
    if not found:
        raise NotFound
    return found[0]


async def standings(where: db.SQL, *, lock: bool = False) -> list[Standing]:
    """Actions as they stand, by id: so that all who lock several do it in one order."""
    found = await db.rows(
        """SELECT a.id, a.service, s.region, a.status, a.severity, a.owner, a.owner_name,
                  a.raised_on, a.first_due_on, a.due_on, a.limit_on, a.done_at, a.hs_content,
                  a.restricted, a.embargoed_until,
                  EXISTS (SELECT 1 FROM finding mc WHERE mc.action = a.id
                          AND mc.question_key = {}) AS must_change
           FROM action a JOIN service s ON s.id = a.service
           WHERE {} ORDER BY a.id {}""",
        MUST_CHANGE,
        where,
        db.SQL("FOR UPDATE OF a" if lock else ""),
    )
    return [_from_row(each) for each in found]


def _from_row(found: db.Row) -> Standing:
    return Standing(
        id=found["id"],
        service_id=found["service"],
        region_id=found["region"],
        status=Status(found["status"]),
        severity=Severity(found["severity"]),
        owner_id=found["owner"],
        owner_name=found["owner_name"],
        raised_on=found["raised_on"],
        first_due_on=found["first_due_on"],
        due_on=found["due_on"],
        limit_on=found["limit_on"],
        done_at=found["done_at"],
        hs_content=found["hs_content"],
        restricted=found["restricted"],
        embargoed_until=found["embargoed_until"],
        must_change=found["must_change"],
    )


async def checkable(about: Standing) -> CheckableAction:
    """Everyone who had a part in an action, for rules.md A39; merged actions included."""
    people: dict[str, set[UUID]] = {"owner": set(), "done": set(), "proof": set()}
    for found in await db.rows("SELECT person, part FROM action_people({})", about.id):
        people[found["part"]].add(found["person"])
    return CheckableAction(
        severity=about.severity,
        hs_content=about.hs_content,
        service=about.service_id,
        region=about.region_id,
        owners=frozenset(people["owner"]),
        marked_done_by=frozenset(people["done"]),
        proof_added_by=frozenset(people["proof"]),
    )


async def may_see_action(viewer: Viewer, action_id: UUID, now: datetime) -> bool:
    """Whether this person may see the action now; its files and its mail follow this."""
    return (
        await db.value(
            "SELECT 1 FROM action a WHERE a.id = {} AND {}", action_id, scopes.actions(viewer, now)
        )
        is not None
    )


async def may_read_file(viewer: Viewer, action_id: UUID, file_id: UUID, now: datetime) -> bool:
    """Whoever sees an action may read the files that prove it; for ``qa.files.open_file``."""
    kept = await db.value(
        "SELECT 1 FROM proof p WHERE p.file = {} AND p.action = {}", file_id, action_id
    )
    return kept is not None and await may_see_action(viewer, action_id, now)
