"""What the plan of visits rests on: services with their ratings, past visits, people.

Reads everything, whoever is asked for: what comes of it holds planning ratings, and whoever
shows it to people has to choose what they may see.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

import holidays

from qa import db
from qa.db import SQL
from qa.roles import Role
from qa.rules.london import london_day
from schedules.queries.moment import Moment
from schedules.queries.risk_checks import visits
from schedules.queries.risk_models import model_on
from schedules.queries.risk_ratings import ratings
from schedules.rules.planning_shapes import (
    DAY,
    Asked,
    Done,
    Kind,
    Place,
    Post,
    Stretch,
    Visitor,
)
from schedules.rules.risk_bands import Band, is_above
from schedules.visit_settings_files import newest

NOT_RATED = Band.MEDIUM  # not knowing is a risk (risk_rating.md, principle 3)


async def asked_for(from_on: date, to_on: date, *, now: datetime) -> Asked:
    """Everything a plan from one day to another rests on, as it stands now."""
    moment = Moment(as_at=now, known_at=now, now=now)
    model = await model_on(moment.on)
    past = await _past(moment)
    return Asked(
        from_on=from_on,
        to_on=to_on,
        today=moment.on,
        services=await _services(moment, past),
        visitors=await _visitors(),
        settings=newest(),
        intervals=model.intervals,
        days_after_rise=model.days_after_rise,
        days_off=days_off(from_on, to_on),
        themed=tuple(
            done.on for kinds in past.values() for done in kinds.get(Kind.HS_THEMED_VISIT, ())
        ),
    )


def days_off(from_on: date, to_on: date) -> frozenset[date]:
    """The bank holidays of England in these years."""
    years = range(from_on.year, to_on.year + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))


async def _services(
    moment: Moment, past: Mapping[UUID, Mapping[Kind, list[Done]]]
) -> tuple[Place, ...]:
    bands = {one.id: one.planning.band for one in await ratings(moment, SQL("TRUE"))}
    rises = await _rises(moment, bands)
    found = []
    for row in await db.rows(
        """SELECT s.id, s.code, r.name AS region, s.opened_on, s.closed_on,
                  coalesce((SELECT min(e.recorded_at) FROM event e
                            WHERE e.subject_kind = 'service' AND e.subject_id = s.id), {}) AS known
           FROM service s JOIN region r ON r.id = s.region
           WHERE s.closed_on IS NULL OR s.closed_on > {} ORDER BY s.code""",
        moment.now,
        moment.on,
    ):
        done = past.get(row["id"], {})
        rose_on, before = rises.get(row["id"], (None, None))
        found.append(
            Place(
                code=row["code"],
                region=row["region"],
                opened_on=row["opened_on"],
                closed_on=row["closed_on"],
                known_on=london_day(row["known"]),
                band=bands.get(row["id"], NOT_RATED),
                rose_on=rose_on,
                band_before=before,
                last={kind: several[-1] for kind, several in done.items()},
                returned=tuple(one.on for one in done.get(Kind.HS_QUARTERLY_RETURN, ())),
            )
        )
    return tuple(found)


async def _rises(moment: Moment, bands: Mapping[UUID, Band]) -> dict[UUID, tuple[date, Band]]:
    """By service whose last change of band was a rise: its day, and the band before it."""
    stored: dict[UUID, list[tuple[date, Band]]] = defaultdict(list)
    for row in await db.rows(
        "SELECT service, band, happened_at FROM risk_rating ORDER BY service, happened_at, seq"
    ):
        stored[row["service"]].append((london_day(row["happened_at"]), Band(row["band"])))
    found: dict[UUID, tuple[date, Band]] = {}
    for service, history in stored.items():
        if service in bands:
            history.append((moment.on, bands[service]))
        for (_, before), (day, band) in pairwise(history):
            if band is not before:
                found.pop(service, None)
            if is_above(band, before):
                found[service] = (day, before)
    return found


async def _past(moment: Moment) -> dict[UUID, dict[Kind, list[Done]]]:
    """By service and kind, every visit that took place, the earliest first."""
    found: dict[UUID, dict[Kind, list[Done]]] = {}
    by = await _made_by()
    for row in await db.rows(
        "SELECT v.service, v.kind, v.visit_on FROM ({}) v WHERE v.kind = ANY({})"
        " ORDER BY v.service, v.kind, v.visit_on",
        visits(moment),
        [kind.value for kind in Kind],
    ):
        kind = Kind(row["kind"])
        who = by.get((row["service"], kind, row["visit_on"]), frozenset())
        kinds = found.setdefault(row["service"], {})
        kinds.setdefault(kind, []).append(Done(on=row["visit_on"], visitors=who))
    return found


async def _made_by() -> dict[tuple[UUID, str, date], frozenset[str]]:
    """The logins of who made a visit: told by a file, or who opened the audit."""
    return {
        (row["service"], row["kind"], row["visit_on"]): frozenset(row["visitors"])
        for row in await db.rows(
            """SELECT v.service, v.kind, v.visit_on, array_agg(lower(v.login)) AS visitors
               FROM (SELECT p.service, p.kind, p.visit_on, unnest(p.visitors) AS login
                     FROM past_visit p WHERE p.superseded_at IS NULL
                     UNION
                     SELECT a.service, d.data->>'kind', a.visit_on, u.login
                     FROM audit a JOIN definition_version d ON d.id = a.definition
                     JOIN users u ON u.id = a.opened_by WHERE a.status = 'complete') v
               GROUP BY v.service, v.kind, v.visit_on"""
        )
    }


async def _visitors() -> tuple[Visitor, ...]:
    """Everybody who can be planned: by role, or because availability was told."""
    posts: dict[UUID, list[Post]] = defaultdict(list)
    for row in await db.rows(
        """SELECT us.person, s.code, us.from_on, us.to_on FROM user_service us
           JOIN service s ON s.id = us.service ORDER BY s.code, us.from_on"""
    ):
        posts[row["person"]].append(
            Post(service=row["code"], from_on=row["from_on"], to_on=row["to_on"])
        )
    told = await _availability()
    return tuple(
        Visitor(
            login=row["login"],
            roles=frozenset(Role(role) for role in row["roles"]),
            region=row["region"],
            posts=tuple(posts[row["id"]]),
            stretches=tuple(told[row["id"]]),
        )
        for row in await db.rows(
            """SELECT u.id, u.login, r.name AS region,
                      ARRAY(SELECT role FROM user_role WHERE person = u.id) AS roles
               FROM users u LEFT JOIN region r ON r.id = u.region
               WHERE u.ended_at IS NULL
                 AND (EXISTS (SELECT FROM user_role ur WHERE ur.person = u.id
                              AND ur.role = ANY({}))
                      OR EXISTS (SELECT FROM availability a WHERE a.person = u.id
                                 AND a.superseded_at IS NULL))
               ORDER BY u.login""",
            [role.value for role in newest().kinds],
        )
    )


async def _availability() -> dict[UUID, list[Stretch]]:
    told: dict[UUID, list[Stretch]] = defaultdict(list)
    for row in await db.rows(
        "SELECT * FROM availability WHERE superseded_at IS NULL ORDER BY person, from_on, to_on"
    ):
        told[row["person"]].append(
            Stretch(
                from_on=row["from_on"],
                to_on=row["to_on"],
                days_per_week=int(row["days_per_week"] * DAY),
                regions=frozenset(row["regions"]),
                kinds=frozenset(row["kinds"]),
                may_not_visit=frozenset(row["may_not_visit"]),
            )
        )
    return told
