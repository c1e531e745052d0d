"""The outside view: CQC's ratings, and when anybody from outside looked."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from qa import db
from schedules.queries.moment import Moment

OUTSIDE = (
    "cqc",
    "fire_authority",
    "local_authority",
    "commissioner_spot_check",
    "environmental_health",
    "hse",
)
GROUP = "Overall"


@dataclass(slots=True)
class OutsideView:
    """CQC's latest rating of each domain; ``published_on`` is that of the whole."""

    by_domain: dict[str, str] = field(default_factory=dict)
    published_on: date | None = None
    inherited: bool = False


async def cqc_views(moment: Moment) -> dict[UUID, OutsideView]:
    """By service with a location that CQC's file names.

    An inherited rating counts until CQC rates the service itself (rules.md A43). "Not Rated"
    says nothing against a rating published before.
    """
    found = await db.rows(
        """SELECT DISTINCT ON (s.id, c.domain) s.id, c.domain, c.rating, c.published_on,
                  c.inherited
           FROM service s JOIN cqc_rating c ON c.location = s.cqc_location_id
           WHERE c.population_group = {} AND (c.published_on IS NULL OR c.published_on <= {})
             AND {}
             AND NOT (c.inherited AND EXISTS (
                   SELECT 1 FROM cqc_rating own
                   WHERE own.location = c.location AND own.population_group = {}
                     AND own.domain = 'Overall' AND NOT own.inherited
                     AND own.published_on <= {} AND {}))
           ORDER BY s.id, c.domain, c.published_on DESC NULLS LAST""",
        GROUP,
        moment.on,
        moment.current("c"),
        GROUP,
        moment.on,
        moment.current("own"),
    )
    views: dict[UUID, OutsideView] = {}
    for row in found:
        view = views.setdefault(row["id"], OutsideView())
        view.by_domain[row["domain"]] = row["rating"]
        if row["domain"] == "Overall":
            view.published_on, view.inherited = row["published_on"], row["inherited"]
    return views


async def outside_looks(moment: Moment) -> dict[UUID, date]:
    """By service: the last day on which somebody from outside found something."""
    found = await db.rows(
        """SELECT f.service, max(f.raised_on) AS last_on FROM finding f
           WHERE f.source = ANY({}) AND f.raised_on <= {} AND f.recorded_at <= {} AND {}
           GROUP BY f.service""",
        list(OUTSIDE),
        moment.on,
        moment.known_at,
        moment.open_to("f.restricted"),
    )
    return {row["service"]: row["last_on"] for row in found}
