"""Which settings of the rating hold on a day."""

from collections.abc import Sequence
from datetime import date

import msgspec

from qa import db
from schedules.risk_model_files import newest
from schedules.rules.risk_model import RiskModel, model_of


async def model_on(day: date) -> RiskModel:
    """The version that applies on a day: the latest that had begun, else this release's."""
    found = await db.row(
        """SELECT data FROM risk_model_version WHERE applies_from <= {}
           ORDER BY applies_from DESC, published_at DESC LIMIT 1""",
        day,
    )
    return newest() if found is None else model_of(msgspec.json.decode(found["data"]))


async def versions() -> Sequence[db.Row]:
    """Every version issued, the one that applies last first."""
    return await db.rows(
        """SELECT version, applies_from, published_at FROM risk_model_version
           ORDER BY applies_from DESC, published_at DESC"""
    )
