"""Leadership and staffing: who manages, training, spot checks of workers, leavers."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from qa import db
from qa.rules.coverage import CheckFacts, CoverageSettings, WorkerFacts, coverage
from qa.rules.london import end_of_day, start_of_day
from qa.rules.periods import Period, quarter_containing
from schedules.queries.moment import Moment
from schedules.rules.risk_readings import months_back


@dataclass(slots=True)
class People:
    """``manager`` is the last change of manager that the system saw: (day, vacant); the first
    that it was told of is no change, but shows that the post is filled since then at least.
    """

    manager: tuple[date, bool] | None = None
    manager_seen_since: date | None = None
    manager_left_on: list[date] = field(default_factory=list)
    trained: tuple[int, int] | None = None
    checked: tuple[int, int] | None = None
    checked_on: date | None = None
    workers: int = 0
    leavers: int = 0


async def people(moment: Moment) -> dict[UUID, People]:
    """By service."""
    made: dict[UUID, People] = {}
    await _managers(moment, made)
    for row in await db.rows(
        """SELECT v.service, count(*) FILTER (WHERE t.status = 'achieved') AS trained,
                  count(*) AS told
           FROM (SELECT DISTINCT ON (r.worker) r.worker, r.status FROM training_record r
                 WHERE r.subject = 'mandatory' AND r.happened_on <= {} AND {}
                 ORDER BY r.worker, r.happened_on DESC) t
           JOIN worker_version v ON v.worker = t.worker AND {}
            AND (v.left_on IS NULL OR v.left_on > {})
           GROUP BY v.service""",
        moment.on,
        moment.current("r"),
        moment.current("v"),
        moment.on,
    ):
        made.setdefault(row["service"], People()).trained = (row["trained"], row["told"])
    await _spot_checks(moment, made)
    return made


async def _managers(moment: Moment, made: dict[UUID, People]) -> None:
    before: dict[UUID, str | None] = {}
    for row in await db.rows(
        """SELECT f.service, f.value,
                  CAST(f.happened_at AT TIME ZONE 'Europe/London' AS date) AS day
           FROM service_fact f WHERE f.field = 'manager' AND f.happened_at <= {}
             AND f.recorded_at <= {} ORDER BY f.happened_at, f.seq""",
        moment.as_at,
        moment.known_at,
    ):
        one = made.setdefault(row["service"], People())
        if row["service"] not in before:
            one.manager_seen_since = row["day"]
        elif before[row["service"]] != row["value"]:
            if before[row["service"]] is not None:
                one.manager_left_on.append(row["day"])
            one.manager = (row["day"], row["value"] is None)
        before[row["service"]] = row["value"]


async def _spot_checks(moment: Moment, made: dict[UUID, People]) -> None:
    """Coverage of the last whole quarter (KPI 4), leavers of the last 3 months, and when
    anybody was last checked."""
    period = quarter_containing(moment.on).previous()
    workers: dict[UUID, list[WorkerFacts]] = {}
    first_leaver = months_back(moment.on, 3)
    for row in await db.rows(
        """SELECT v.service, w.code, v.started_on, v.left_on, v.job, v.employed_as,
                  v.leave_kind, v.leave_from, v.leave_to, v.supports
           FROM worker_version v JOIN worker w ON w.id = v.worker WHERE {}""",
        moment.current("v"),
    ):
        given = dict(row)
        service = given.pop("service")
        one = made.setdefault(service, People())
        one.workers += 1
        left = row["left_on"]
        one.leavers += left is not None and first_leaver <= left <= moment.on
        worker = WorkerFacts(**{**given, "supports": frozenset(row["supports"])})
        workers.setdefault(service, []).append(worker)
    checks = await _checks(moment, period)
    for service, last_on in (await _last_checks(moment)).items():
        made.setdefault(service, People()).checked_on = last_on
    for service, known in workers.items():
        if made[service].checked_on is None:
            continue
        found = coverage(
            known,
            checks.get(service, []),
            period=period,
            as_at=moment.as_at,
            settings=CoverageSettings(),
        )
        if found.denominator:
            made[service].checked = (found.numerator, found.denominator)


async def _checks(moment: Moment, period: Period) -> dict[UUID, list[CheckFacts]]:
    found: dict[UUID, list[CheckFacts]] = {}
    for row in await db.rows(
        """SELECT v.service, c.ref, w.code AS worker, c.checked_at, c.checker_role, c.announced,
                  c.during_support, c.on_shift_with_worker, c.outcome, c.supporting
           FROM spot_check c JOIN worker w ON w.id = c.worker
           JOIN worker_version v ON v.worker = w.id AND {}
           WHERE c.checked_at BETWEEN {} AND {} AND c.checked_at <= {} AND {}""",
        moment.current("v"),
        start_of_day(period.from_on),
        end_of_day(period.to_on),
        moment.as_at,
        moment.current("c"),
    ):
        given = dict(row)
        service = given.pop("service")
        check = CheckFacts(**{**given, "supporting": frozenset(row["supporting"])})
        found.setdefault(service, []).append(check)
    return found


async def _last_checks(moment: Moment) -> dict[UUID, date]:
    found = await db.rows(
        """SELECT c.service, CAST(max(c.checked_at) AT TIME ZONE 'Europe/London' AS date) AS day
           FROM spot_check c WHERE c.checked_at <= {} AND {} GROUP BY c.service""",
        moment.as_at,
        moment.current("c"),
    )
    return {row["service"]: row["day"] for row in found}
