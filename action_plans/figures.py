"""Action closure (contract.md, "Figures"), and the actions behind each of its numbers."""

from datetime import date
from uuid import UUID

from action_plans.closure_state import NOT_DONE, OPEN_STATUS, found_again, reopened, state
from action_plans.queries import action_rows
from action_plans.rules.severities import Severity
from action_plans.rules.sources import Source
from qa import db
from qa.db import SQL
from qa.errors import Invalid
from qa.reports.asked import Asked
from qa.reports.places import Places, counts_only, places
from qa.reports.shapes import ClosureFigure, ClosureNumbers, LeftOut, Share
from qa.rules.percentages import rate
from qa.rules.periods import add_months
from qa.viewer import Viewer

Cursor = tuple[date, UUID]
LEFT_OUT = {"with_other_body": "transferred", "not_to_be_done": "rejected", "joined": "merged"}
LEFT_OUT_WORDS = {
    "with_other_body": "with another body",
    "not_to_be_done": "we could not, because",
    "joined": "joined with another action",
}
PERIOD_NUMBERS = ("due", "closed", "closed_on_time", *LEFT_OUT, "reopened")
OPEN_NUMBERS = ("open", "overdue", "past_first_date", "waiting_to_be_checked")
# What can be listed: each number of the figure.
NUMBERS = (*PERIOD_NUMBERS, *OPEN_NUMBERS, "came_back")
IN_PLAN = "x.status NOT IN ('rejected', 'merged', 'transferred')"
CHECKED = "x.status IN ('checked', 'closed')"


async def closure(viewer: Viewer, asked: Asked) -> ClosureFigure:
    """The figure for a period and, beside it, for the one before.

    Both are as at the same time, so what is open now is the same in both.
    """
    _require_known(asked)
    there = await places(viewer, asked)
    now = await _numbers(viewer, asked, there)
    before = await _numbers(viewer, asked.before(), there)
    return ClosureFigure(
        **{name: getattr(now, name) for name in ClosureNumbers.__struct_fields__},
        from_=asked.period.from_on,
        to=asked.period.to_on,
        as_at=asked.as_at,
        known_at=asked.known_at,
        service=asked.service,
        contract=asked.contract,
        region=asked.region,
        source=asked.source,
        severity=asked.severity,
        previous=before,
    )


async def closure_share(viewer: Viewer, asked: Asked) -> tuple[Share, Share]:
    """Closed of due, for the period and for the one before: what a first page needs, fast."""
    _require_known(asked)
    there = await places(viewer, asked)
    shares = []
    for one in (asked, asked.before()):
        found = await db.row(
            """SELECT count(*) AS due, count(*) FILTER (WHERE {}) AS closed
               FROM ({}) x WHERE {}""",
            _which(one, "closed"),
            state(viewer, one, there),
            _which(one, "due"),
        )
        assert found is not None
        shares.append(Share(found["closed"], found["due"], rate(found["closed"], found["due"])))
    return shares[0], shares[1]


async def closure_rows(
    viewer: Viewer, asked: Asked, which: str, after: Cursor | None = None, limit: int = 50
) -> list[db.Row]:
    """The actions behind one number of the figure, by first due date: one more than ``limit``,
    so that one sees whether more follow. The keys of the next page are first_due_on and id.

    Rows are as in every list of actions, as they stand now, with ``then_status``,
    ``then_due_on``, ``then_done_on`` and ``then_checked_on`` as the figure took them. Who gets
    counts only gets no rows.
    """
    _require_known(asked)
    if which not in NUMBERS:
        raise Invalid([("which", "There is no such number in this figure")])
    if counts_only(viewer):
        return []
    there = await places(viewer, asked)
    condition = SQL("({}) AND {}", _which(asked, which), _after(after))
    picked = SQL(
        """SELECT x.id, x.first_due_on, x.status AS then_status, x.due_on AS then_due_on,
                  x.done_on AS then_done_on, x.checked_on AS then_checked_on
           FROM ({}) x WHERE {} ORDER BY x.first_due_on, x.id LIMIT {}""",
        state(viewer, asked, there),
        condition,
        limit + 1,
    )
    then = ("then_status", "then_due_on", "then_done_on", "then_checked_on")
    return await action_rows.rows(viewer, asked.now, picked, "a.first_due_on, a.id", then)


