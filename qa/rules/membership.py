"""Which workers and which checks count for KPI 4, and why the others do not.

Membership: rules.md R109 to R114, A09, A35, A36, A40, A41, tables M1 to M14.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from qa.rules.periods import Period, add_months

SELF_FUNDED = "self"


class WorkerCode(StrEnum):
    """Why a worker is left out, in the order in which the reasons are tried (rules.md A40)."""

    UNDER_MIN_MONTHS = "under_min_months"
    SELF_FUNDED_ONLY = "self_funded_only"
    OTHER_CONTRACT = "other_contract"
    AGENCY = "agency"


class CheckCode(StrEnum):
    """Why a check is not counted, in the order in which the reasons are tried (rules.md A40)."""

    ANNOUNCED = "announced"
    NOT_A_MANAGER = "not_a_manager"
    NOT_DURING_SUPPORT = "not_during_support"
    ABORTED = "aborted"
    WORKER_EXCLUDED = "worker_excluded"


@dataclass(frozen=True)
class WorkerFacts:
    code: str
    started_on: date
    left_on: date | None = None
    job: str = "support_worker"
    employed_as: str = "staff"
    leave_kind: str | None = None
    leave_from: date | None = None
    leave_to: date | None = None
    supports: frozenset[str] = frozenset()
    service: str = ""

    def employed_on(self, day: date) -> bool:
        return self.started_on <= day and (self.left_on is None or day <= self.left_on)

    def employed_in(self, period: Period) -> bool:
        """On a day of the period, the first and the last included (rules.md A41)."""
        return self.started_on <= period.to_on and (
            self.left_on is None or period.from_on <= self.left_on
        )

    def on_leave_all(self, period: Period) -> bool:
        """On leave on every day of the period (rules.md A36, M11)."""
        return (
            self.leave_kind is not None
            and self.leave_from is not None
            and self.leave_from <= period.from_on
            and (self.leave_to is None or period.to_on <= self.leave_to)
        )


@dataclass(frozen=True)
class CheckFacts:
    ref: str
    worker: str
    checked_at: datetime
    checker_role: str = "manager"
    announced: bool = False
    during_support: bool = True
    on_shift_with_worker: bool = False
    outcome: str = "good"
    supporting: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CoverageSettings:
    """What a contract asks; as it stands, what holds when no contract is chosen (A41)."""

    contract: str | None = None
    target: Fraction | None = Fraction(60)
    min_months: int = 3
    agency_in: bool = False
    bank_in: bool = True
    partner_contracts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Excluded:
    worker: str
    code: WorkerCode
    text: str


@dataclass(frozen=True)
class NotCounted:
    ref: str
    worker: str
    code: CheckCode
    text: str


def why_worker_left_out(
    worker: WorkerFacts, period: Period, settings: CoverageSettings
) -> WorkerCode | None:
    """The first reason of A40 that holds for a worker employed in the period, or None.

    Length of service is measured at period end, for leavers on the day they left (A09).
    """
    measured_on = min(worker.left_on or period.to_on, period.to_on)
    if measured_on < add_months(worker.started_on, settings.min_months):
        return WorkerCode.UNDER_MIN_MONTHS
    contracts = worker.supports - {SELF_FUNDED}
    if worker.supports and not contracts:
        return WorkerCode.SELF_FUNDED_ONLY
    if settings.contract is not None:
        contracts &= settings.partner_contracts | {settings.contract}
    if not contracts:
        return WorkerCode.OTHER_CONTRACT
    counts = {"agency": settings.agency_in, "bank": settings.bank_in}
    return None if counts.get(worker.employed_as, True) else WorkerCode.AGENCY


def why_check_not_counted(check: CheckFacts) -> CheckCode | None:
    """The first reason of A40 in the check itself, or None; its worker is looked at apart.

    Someone on shift with the worker never counts as a manager, whatever the post (A35).
    """
    if check.announced:
        return CheckCode.ANNOUNCED
    if check.checker_role != "manager" or check.on_shift_with_worker:
        return CheckCode.NOT_A_MANAGER
    if not check.during_support:
        return CheckCode.NOT_DURING_SUPPORT
    return CheckCode.ABORTED if check.outcome == "aborted" else None


def as_known_on(worker: WorkerFacts, day: date) -> WorkerFacts:
    """The worker without what happens after a day: a leaving, a leave, a return from leave."""
    if worker.left_on is not None and worker.left_on > day:
        worker = replace(worker, left_on=None)
    if worker.leave_from is not None and worker.leave_from > day:
        worker = replace(worker, leave_kind=None, leave_from=None, leave_to=None)
    if worker.leave_to is not None and worker.leave_to > day:
        worker = replace(worker, leave_to=None)
    return worker


def why_worker_not_in(worker: WorkerFacts, day: date, excluded: Excluded | None) -> str | None:
    """Why the worker of a check on some day is not in the figure, in words, or None."""
    if worker.job != "support_worker":
        return "not a support worker"
    if not worker.employed_on(day):
        return "not employed on that day"
    return excluded.text if excluded else None


def worker_text(code: WorkerCode, worker: WorkerFacts, settings: CoverageSettings) -> str:
    """The reason why a worker is left out, as the screen says it."""
    match code:
        case WorkerCode.UNDER_MIN_MONTHS:
            return f"employed under {settings.min_months} months"
        case WorkerCode.SELF_FUNDED_ONLY:
            return "supports only people who pay for themselves"
        case WorkerCode.OTHER_CONTRACT:
            chosen = settings.contract is not None
            return "supports nobody under this contract" if chosen else "supports no contract"
        case WorkerCode.AGENCY:
            return f"{worker.employed_as} worker"


def check_text(code: CheckCode, check: CheckFacts, why_worker_not_in: str | None) -> str:
    """The reason why a check is not counted, as the screen says it."""
    match code:
        case CheckCode.ANNOUNCED:
            return "the worker knew"
        case CheckCode.NOT_A_MANAGER:
            on_shift = check.on_shift_with_worker
            return "the checker was on shift with the worker" if on_shift else "not by a manager"
        case CheckCode.NOT_DURING_SUPPORT:
            return "nobody was being supported"
        case CheckCode.ABORTED:
            return "ended early"
        case CheckCode.WORKER_EXCLUDED:
            return f"the worker is not in the figure: {why_worker_not_in}"
