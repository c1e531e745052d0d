"""Small organisations to plan for, and a second opinion on whether a plan breaks a hard rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from qa.roles import Role
from qa.rules.periods import add_months
from schedules import risk_model_files, visit_settings_files
from schedules.rules.planning_shapes import (
    Asked,
    Done,
    Kind,
    Place,
    Plan,
    Stretch,
    Visit,
    Visitor,
)
from schedules.rules.risk_bands import Band

MODEL, SETTINGS = risk_model_files.newest(), visit_settings_files.newest()
TODAY = date(2026, 11, 21)
FROM, TO = date(2027, 1, 1), date(2027, 12, 31)
GOOD_FRIDAY = date(2027, 3, 26)
LOOKED = (
    Kind.FULL_REVIEW,
    Kind.HS_FULL_VISIT,
    Kind.HS_THEMED_VISIT,
    Kind.QUALITY_ADVISOR_AUDIT,
)


def place(code: str = "S01", seen: date | None = date(2026, 6, 1), **given: Any) -> Place:
    """A service where everything was last done on the same day, or never."""
    kinds = [kind for kind in Kind if kind not in (Kind.HS_THEMED_VISIT, Kind.HS_QUARTERLY_RETURN)]
    settings: dict[str, Any] = {
        "region": "North",
        "opened_on": date(2015, 1, 1),
        "known_on": TODAY,
        "band": Band.MEDIUM,
        "last": {} if seen is None else {kind: Done(on=seen) for kind in kinds},
    }
    return Place(code=code, **{**settings, **given})


def visitor(login: str, *roles: Role, **given: Any) -> Visitor:
    return Visitor(login=login, roles=frozenset(roles), **given)


def stretch(days: float = 5, **given: Any) -> Stretch:
    return Stretch(**{"from_on": date(2026, 1, 1), "days_per_week": round(days * 100), **given})


ROS = visitor("ros", Role.QUALITY_MANAGER)
PAT = visitor("pat", Role.QUALITY_MANAGER)
IAN = visitor("ian", Role.HS_MANAGER)
SAM = visitor("sam", Role.REGIONAL_MANAGER, region="North")
ADA = visitor("ada", Role.QUALITY_ADVISOR)
SUE = visitor("sue", Role.SUPPORTER)
TEAM = (ROS, PAT, IAN, SAM, ADA, SUE)


def asked(services: Iterable[Place], visitors: Iterable[Visitor] = TEAM, **given: Any) -> Asked:
    settings: dict[str, Any] = {
        "from_on": FROM,
        "to_on": TO,
        "today": TODAY,
        "settings": SETTINGS,
        "intervals": MODEL.intervals,
        "days_after_rise": MODEL.days_after_rise,
        "days_off": frozenset({date(2027, 1, 1), GOOD_FRIDAY, date(2027, 3, 29)}),
    }
    return Asked(services=tuple(services), visitors=tuple(visitors), **{**settings, **given})


def of(plan: Plan, *kinds: Kind, service: str | None = None) -> list[Visit]:
    return [one for one in plan.visits if one.kind in kinds and service in (None, one.service)]


def named(plan: Plan) -> list[tuple[str, Kind]]:
    return [visit for short in plan.shortfalls for visit in short.visits]


def days_short(plan: Plan) -> float:
    return float(sum(short.days_short for short in plan.shortfalls))


def working_days(request: Asked, visit: Visit) -> list[tuple[date, float]]:
    """The days of a visit, with how much of each it takes."""
    left, day, found = SETTINGS.days[visit.kind] / 100, visit.on, []
    while True:
        if day.weekday() < 5 and day not in request.days_off:
            found.append((day, min(1.0, left)))
            left -= min(1.0, left)
            if left <= 0:
                return found
        day += timedelta(days=1)


def broken(request: Asked, plan: Plan) -> list[str]:
    """Every hard rule that a plan breaks, in words."""
    faults = []
    people = {one.login: one for one in request.visitors}
    places = {one.code: one for one in request.services}
    taken: Mapping[tuple[str, date], list[tuple[float, str]]] = defaultdict(list)
    weeks: Mapping[tuple[str, date], list[float]] = defaultdict(list)
    for visit in plan.visits:
        where = places[visit.service]
        days = working_days(request, visit)
        if visit.on != days[0][0]:
            faults.append(f"{visit} is on a day off")
        if not max(request.from_on, request.today) <= visit.on <= days[-1][0] <= request.to_on:
            faults.append(f"{visit} is outside the period")
        if days[-1][0] > visit.due_on and (visit.service, visit.kind) not in named(plan):
            faults.append(f"{visit} is silently late")
        for login in visit.visitors:
            who = people[login]
            for day, amount in days:
                taken[login, day].append((amount, where.region))
                weeks[login, day - timedelta(days=day.weekday())].append(amount)
                rows = [row for row in who.stretches if row.from_on <= day <= (row.to_on or day)]
                if any(row.days_per_week == 0 for row in rows) or (
                    not rows and any(row.days_per_week for row in who.stretches)
                ):
                    faults.append(f"{visit}: {login} is not there")
                for row in rows:
                    if row.regions and where.region not in row.regions:
                        faults.append(f"{visit}: {login} does not go to {where.region}")
                    if visit.service in row.may_not_visit:
                        faults.append(f"{visit}: {login} may not visit")
            if visit.kind in LOOKED:
                if Role.REGIONAL_MANAGER in who.roles and who.region == where.region:
                    faults.append(f"{visit}: {login} line-manages it")
                if any(
                    post.service == visit.service
                    and (post.to_on is None or add_months(post.to_on, 24) > visit.on)
                    for post in who.posts
                ):
                    faults.append(f"{visit}: {login} worked there")
        if visit.kind is Kind.QUALITY_ADVISOR_AUDIT:
            roles = [people[login].roles for login in visit.visitors]
            if len(roles) != 2 or not any(
                Role.QUALITY_ADVISOR in one and Role.SUPPORTER in other
                for one, other in (roles, roles[::-1])
            ):
                faults.append(f"{visit} is no Advisor with a supporter")
        elif visit.kind is not Kind.HS_QUARTERLY_RETURN and len(visit.visitors) != 1:
            faults.append(f"{visit} is not made by one person")
    for (login, day), parts in taken.items():
        if len({region for _, region in parts}) > 1:
            faults.append(f"{login} is in two regions on {day}")
        if sum(amount for amount, _ in parts) > 1:
            faults.append(f"{login} does too much on {day}")
    for (login, monday), amounts in weeks.items():
        told = [row.days_per_week / 100 for row in people[login].stretches if row.days_per_week]
        most = max(told, default=5)
        if sum(amounts) > most:
            faults.append(f"{login} works too many days in the week of {monday}")
    faults += _ceilings(request, plan) + _rounds(request, plan)
    return faults


def _ceilings(request: Asked, plan: Plan) -> list[str]:
    faults = []
    for where in request.services:
        days = [visit.on for visit in of(plan, Kind.HS_FULL_VISIT, service=where.code)]
        if Kind.HS_FULL_VISIT in where.last:
            days.insert(0, where.last[Kind.HS_FULL_VISIT].on)
        for one, other in pairwise(days):
            if other > add_months(one, 36) and (where.code, Kind.HS_FULL_VISIT) not in named(plan):
                faults.append(f"{where.code}: {other} is over 36 months after {one}")
    return faults


def _rounds(request: Asked, plan: Plan) -> list[str]:
    faults = []
    themed = {(on.year, on.month) for on in (v.on for v in of(plan, Kind.HS_THEMED_VISIT))}
    short = sum(kind is Kind.HS_THEMED_VISIT for _, kind in named(plan))
    if len(themed) + short < 12:
        faults.append("a month has no themed H&S visit")
    for where in request.services:
        sent = of(plan, Kind.HS_QUARTERLY_RETURN, service=where.code)
        if where.closed_on is None and len({(v.on.month - 1) // 3 for v in sent}) != 4:
            faults.append(f"{where.code} does not send a return each quarter")
    return faults
