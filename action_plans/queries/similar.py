"""Open actions that may be about the same improvement, offered before a new one is made."""

from datetime import datetime
from uuid import UUID

from action_plans import scopes
from action_plans.queries import action_rows
from action_plans.queries.action_rows import OPEN
from action_plans.rules.statuses import VERIFIED
from qa import db
from qa.db import SQL
from qa.viewer import Viewer

# Measured on the seed's findings of many voices: see the test of this module.
_FLOOR = 0.01
_VERIFIED = f"({', '.join(repr(status.value) for status in sorted(VERIFIED))})"


async def similar_actions(
    viewer: Viewer,
    service_id: UUID,
    words: str,
    framework_item: str | None,
    now: datetime,
    limit: int = 5,
    *,
    put_right: bool = False,
) -> list[db.Row]:
    """Open actions of a service by how near they are to what somebody is writing.

    With ``put_right`` those that are checked instead: perhaps it came back.
    PostgreSQL's full-text rank of any of the words over title, difference and the visible
    findings of each action, long texts counting a little less; the same item of the
    framework doubles it, and is offered even without a common word. A row adds ``rank``
    and ``same_item``.
    """
    states = _VERIFIED if put_right else OPEN
    picked = SQL(
        f"""SELECT d.id, d.same_item,
                   ts_rank(d.words, q.words, 1) * (CASE WHEN d.same_item THEN 2 ELSE 1 END)
                       + (CASE WHEN d.same_item THEN {_FLOOR} ELSE 0 END) AS rank
            FROM (SELECT to_tsquery('simple', coalesce(
                             string_agg(quote_literal(lexeme), ' | '), '')) AS words
                  FROM unnest(to_tsvector('english', {{}}))) q,
                 (SELECT a.id,
                         setweight(to_tsvector('english', a.title), 'A')
                         || setweight(to_tsvector('english', coalesce(a.difference, '') || ' '
                                || coalesce(fs.words, '')), 'B') AS words,
                         coalesce(fs.same_item, FALSE) AS same_item
                  FROM action a
                  LEFT JOIN LATERAL (
                      SELECT string_agg(f.text || ' ' || coalesce(f.suggested_action, ''), ' ')
                                 AS words,
                             bool_or(f.framework_item = {{}}) AS same_item
                      FROM finding f WHERE f.action = a.id AND {{}}) fs ON TRUE
                  WHERE a.service = {{}} AND a.status IN {states} AND {{}}) d
            WHERE d.same_item OR ts_rank(d.words, q.words, 1) >= {_FLOOR}
            ORDER BY rank DESC, d.id LIMIT {{}}""",
        words,
        framework_item,
        scopes.findings(viewer, now),
        service_id,
        scopes.actions(viewer, now),
        limit,
    )
    return await action_rows.rows(viewer, now, picked, "p.rank DESC, a.id", ("rank", "same_item"))
