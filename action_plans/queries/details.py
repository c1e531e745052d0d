"""Everything about one action that this viewer may know."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans import permissions, scopes
from action_plans.queries import action_rows
from action_plans.queries.findings import visible_words
from action_plans.queries.standing import checkable, standing
from action_plans.rules.standings import Standing
from action_plans.rules.verbs import Verb
from qa import db
from qa.db import SQL
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """``row`` is as in every list, with ``difference``, ``how_known``, ``help_needed``,
    ``not_done_because``, ``merged_into``, ``limit_on``, ``done_by_name``, ``checked_by_name``
    and ``check_at_next_visit``; ``offered`` is what the viewer can do to it now, and
    ``why_not_check`` why they may never check it (A39)."""

    row: db.Row
    about: Standing
    offered: frozenset[Verb]
    why_not_check: str | None
    findings: list[db.Row]
    steps: list[db.Row]
    notes: list[db.Row]
    proof: list[db.Row]
    requests: list[db.Row]
    checks: list[db.Row]
    due_dates: list[date]


async def action(viewer: Viewer, action_id: UUID, now: datetime) -> ActionDetail:
    """One action in full, or NotFound.

    Findings are those that the viewer may see, with who said it where that may be shown;
    ``due_dates`` are the first and each later one, in order.
    """
    about = await standing(viewer, action_id, now)
    people = await checkable(about)
    return ActionDetail(
        row=await _row(viewer, action_id, now),
        about=about,
        offered=permissions.offered(viewer, about, people),
        why_not_check=permissions.why_not_check(viewer, people),
        findings=await _findings(viewer, action_id, now),
        steps=await db.rows(
            """SELECT st.id, st.position, st.text, st.done_at, u.name AS done_by_name
               FROM action_step st LEFT JOIN users u ON u.id = st.done_by
               WHERE st.action = {} ORDER BY st.position""",
            action_id,
        ),
        notes=await db.rows(
            """SELECT n.id, n.kind, n.text, n.at, n.by, u.name AS by_name
               FROM action_note n LEFT JOIN users u ON u.id = n.by
               WHERE n.action = {} ORDER BY n.at, n.id""",
            action_id,
        ),
        proof=await db.rows(
            """SELECT p.id, p.kind, p.text, p.file, sf.name AS file_name, sf.content_type,
                      p.added_at, p.added_by, u.name AS added_by_name
               FROM proof p LEFT JOIN stored_file sf ON sf.id = p.file
               LEFT JOIN users u ON u.id = p.added_by
               WHERE p.action = {} ORDER BY p.added_at, p.id""",
            action_id,
        ),
        requests=await db.rows(
            """SELECT q.id, q.kind, q.reason, q.new_due_on, q.other_body, q.asked_by,
                      q.asked_at, q.decided_at, q.agreed, q.decision,
                      ua.name AS asked_by_name, ud.name AS decided_by_name
               FROM action_request q LEFT JOIN users ua ON ua.id = q.asked_by
               LEFT JOIN users ud ON ud.id = q.decided_by
               WHERE q.action = {} ORDER BY q.asked_at, q.id""",
            action_id,
        ),
        checks=await db.rows(
            """SELECT c.id, c.worked, c.how, c.claim_done_at, c.checked_at,
                      coalesce(u.name, c.checked_by_name) AS checked_by_name
               FROM action_check c LEFT JOIN users u ON u.id = c.checked_by
               WHERE c.action = {} ORDER BY c.checked_at, c.id""",
            action_id,
        ),
        due_dates=[
            date.fromisoformat(found["value"])
            for found in await db.rows(
                """SELECT value FROM action_fact WHERE action = {} AND field = 'due_on'
                   ORDER BY happened_at, seq""",
                action_id,
            )
        ],
    )


async def _row(viewer: Viewer, action_id: UUID, now: datetime) -> db.Row:
    picked = SQL(
        """SELECT x.id, x.difference, x.how_known, x.help_needed, x.not_done_because,
                  x.merged_into, x.limit_on, x.check_at_next_visit, x.restricted,
                  coalesce(ud.name, x.done_by_name) AS done_by_name,
                  coalesce(uc.name, x.checked_by_name) AS checked_by_name
           FROM action x LEFT JOIN users ud ON ud.id = x.done_by
           LEFT JOIN users uc ON uc.id = x.checked_by WHERE x.id = {}""",
        action_id,
    )
    found = await action_rows.rows(
        viewer,
        now,
        picked,
        "a.id",
        (
            "difference",
            "how_known",
            "help_needed",
            "not_done_because",
            "merged_into",
            "limit_on",
            "check_at_next_visit",
            "restricted",
            "done_by_name",
            "checked_by_name",
        ),
    )
    return found[0]


async def _findings(viewer: Viewer, action_id: UUID, now: datetime) -> list[db.Row]:
    return visible_words(
        viewer,
        await db.rows(
            """SELECT f.id, f.ref, f.source, f.raised_on, f.text, f.suggested_action, f.severity,
                      f.framework_item, f.question_key, f.restricted, f.naming, f.origin_kind,
                      f.origin_id, f.origin_address, f.limit_on, f.joined_at, v.who
               FROM finding f LEFT JOIN finding_voice v ON v.finding = f.id
               WHERE f.action = {} AND {} ORDER BY f.raised_on, f.id""",
            action_id,
            scopes.findings(viewer, now),
        ),
    )
