"""Workers, and two years of spot checks with every reason why one does not count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from qa.rules.london import london_day, start_of_day
from qa.rules.periods import quarter_containing
from schedules.demonstration.organisation import Organisation, Row
from schedules.demonstration.people import names

PER_SERVICE = 16


def workers(chance: Random, made: Organisation, today: date) -> list[Row]:
    """About 16 workers for each service: most long employed, some new, some gone, some on
    leave, some agency or bank, some who support only people who pay for themselves."""
    called = iter(names(chance, len(made.services) * PER_SERVICE + 40))
    found: list[Row] = []
    for service in made.services:
        contracts = service["contracts"].split(";")
        for place in range(chance.randint(PER_SERVICE - 2, PER_SERVICE + 2)):
            found.append(
                _worker(
                    chance, len(found) + 1, place, next(called), service["code"], contracts, today
                )
            )
    return found


def _worker(
    chance: Random,
    number: int,
    place: int,
    name: str,
    service: str,
    contracts: list[str],
    today: date,
) -> Row:
    started = today - timedelta(days=chance.randint(120, 3_000))
    left = ""
    leave = ("", "", "")
    employed, job, supports = "staff", "support_worker", [contracts[0]]
    fate = chance.random()
    if place == 0:
        job = "line_manager"
    elif fate < 0.07:
        started = today - timedelta(days=chance.randint(3, 85))
    elif fate < 0.15:
        gone = today - timedelta(days=chance.randint(5, 500))
        started = min(started, gone - timedelta(days=100))
        left = gone.isoformat()
    elif fate < 0.19:
        employed = "agency"
    elif fate < 0.24:
        employed = "bank"
    elif fate < 0.28:
        supports = ["self"]
    elif fate < 0.34:
        supports = ["self", contracts[0]]
    elif fate < 0.38 and len(contracts) > 1:
        supports = [contracts[-1]]
    elif fate < 0.41:
        began = today - timedelta(days=chance.randint(100, 200))
        leave = ("maternity", began.isoformat(), (began + timedelta(days=270)).isoformat())
    elif fate < 0.44:
        leave = ("other", (today - timedelta(days=110)).isoformat(), "")
    elif fate < 0.47:
        job = "other"
    return {
        "code": f"W{number:04d}",
        "name": name,
        "service_code": service,
        "job": job,
        "employed_as": employed,
        "started_on": started.isoformat(),
        "left_on": left,
        "supports": ";".join(supports),
        "leave_kind": leave[0],
        "leave_from": leave[1],
        "leave_to": leave[2],
    }


def spot_checks(
    chance: Random, made: Organisation, staff: list[Row], now: datetime, years: int
) -> list[Row]:
    """Checks of about six in ten workers each quarter; some of them do not count."""
    found: list[Row] = []
    period = quarter_containing(london_day(now))
    for _ in range(years * 4):
        last = min(period.to_on, london_day(now) - timedelta(days=1))
        length = max((last - period.from_on).days, 0)
        share = 0.66 * length / period.days
        for worker in staff:
            if worker["job"] != "support_worker" or chance.random() > share:
                continue
            day = last - timedelta(days=chance.randint(0, length))
            at = start_of_day(day) + timedelta(minutes=chance.randint(390, 1_380))
            if _employed(worker, day):
                found.append(_check(chance, made, worker, at, len(found) + 1))
        period = period.previous()
    return found


def _employed(worker: Row, day: date) -> bool:
    return worker["started_on"] <= day.isoformat() <= (worker["left_on"] or "9999-12-31")


def _check(chance: Random, made: Organisation, worker: Row, at: datetime, number: int) -> Row:
    service = worker["service_code"]
    outside = chance.random() < 0.3
    region = made.region(service)
    checker = made.regional[region] if outside else made.managers[service]
    role, announced, support, outcome = "manager", "no", "yes", "good"
    fate = chance.random()
    if fate < 0.03:
        announced = "yes"
    elif fate < 0.05:
        role, checker = "quality_advisor", "dev@larkfield.example"
    elif fate < 0.06:
        role = "peer"
    elif fate < 0.08:
        support = "no"
    elif fate < 0.10:
        outcome = "aborted"
    elif fate < 0.28:
        outcome = "coaching_needed"
    elif fate < 0.30:
        outcome = "concern"
    note = {
        "coaching_needed": "Talked about offering choices and waiting for the answer.",
        "aborted": "People said not today.",
        "concern": "Did not follow the eating plan. Corrected at once.",
    }.get(outcome, "")
    return {
        "ref": f"SC{number:05d}",
        "worker_code": worker["code"],
        "service_code": service,
        "checked_at": at.replace(microsecond=0).isoformat(),
        "checked_by": checker,
        "checker_role": role,
        "announced": announced,
        "during_support": support,
        "supporting": worker["supports"].split(";")[0],
        "outcome": outcome,
        "note": note,
    }
