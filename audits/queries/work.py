"""What a visitor has in hand: her open audits, and the checks that wait for her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from action_plans import scopes as plan_scopes
from action_plans.queries.checks import may_check
from audits.permissions import Place
from audits.queries.definitions import definition
from audits.queries.lists import AuditRow
from audits.rules.completion import Work
from audits.rules.definitions import Definition
from audits.rules.progress import Progress, progress_of
from qa import db, scopes
from qa.errors import NotFound
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Done-but-unchecked actions of one service that this viewer may check."""

    service_id: UUID
    service_name: str
    actions: int
    longest_days: int


@dataclass(frozen=True, slots=True)
class ServiceName:
    id: UUID
    code: str
    name: str

    @property
    def words(self) -> str:
        return f"{self.name} ({self.code})"


async def checks_waiting(*, viewer: Viewer, now: datetime) -> list[Waiting]:
    """By service, how much waits for this viewer to look (rules.md A39); longest first."""
    if viewer.user_id is None:
        return []
    found = await db.rows(
        """SELECT s.id AS service_id, s.name AS service_name, w.actions,
                  extract(day FROM {} - w.longest)::int AS longest_days
           FROM (SELECT a.service, count(*)::int AS actions, min(a.done_at) AS longest
                 FROM action a WHERE a.status = 'done' AND ({}) AND ({})
                 GROUP BY a.service) w JOIN service s ON s.id = w.service
           ORDER BY w.longest, s.name LIMIT 100""",
        now,
        may_check(viewer),
        plan_scopes.actions(viewer, now),
    )
    return [Waiting(**row) for row in found]


async def places(*, viewer: Viewer) -> list[ServiceName]:
    """The services in this viewer's sight that are open, by name."""
    found = await db.rows(
        """SELECT s.id, s.name, s.code FROM service s
           WHERE s.closed_on IS NULL AND ({}) ORDER BY s.name, s.code""",
        scopes.services(viewer),
    )
    return [ServiceName(row["id"], row["code"], row["name"]) for row in found]


async def place(*, viewer: Viewer, service_id: UUID) -> tuple[Place, str]:
    """What must be known of a service before an audit of it, and its name; or NotFound."""
    found = await db.row(
        """SELECT s.id, s.type, s.nights_staffed, s.opened_on, s.closed_on, s.name
           FROM service s WHERE s.id = {} AND ({})""",
        service_id,
        scopes.services(viewer),
    )
    if found is None:
        raise NotFound
    known = {name: found[name] for name in Place.__dataclass_fields__}
    return Place(**known), found["name"]


async def progress_by_audit(audits: Sequence[AuditRow]) -> dict[UUID, tuple[Definition, Progress]]:
    """How far each of a few open audits is; one query for the answers of all of them.

    Hand over audits that the viewer was allowed to read (queries.lists).
    """
    heads = await db.rows(
        """SELECT au.id, au.definition, au.visit_on, s.type FROM audit au
           JOIN service s ON s.id = au.service WHERE au.id = ANY({})""",
        [one.id for one in audits],
    )
    said = await db.rows(
        """SELECT audit, question_key, aspect, value FROM current_answer
           WHERE audit = ANY({}) AND aspect IN ('answer', 'not_looked') ORDER BY seq""",
        [one.id for one in audits],
    )
    found = {}
    for head in heads:
        asked = await definition(head["definition"])
        rows = [row for row in said if row["audit"] == head["id"]]
        keys = {question.key for question in asked.questions}
        work = Work(
            definition=asked,
            sections=asked.sections_for(head["type"]),
            visit_on=head["visit_on"],
            answers={
                row["question_key"]: msgspec.json.decode(row["value"])
                for row in rows
                if row["aspect"] == "answer" and row["value"] and row["question_key"] in keys
            },
            fields={},
            asides={
                (row["question_key"], "not_looked"): msgspec.json.decode(row["value"])
                for row in rows
                if row["aspect"] == "not_looked" and row["value"]
            },
        )
        last = [row["question_key"] for row in rows if row["question_key"] in keys]
        found[head["id"]] = (asked, progress_of(work, last[-1] if last else None))
    return found
