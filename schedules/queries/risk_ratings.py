"""The rating of services: calculated from what is known, and the band in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import msgspec

from qa import db
from qa.db import SQL
from schedules.queries.moment import Moment
from schedules.queries.risk_facts import service_facts, services_open
from schedules.queries.risk_models import model_on
from schedules.rules.risk_bands import Band, Held, Override, in_force, moderated
from schedules.rules.risk_facts import ServiceFacts
from schedules.rules.risk_model import RiskModel
from schedules.rules.risk_rating import Rating
from schedules.rules.risk_reviews import next_review_on, rate_with_review


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One of a service's two results; ``held`` is what was in force before, if anything."""

    rating: Rating
    held: Held | None
    band: Band
    review_due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedService:
    """The planning result knows everything; the service result nothing that is restricted
    (risk_rating.md section 7)."""

    id: UUID
    code: str
    name: str
    planning: Result
    service: Result


@dataclass(frozen=True, slots=True)
class _Standing:
    """What was stored and decided about one service until then."""

    planning: Held | None = None
    service: Held | None = None


async def ratings(
    moment: Moment,
    which: SQL,
    model: RiskModel | None = None,
    *,
    after_check: bool = False,
) -> list[RatedService]:
    """Both results of each service that is open then and fits a condition on ``s``.

    ``model`` stands in for the settings that apply, to see what others would do;
    ``after_check`` lets what is held fall as the monthly check does.
    """
    model = model or await model_on(moment.on)
    everything = await service_facts(moment, model, which)
    without = await service_facts(replace(moment, restricted=False), model, which)
    standing = await _standing(moment)
    overrides = await _overrides(moment)
    found = []
    for row in await services_open(moment, which):
        before = standing.get(row["id"], _Standing())
        decided = overrides.get(row["id"], [])
        results = [
            _result(
                model,
                facts,
                held,
                [one for one, hidden in decided if counts or not hidden],
                after_check=after_check,
            )
            for facts, held, counts in (
                (everything[row["id"]], before.planning, True),
                (without[row["id"]], before.service, False),
            )
        ]
        found.append(
            RatedService(
                id=row["id"],
                code=row["code"],
                name=row["name"],
                planning=results[0],
                service=results[1],
            )
        )
    return found


def _result(
    model: RiskModel,
    facts: ServiceFacts,
    held: Held | None,
    overrides: Sequence[Override],
    *,
    after_check: bool,
) -> Result:
    rating = rate_with_review(model, facts, held)
    if after_check:
        held = moderated(rating.band, held, facts.on)
    band = in_force(rating.band, rating.floor, held, overrides, facts.on)
    return Result(
        rating=rating,
        held=held,
        band=band,
        review_due_on=next_review_on(model, facts, band, held),
    )


async def _standing(moment: Moment) -> dict[UUID, _Standing]:
    """The last stored rating of each service that happened by then."""
    found = await db.rows(
        """SELECT DISTINCT ON (service) service, planning->>'held' AS planning,
                  service_result->>'held' AS shown
           FROM risk_rating WHERE happened_at <= {} AND recorded_at <= {}
           ORDER BY service, happened_at DESC, seq DESC""",
        moment.as_at,
        moment.known_at,
    )
    return {
        row["service"]: _Standing(held_of(row["planning"]), held_of(row["shown"])) for row in found
    }


def held_of(text: str) -> Held:
    """What was held, as it is stored with each rating."""
    return msgspec.json.decode(text, type=Held)


async def _overrides(moment: Moment) -> dict[UUID, list[tuple[Override, bool]]]:
    """People's judgements that hold then, each with whether it is for planning only."""
    made: dict[UUID, list[tuple[Override, bool]]] = {}
    for row in await db.rows(
        """SELECT service, band, lowers, was, from_on, to_on, restricted FROM risk_override
           WHERE from_on <= {} AND (to_on IS NULL OR to_on >= {}) AND recorded_at <= {}
             AND (ended_at IS NULL OR ended_at > {})""",
        moment.on,
        moment.on,
        moment.known_at,
        moment.as_at,
    ):
        one = Override(
            band=Band(row["band"]),
            lowers=row["lowers"],
            was=Band(row["was"]),
            from_on=row["from_on"],
            to_on=row["to_on"],
        )
        made.setdefault(row["service"], []).append((one, row["restricted"]))
    return made
