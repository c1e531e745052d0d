"""The single action plan as the rating counts it: from the first due date."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from action_plans.closure_state import NOT_DONE, OPEN_STATUS, found_again, state
from qa import db
from qa.reports.places import Places
from qa.rules.london import end_of_day
from qa.rules.periods import add_months
from qa.viewer import COMMAND_LINE
from schedules.queries.moment import Moment


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """Of one plan that has, or had, an action: what is open and late, what came back."""

    open: int
    overdue: int
    overdue_high: int
    repeats: int


async def plan_counts(moment: Moment) -> dict[UUID, PlanCounts]:
    """By service whose plan ever had an action. What is done and waits for its check is open
    and not overdue; an extension does not lower anything."""
    since = add_months(moment.on, -12)
    found = await db.rows(
        f"""SELECT x.service,
                   count(*) FILTER (WHERE x.status IN {OPEN_STATUS}) AS open,
                   count(*) FILTER (WHERE {{}}) AS overdue,
                   count(*) FILTER (WHERE {{}} AND x.severity IN ('high', 'critical'))
                     AS overdue_high,
                   count(*) FILTER (WHERE {{}} OR {{}}) AS repeats
            FROM ({{}}) x JOIN action o ON o.id = x.id
            WHERE {{}} AND (o.embargoed_until IS NULL OR o.embargoed_until <= {{}})
            GROUP BY x.service""",
        _late(moment.on),
        _late(moment.on),
        _reopened(moment, since),
        _found_again(moment, since),
        state(COMMAND_LINE, moment.asked, Places(None, None, None)),
        moment.open_to("o.restricted"),
        moment.as_at,
    )
    return {
        row["service"]: PlanCounts(row["open"], row["overdue"], row["overdue_high"], row["repeats"])
        for row in found
    }


def _late(on: date) -> db.SQL:
    return db.SQL(f"x.status IN {NOT_DONE} AND x.first_due_on < {{}}", on)


def _reopened(moment: Moment, since: date) -> db.SQL:
    """Under way again in the last 12 months after it had been checked."""
    return db.SQL(
        f"""EXISTS (SELECT 1 FROM action_fact b JOIN action_fact c ON c.action = b.action
                    WHERE b.action = x.id AND b.field = 'status' AND b.value IN {NOT_DONE}
                      AND c.field = 'status' AND c.value = 'checked' AND c.seq < b.seq
                      AND b.happened_at > {{}} AND b.happened_at <= {{}}
                      AND b.recorded_at <= {{}}
                      AND c.seq > coalesce((SELECT max(m.seq) FROM action_fact m
                                            WHERE m.action = x.id AND m.field = 'restated'
                                              AND m.recorded_at <= {{}}), 0))""",
        end_of_day(since),
        moment.as_at,
        moment.known_at,
        moment.known_at,
    )


def _found_again(moment: Moment, since: date) -> db.SQL:
    """Found again in the last 12 months after it had been checked."""
    return db.SQL(
        """x.status IN ('checked', 'closed') AND EXISTS (
             SELECT 1 FROM ({}) l WHERE l.action = x.id AND l.last_on > x.checked_on
               AND l.last_on > {})""",
        found_again(moment.asked),
        since,
    )
