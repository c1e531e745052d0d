"""Our own checking: full reviews, H&S visits and returns, critical questions not yet checked."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from action_plans.closure_state import joined, state
from qa import db
from qa.db import SQL
from qa.reports.places import Places
from qa.viewer import COMMAND_LINE
from schedules.queries.moment import Moment


@dataclass(slots=True)
class OwnChecks:
    """``score`` is of the last full review that had one; ``critical_known`` whether any visit
    says how critical questions went."""

    reviewed_on: date | None = None
    score: Decimal | None = None
    hs_visit_on: date | None = None
    returned_on: list[date] = field(default_factory=list)
    service_review_on: date | None = None
    night_on: date | None = None
    unannounced_on: date | None = None
    critical_known: bool = False
    critical_fail: bool = False
    life_safety_overdue: bool = False


def visits(moment: Moment) -> SQL:
    """Rows ``service, kind, visit_on, score, announced, critical_failed`` of visits that took
    place: audits finished here, and those that a file told."""
    return SQL(
        """SELECT a.service, d.data->>'kind' AS kind, a.visit_on,
                  CAST(a.score AS numeric) AS score, TRUE AS announced,
                  CAST(a.critical_failed AS integer) AS critical_failed
           FROM audit a JOIN definition_version d ON d.id = a.definition
           WHERE a.status = 'complete' AND a.completed_at <= {} AND a.completed_at <= {}
           UNION ALL
           SELECT p.service, p.kind, p.visit_on, p.score, p.announced, p.critical_failed
           FROM past_visit p WHERE p.visit_on <= {} AND {}""",
        moment.as_at,
        moment.known_at,
        moment.on,
        moment.current("p"),
    )


async def own_checks(moment: Moment) -> dict[UUID, OwnChecks]:
    """By service that was ever visited."""
    checks: dict[UUID, OwnChecks] = {}
    for row in await db.rows("SELECT * FROM ({}) v ORDER BY visit_on, score", visits(moment)):
        one = checks.setdefault(row["service"], OwnChecks())
        one.critical_known |= row["critical_failed"] is not None
        if not row["announced"] or row["kind"] in ("spot_check", "night_check"):
            one.unannounced_on = row["visit_on"]
        match row["kind"]:
            case "full_review":
                one.reviewed_on = row["visit_on"]
                one.score = one.score if row["score"] is None else row["score"]
            case "hs_full_visit":
                one.hs_visit_on = row["visit_on"]
            case "hs_quarterly_return":
                one.returned_on.append(row["visit_on"])
            case "service_review":
                one.service_review_on = row["visit_on"]
            case "night_check":
                one.night_on = row["visit_on"]
    for row in await _critical(moment):
        one = checks.setdefault(row["service"], OwnChecks())
        one.critical_known = one.critical_fail = True
        one.life_safety_overdue |= row["life_safety_overdue"]
    return checks


async def _critical(moment: Moment) -> list[db.Row]:
    """Services where a critical question failed and its action is not checked (FL9).

    For a past visit from a file no action is named: it counts as checked when the critical
    actions raised since are, and there is one.
    """
    asked = moment.asked
    return await db.rows(
        """WITH stood AS (
             SELECT x.* FROM ({}) x JOIN action o ON o.id = x.id WHERE {}),
           held AS ({})
           SELECT f.service,
                  bool_or(f.hs_content AND coalesce(x.first_due_on < {}, FALSE))
                    AS life_safety_overdue
           FROM finding f LEFT JOIN held h ON h.finding = f.id
           LEFT JOIN stood x ON x.id = h.action
           WHERE f.origin_kind = 'audit' AND f.severity = 'critical' AND f.raised_on <= {}
             AND f.recorded_at <= {} AND {}
             AND (f.embargoed_until IS NULL OR f.embargoed_until <= {})
             AND (x.id IS NULL OR x.status NOT IN ('checked', 'closed', 'rejected', 'merged'))
           GROUP BY f.service
           UNION ALL
           SELECT v.service, FALSE
           FROM (SELECT DISTINCT ON (service, kind) * FROM ({}) a
                 ORDER BY service, kind, visit_on DESC) v
           WHERE v.critical_failed > 0
             AND NOT EXISTS (SELECT 1 FROM finding o WHERE o.service = v.service
                             AND o.origin_kind = 'audit' AND o.raised_on = v.visit_on)
             AND NOT coalesce((
                   SELECT bool_and(x.status IN ('checked', 'closed')) FROM stood x
                   WHERE x.service = v.service AND x.severity = 'critical'
                     AND x.raised_on >= v.visit_on), FALSE)""",
        state(COMMAND_LINE, asked, Places(None, None, None)),
        moment.open_to("o.restricted"),
        joined(asked),
        moment.on,
        moment.on,
        moment.known_at,
        moment.open_to("f.restricted"),
        moment.as_at,
        visits(moment),
    )
