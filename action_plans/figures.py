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
    now, before = await _numbers(viewer, asked, there)
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


async def _numbers(
    viewer: Viewer, asked: Asked, there: Places
) -> tuple[ClosureNumbers, ClosureNumbers]:
    """The numbers of the period and of the one before, in one statement."""
    found = await db.row(
        f"""WITH state AS {"NOT " if asked.is_now else ""}MATERIALIZED ({{}})
            SELECT {{}}, {{}}, {{}}, (SELECT count(*) FROM state x WHERE {{}}) AS came_back""",
        state(viewer, asked, there),
        _in_one(asked, "this", PERIOD_NUMBERS, _in_period(asked)),
        _in_one(asked.before(), "before", PERIOD_NUMBERS, _in_period(asked.before())),
        _in_one(asked, "open", OPEN_NUMBERS, SQL(f"x.status IN {OPEN_STATUS}")),
        _which(asked, "came_back"),
    )
    assert found is not None
    standing = dict(zip(OPEN_NUMBERS, found["open"], strict=True))
    return (
        _figured(found["this"], standing, found["came_back"]),
        _figured(found["before"], standing, found["came_back"]),
    )


def _in_one(asked: Asked, name: str, numbers: tuple[str, ...], among: SQL) -> SQL:
    """Several numbers of the actions among some, as one array; of a period its median last."""
    counts = [SQL("count(*) FILTER (WHERE {})", _which(asked, number)) for number in numbers]
    if numbers is PERIOD_NUMBERS:
        counts.append(
            SQL(
                """percentile_cont(0.5) WITHIN GROUP (ORDER BY x.checked_on - x.raised_on)
                   FILTER (WHERE {})""",
                _which(asked, "closed"),
            )
        )
    listed = ", ".join("{}" for _ in counts)
    return SQL(f"(SELECT ARRAY[{listed}] FROM state x WHERE {{}}) AS {name}", *counts, among)


def _figured(
    period: list[float | None], standing: dict[str, float], came_back: int
) -> ClosureNumbers:
    *counts, median = period
    n = {name: int(count or 0) for name, count in zip(PERIOD_NUMBERS, counts, strict=True)}
    o = {name: int(count) for name, count in standing.items()}
    return ClosureNumbers(
        due=n["due"],
        closed=n["closed"],
        closed_on_time=n["closed_on_time"],
        closure_rate=rate(n["closed"], n["due"]),
        on_time_rate=rate(n["closed_on_time"], n["due"]),
        **o,
        overdue_rate=rate(o["overdue"], o["open"]),
        left_out=LeftOut(**{name: n[name] for name in LEFT_OUT}),
        median_days_to_close=None if median is None else round(float(median), 1),
        reopened=n["reopened"],
        came_back=came_back,
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
