"""How long the plan of a year takes: 60 services, and 300 services with 20 visitors."""

import time
from datetime import date, timedelta
from random import Random

from qa.roles import Role
from schedules import risk_model_files, visit_settings_files
from schedules.queries.planning import days_off
from schedules.rules.planning import plan
from schedules.rules.planning_dues import after
from schedules.rules.planning_shapes import INTERVALS, Asked, Done, Place, Visitor
from schedules.rules.risk_bands import Band

TODAY = date(2026, 12, 31)
FROM, TO = date(2027, 1, 1), date(2027, 12, 31)
# Low, medium, high, very high, as in the example of risk_rating.md section 3.
SHARES = (30, 20, 8, 2)
SMALL, LARGE = "60 services", "300 services, 20 visitors"
AIM_SECONDS = {SMALL: 1.0, LARGE: 10.0}
# Quality Managers, H&S Managers, regional managers, Quality Advisors, supporters.
TEAMS = {SMALL: (60, (2, 1, 3, 2, 1)), LARGE: (300, (6, 2, 6, 4, 2))}
ROLES = (
    Role.QUALITY_MANAGER,
    Role.HS_MANAGER,
    Role.REGIONAL_MANAGER,
    Role.QUALITY_ADVISOR,
    Role.SUPPORTER,
)


def run() -> dict[str, dict[str, float]]:
    """Seconds for each size, with how many visits were planned and days were short."""
    found = {}
    for name, (services, team) in TEAMS.items():
        asked = organisation(services, team)
        before = time.perf_counter()
        made = plan(asked)
        found[name] = {
            "seconds": round(time.perf_counter() - before, 2),
            "aim_seconds": AIM_SECONDS[name],
            "visits": len(made.visits),
            "days_short": float(sum(short.days_short for short in made.shortfalls)),
        }
    return found


def organisation(services: int, team: tuple[int, ...]) -> Asked:
    """Services visited at even chances within the interval of their band."""
    chance = Random(1)
    model = risk_model_files.newest()
    regions = [f"Region {number}" for number in range(team[2])]
    places = []
    for number in range(services):
        band = chance.choices(list(Band), SHARES)[0]
        last = {}
        for kind, name in INTERVALS.items():
            days = (after(TODAY, model.intervals[band][name]) - TODAY).days
            last[kind] = Done(on=TODAY - timedelta(days=chance.randrange(days)))
        places.append(
            Place(
                code=f"S{number:03}",
                region=chance.choice(regions),
                opened_on=date(2015, 1, 1),
                known_on=TODAY,
                band=band,
                last=last,
            )
        )
    return Asked(
        from_on=FROM,
        to_on=TO,
        today=TODAY,
        services=tuple(places),
        visitors=tuple(
            Visitor(
                login=f"{role}{number}",
                roles=frozenset({role}),
                region=regions[number] if role is Role.REGIONAL_MANAGER else None,
            )
            for role, count in zip(ROLES, team, strict=True)
            for number in range(count)
        ),
        settings=visit_settings_files.newest(),
        intervals=model.intervals,
        days_after_rise=model.days_after_rise,
        days_off=days_off(FROM, TO),
    )
