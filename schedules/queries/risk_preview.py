"""What other settings would do, over all services, before they apply."""

from dataclasses import dataclass
from datetime import datetime

from qa.db import SQL
from qa.errors import require
from qa.viewer import Viewer
from schedules.permissions import why_not_change_settings
from schedules.queries.moment import Moment
from schedules.queries.risk_ratings import ratings
from schedules.risk_model_files import parse
from schedules.rules.risk_bands import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One service under the settings that apply now, and under the others."""

    code: str
    name: str
    points: int
    points_then: int
    band: Band
    band_then: Band


async def preview(viewer: Viewer, text: str, now: datetime) -> tuple[str, list[Effect]]:
    """The version that the settings name, and every service whose points or band they change.

    Compares what the points and facts give, before moderation and judgements. Raises Invalid
    with every fault of the settings.
    """
    require(why_not_change_settings(viewer))
    _, model = parse(text)
    moment = Moment(as_at=now, known_at=now, now=now)
    present = await ratings(moment, SQL("TRUE"))
    then = {one.id: one.planning.rating for one in await ratings(moment, SQL("TRUE"), model)}
    effects = [
        Effect(
            code=one.code,
            name=one.name,
            points=one.planning.rating.points,
            points_then=then[one.id].points,
            band=one.planning.rating.band,
            band_then=then[one.id].band,
        )
        for one in present
    ]
    return model.version, [
        one for one in effects if (one.points, one.band) != (one.points_then, one.band_then)
    ]
