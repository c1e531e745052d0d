"""Spot-check coverage (KPI 4): who is counted, as things stood and were known then.

Membership is ``qa.rules.coverage``; here are the rows that it is given.
"""

from dataclasses import replace

from qa import db
from qa.db import SQL, any_of, one_of
from qa.reports.asked import Asked
from qa.reports.places import Places, at, counts_only, places
from qa.reports.shapes import CheckNotCounted, CoverageFigure, ExcludedWorker, Share
from qa.roles import ALL_SERVICES, MANAGES_SERVICE, Role
from qa.rules.coverage import CheckFacts, Coverage, CoverageSettings, WorkerFacts
from qa.rules.coverage import coverage as by_rule
from qa.rules.london import end_of_day, start_of_day
from qa.viewer import Viewer


async def coverage(viewer: Viewer, asked: Asked) -> CoverageFigure:
    """The figure for a period and, beside it, for the one before (rules.md R110, A41).

    Worker codes only, never names; committee members get counts and empty lists.
    """
    there = await places(viewer, asked)
    now = await _coverage(viewer, asked, there)
    before = await _coverage(viewer, asked.before(), there)
    listed = not counts_only(viewer)
    return CoverageFigure(
        from_=asked.period.from_on,
        to=asked.period.to_on,
        as_at=asked.as_at,
        known_at=asked.known_at,
        service=asked.service,
        contract=asked.contract,
        region=asked.region,
        numerator=now.numerator,
        denominator=now.denominator,
        percentage=now.percentage,
        target=now.target,
        band=now.band,
        counted=list(now.counted) if listed else [],
        not_checked=list(now.not_checked) if listed else [],
        excluded=[ExcludedWorker(e.worker, e.code, e.text) for e in now.excluded if listed],
        checks_not_counted=[
            CheckNotCounted(c.ref, c.worker, c.code, c.text)
            for c in now.checks_not_counted
            if listed
        ],
        excluded_count=len(now.excluded),
        checks_not_counted_count=len(now.checks_not_counted),
        needed_to_reach_target=now.needed_to_reach_target,
        still_possible=now.still_possible,
        on_leave_all_period=list(now.on_leave_all_period) if listed else [],
        new_starters_checked=list(now.new_starters_checked) if listed else [],
        still_employed=Share(
            now.still_employed.numerator,
            now.still_employed.denominator,
            now.still_employed.percentage,
        ),
        previous=Share(before.numerator, before.denominator, before.percentage),
    )


async def _coverage(viewer: Viewer, asked: Asked, there: Places) -> Coverage:
    workers = await _workers(viewer, asked, there)
    checks = await _checks(viewer, asked, there)
    return by_rule(
        workers, checks, period=asked.period, as_at=asked.as_at, settings=settings_of(there)
    )


def settings_of(there: Places) -> CoverageSettings:
    """What the contract asks that is asked for, or what holds for all together."""
    if there.contract is None:
        return CoverageSettings()
    return replace(
        CoverageSettings(),
        contract=there.contract.code,
        target=there.contract.target,
        min_months=there.contract.min_months,
    )


async def _workers(viewer: Viewer, asked: Asked, there: Places) -> list[WorkerFacts]:
    found = await db.rows(
        """SELECT w.code, v.started_on, v.left_on, v.job, v.employed_as, v.leave_kind,
                  v.leave_from, v.leave_to, v.supports
           FROM worker_version v JOIN worker w ON w.id = v.worker WHERE {}""",
        known_workers(viewer, asked, there),
    )
    return [WorkerFacts(**{**row, "supports": frozenset(row["supports"])}) for row in found]


async def _checks(viewer: Viewer, asked: Asked, there: Places) -> list[CheckFacts]:
    found = await db.rows(
        """SELECT c.ref, w.code AS worker, c.checked_at, c.checker_role, c.announced,
                  c.during_support, c.on_shift_with_worker, c.outcome, c.supporting
           FROM spot_check c JOIN worker w ON w.id = c.worker
           WHERE c.checked_at BETWEEN {} AND {} AND {}
             AND c.worker IN (SELECT v.worker FROM worker_version v WHERE {})""",
        start_of_day(asked.period.from_on),
        end_of_day(asked.period.to_on),
        known(asked, "c"),
        known_workers(viewer, asked, there),
    )
    return [CheckFacts(**{**row, "supporting": frozenset(row["supporting"])}) for row in found]


def known_workers(viewer: Viewer, asked: Asked, there: Places) -> SQL:
    """Versions (v) of workers known then, in the places asked for, that the viewer may count."""
    return SQL(
        "{} AND {} AND {}",
        known(asked, "v"),
        at(asked, there, "v.service", by_contract=False),
        _counted_for(viewer, "v.service"),
    )


def known(asked: Asked, alias: str) -> SQL:
    """The version that held at ``known_at``: what was recorded later moves nothing."""
    if asked.known_at >= asked.now:
        return SQL(f"{alias}.superseded_at IS NULL")
    return SQL(
        f"{alias}.recorded_at <= {{}}"
        f" AND ({alias}.superseded_at IS NULL OR {alias}.superseded_at > {{}})",
        asked.known_at,
        asked.known_at,
    )


def _counted_for(viewer: Viewer, service: str) -> SQL:
    """Whose checks a viewer may count: the director, the quality team and the committee all;
    a regional manager the region; who manages a service that service (glossary.md 7.2)."""
    if counts_only(viewer) or viewer.has(*ALL_SERVICES):
        return SQL("TRUE")
    where: list[SQL] = []
    if viewer.has(*MANAGES_SERVICE):
        where.append(one_of(service, viewer.service_ids))
    if viewer.has(Role.REGIONAL_MANAGER) and viewer.region_id is not None:
        region = SQL("SELECT id FROM service WHERE region = {}", viewer.region_id)
        where.append(SQL(f"{service} IN ({{}})", region))
    return any_of(*where)