async def _numbers(viewer: Viewer, asked: Asked, there: Places) -> ClosureNumbers:
    found = await db.row(
        f"""WITH state AS {"NOT " if asked.is_now else ""}MATERIALIZED ({{}})
            SELECT p.*, o.open, o.overdue, o.past_first_date, o.waiting_to_be_checked, c.came_back
            FROM (SELECT {_counts(PERIOD_NUMBERS)},
                         percentile_cont(0.5) WITHIN GROUP (ORDER BY x.checked_on - x.raised_on)
                           FILTER (WHERE {{}}) AS median
                  FROM state x WHERE {{}}) p,
                 (SELECT {_counts(OPEN_NUMBERS)} FROM state x
                  WHERE x.status IN {OPEN_STATUS}) o,
                 (SELECT count(*) AS came_back FROM state x WHERE {{}}) c""",
        state(viewer, asked, there),
        *(_which(asked, name) for name in PERIOD_NUMBERS),
        _which(asked, "closed"),
        _in_period(asked),
        *(_which(asked, name) for name in OPEN_NUMBERS),
        _which(asked, "came_back"),
    )
    assert found is not None
    median = found["median"]
    return ClosureNumbers(
        due=found["due"],
        closed=found["closed"],
        closed_on_time=found["closed_on_time"],
        closure_rate=rate(found["closed"], found["due"]),
        on_time_rate=rate(found["closed_on_time"], found["due"]),
        open=found["open"],
        overdue=found["overdue"],
        overdue_rate=rate(found["overdue"], found["open"]),
        past_first_date=found["past_first_date"],
        waiting_to_be_checked=found["waiting_to_be_checked"],
        left_out=LeftOut(**{name: found[name] for name in LEFT_OUT}),
        median_days_to_close=None if median is None else round(float(median), 1),
        reopened=found["reopened"],
        came_back=found["came_back"],
    )


def _which(asked: Asked, which: str) -> SQL:
    """What puts an action (a row x of the state) into a number: contract.md, "Figures"."""
    period = _in_period(asked)
    match which:
        case "due":
            return SQL(f"{{}} AND {IN_PLAN}", period)
        case "closed":
            return SQL(f"{{}} AND {CHECKED}", period)
        case "closed_on_time":
            return SQL(f"{{}} AND {CHECKED} AND x.done_on <= x.first_due_on", period)
        case "reopened":
            return SQL(f"{{}} AND {IN_PLAN} AND {{}}", period, reopened(asked, "x.id"))
        case "open":
            return SQL(f"x.status IN {OPEN_STATUS}")
        case "overdue":
            return SQL(f"x.status IN {NOT_DONE} AND x.due_on < {{}}", asked.today)
        case "past_first_date":
            return SQL(f"x.status IN {NOT_DONE} AND x.first_due_on < {{}}", asked.today)
        case "waiting_to_be_checked":
            return SQL("x.status = 'done'")
        case "came_back":
            return SQL(
                f"""{CHECKED} AND x.checked_on > {{}} AND x.checked_on <= {{}}
                    AND EXISTS (SELECT 1 FROM ({{}}) l
                                WHERE l.action = x.id AND l.last_on > x.checked_on)""",
                add_months(asked.today, -12),
                asked.today,
                found_again(asked),
            )
        case _:
            return SQL("{} AND x.status = {}", period, LEFT_OUT[which])


def _counts(names: tuple[str, ...]) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {{}}) AS {name}" for name in names)


def _in_period(asked: Asked) -> SQL:
    return SQL("x.first_due_on BETWEEN {} AND {}", asked.period.from_on, asked.period.to_on)


def _after(after: Cursor | None) -> SQL:
    return SQL("TRUE") if after is None else SQL("(x.first_due_on, x.id) > ({}, {})", *after)


def _require_known(asked: Asked) -> None:
    faults = []
    if asked.source is not None and asked.source not in tuple(Source):
        faults.append(("source", f"source: must be one of {', '.join(Source)}."))
    if asked.severity is not None and asked.severity not in tuple(Severity):
        faults.append(("severity", f"severity: must be one of {', '.join(Severity)}."))
    if faults:
        raise Invalid(faults)
