"""KPI 4: what share of support workers had an unannounced spot check by a manager.

Membership: rules.md R109 to R114, A08 to A11, A35, A36, A40, A41, tables M1 to M14.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from qa.rules.bands import Band, band
from qa.rules.london import london_day
from qa.rules.membership import (
    SELF_FUNDED,
    CheckCode,
    CheckFacts,
    CoverageSettings,
    Excluded,
    NotCounted,
    WorkerCode,
    WorkerFacts,
    as_known_on,
    check_text,
    why_check_not_counted,
    why_worker_left_out,
    why_worker_not_in,
    worker_text,
)
from qa.rules.percentages import percentage, plain_number
from qa.rules.periods import Period

__all__ = [
    "CheckCode",
    "CheckFacts",
    "Coverage",
    "CoverageSettings",
    "Excluded",
    "NotCounted",
    "StillEmployed",
    "WorkerCode",
    "WorkerFacts",
    "coverage",
]


@dataclass(frozen=True)
class StillEmployed:
    """The management view: the same figure for those still employed (rules.md A08)."""

    numerator: int
    denominator: int
    percentage: str | None


@dataclass(frozen=True)
class Coverage:
    """The figure of contract.md, with everyone who makes it and everyone left out."""

    contract: str | None
    numerator: int
    denominator: int
    percentage: str | None
    target: str | None
    band: Band
    counted: tuple[str, ...]
    not_checked: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    checks_not_counted: tuple[NotCounted, ...]
    needed_to_reach_target: int | None
    still_possible: bool | None
    on_leave_all_period: tuple[str, ...]
    new_starters_checked: tuple[str, ...]
    supporting_self_funder: tuple[str, ...]
    still_employed: StillEmployed


def coverage(
    workers: Iterable[WorkerFacts],
    checks: Iterable[CheckFacts],
    *,
    period: Period,
    as_at: datetime,
    settings: CoverageSettings | None = None,
) -> Coverage:
    """KPI 4 of the given workers for a period, as things stood at `as_at`.

    Everyone employed on a day of the period is counted, not checked or excluded, each
    once (A41). What happens after `as_at` has not happened: no later start, leaving,
    return or check moves the figure. Checks of workers who are not given are no part of it.
    """
    settings = settings or CoverageSettings()
    today = london_day(as_at)
    known = {worker.code: as_known_on(worker, today) for worker in workers}
    population = {
        code: worker
        for code, worker in sorted(known.items())
        if worker.job == "support_worker"
        and worker.started_on <= today
        and worker.employed_in(period)
    }
    reasons = {
        code: why_worker_left_out(worker, period, settings) for code, worker in population.items()
    }
    inside = {code: worker for code, worker in population.items() if reasons[code] is None}
    excluded = {
        code: Excluded(code, reason, worker_text(reason, worker, settings))
        for code, worker in population.items()
        if (reason := reasons[code]) is not None
    }

    happened = (
        check
        for check in checks
        if check.worker in known
        and check.checked_at <= as_at
        and period.contains(london_day(check.checked_at))
    )
    counting, not_counted = _sort_checks(happened, known, excluded)
    counted = {check.worker for check in counting}
    new_starters = {
        check.worker
        for check in not_counted
        if check.code is CheckCode.WORKER_EXCLUDED
        and reasons.get(check.worker) is WorkerCode.UNDER_MIN_MONTHS
    }
    on_leave = {code for code, worker in inside.items() if worker.on_leave_all(period)}
    needed = _needed(len(counted), len(inside), settings.target)
    employed_now = {
        code for code, worker in inside.items() if worker.employed_on(min(today, period.to_on))
    }
    return Coverage(
        contract=settings.contract,
        numerator=len(counted),
        denominator=len(inside),
        percentage=percentage(len(counted), len(inside)),
        target=None if settings.target is None else plain_number(settings.target),
        band=band(len(counted), len(inside), settings.target),
        counted=tuple(sorted(counted)),
        not_checked=tuple(code for code in inside if code not in counted),
        excluded=tuple(excluded.values()),
        checks_not_counted=tuple(not_counted),
        needed_to_reach_target=needed,
        still_possible=_still_possible(
            needed, employed_now - counted - on_leave, ended=today > period.to_on
        ),
        on_leave_all_period=tuple(sorted(on_leave)),
        new_starters_checked=tuple(sorted(new_starters)),
        supporting_self_funder=tuple(
            check.ref for check in counting if check.supporting == {SELF_FUNDED}
        ),
        still_employed=_still_employed(employed_now, counted),
    )


def _sort_checks(
    checks: Iterable[CheckFacts],
    workers: Mapping[str, WorkerFacts],
    excluded: Mapping[str, Excluded],
) -> tuple[list[CheckFacts], list[NotCounted]]:
    """The checks that count, and the others with the first reason why not, both by ref."""
    counting: list[CheckFacts] = []
    not_counted: list[NotCounted] = []
    for check in sorted(checks, key=lambda check: check.ref):
        why = why_worker_not_in(
            workers[check.worker], london_day(check.checked_at), excluded.get(check.worker)
        )
        code = why_check_not_counted(check) or (CheckCode.WORKER_EXCLUDED if why else None)
        if code is None:
            counting.append(check)
        else:
            text = check_text(code, check, why)
            not_counted.append(NotCounted(check.ref, check.worker, code, text))
    return counting, not_counted


def _needed(numerator: int, denominator: int, target: Fraction | None) -> int | None:
    """How many more workers must be checked; None without a target or without anybody."""
    if target is None or denominator == 0:
        return None
    return max(0, ceil(target * denominator / 100) - numerator)


def _still_possible(needed: int | None, available: Collection[str], *, ended: bool) -> bool | None:
    """Whether the target can still be reached; those on leave all period are no help (A36)."""
    if needed is None:
        return None
    return needed == 0 or (not ended and needed <= len(available))


def _still_employed(employed_now: set[str], counted: set[str]) -> StillEmployed:
    numerator = len(employed_now & counted)
    denominator = len(employed_now)
    return StillEmployed(numerator, denominator, percentage(numerator, denominator))
