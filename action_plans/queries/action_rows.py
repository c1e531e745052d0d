"""One action as one row, the same in every list, with only what the viewer may know.

Keys of a row: ``id``, ``ref``, ``title``, ``service``, ``service_code``, ``service_name``,
``region_name``, ``severity``, ``status``, ``owner``, ``owner_name`` (of an account or as
written), ``raised_on``, ``first_due_on``, ``due_on``, ``done_on``, ``checked_on``,
``other_body``, ``sources`` (joined by ``;``), ``asked`` (kinds of open requests, joined by
``;``), and what the list itself adds.
"""

from collections.abc import Sequence
from datetime import datetime

from action_plans import scopes
from action_plans.permissions import knows_who_raised
from qa import db
from qa.db import SQL
from qa.roles import QUALITY_TEAM
from qa.viewer import Viewer

# Written out, so that the planner sees the conditions of the partial indexes.
OPEN = "('proposed', 'agreed', 'in_progress', 'done')"
NOT_DONE = "('proposed', 'agreed', 'in_progress')"


async def rows(
    viewer: Viewer, now: datetime, picked: SQL, order: str, adds: Sequence[str] = ()
) -> list[db.Row]:
    """Full rows of the few actions that a list has picked, in its order.

    ``picked`` selects ``id`` and what the order and ``adds`` name; it is scoped and limited.
    """
    return await db.rows(
        f"""SELECT a.id, a.ref, a.title, a.service, s.code AS service_code,
                   s.name AS service_name, r.name AS region_name, a.severity, a.status,
                   a.owner, coalesce(u.name, a.owner_name) AS owner_name, a.raised_on,
                   a.first_due_on, a.due_on, a.done_on, a.checked_on, a.other_body,
                   {{}} AS sources,
                   (SELECT string_agg(rq.kind, ';' ORDER BY rq.kind) FROM action_request rq
                    WHERE rq.action = a.id AND rq.decided_at IS NULL) AS asked
                   {"".join(f", p.{name}" for name in adds)}
            FROM ({{}}) p
            JOIN action a ON a.id = p.id
            JOIN service s ON s.id = a.service
            JOIN region r ON r.id = s.region
            LEFT JOIN users u ON u.id = a.owner
            ORDER BY {order}""",
        sources(viewer, now),
        picked,
    )


def sources(viewer: Viewer, now: datetime, alias: str = "a") -> SQL:
    """Who raised it, as this viewer may know it.

    The column never has restricted findings; nobody learns of one that is still embargoed for
    them and was joined to an action they know. Support workers and Quality
    Advisors never see who raised what (glossary.md section 3).
    """
    if not knows_who_raised(viewer):
        return SQL("''")
    if viewer.has(*QUALITY_TEAM) and not viewer.service_ids:
        return SQL(f"{alias}.sources")
    return SQL(
        f"""CASE WHEN EXISTS (SELECT 1 FROM finding ef WHERE ef.action = {alias}.id AND NOT {{}})
            THEN coalesce((SELECT string_agg(o.source, ';' ORDER BY o.first_on, o.source)
                FROM (SELECT ef.source, min(ef.raised_on) AS first_on FROM finding ef
                      WHERE ef.action = {alias}.id AND NOT ef.restricted AND {{}}
                      GROUP BY ef.source) o), '')
            ELSE {alias}.sources END""",
        scopes.not_embargoed(viewer, "ef", now),
        scopes.not_embargoed(viewer, "ef", now),
    )


def about_words(viewer: Viewer, now: datetime, words: str) -> SQL:
    """Condition: the words are in the action or in a finding of it that the viewer sees."""
    query = SQL("websearch_to_tsquery('english', {})", words)
    return SQL(
        """to_tsvector('english', coalesce(a.title, '') || ' ' || coalesce(a.difference, '')) @@ {}
           OR EXISTS (SELECT 1 FROM finding f WHERE f.action = a.id
               AND to_tsvector('english', coalesce(f.text, '') || ' '
                               || coalesce(f.suggested_action, '')) @@ {} AND {})""",
        query,
        query,
        scopes.findings(viewer, now),
    )
