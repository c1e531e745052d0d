"""What files and people have told of each service: the latest word on each fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from qa import db
from schedules.queries.moment import Moment
from schedules.rules.risk_facts import Value, parse_value
from schedules.rules.risk_model import RiskModel


@dataclass(frozen=True, slots=True)
class Word:
    """The value of a fact; None when it was told as unknown."""

    value: Value | bool | None
    since: date


async def told(moment: Moment, model: RiskModel) -> dict[UUID, Mapping[str, Word]]:
    """By service: the fact with the latest day that is not after ``as_at``."""
    found = await db.rows(
        """SELECT DISTINCT ON (f.service, f.fact) f.service, f.fact, f.value, f.from_on
           FROM risk_fact f WHERE f.from_on <= {} AND {} AND {}
           ORDER BY f.service, f.fact, f.from_on DESC""",
        moment.on,
        moment.current("f"),
        moment.open_to("f.restricted"),
    )
    words: dict[UUID, dict[str, Word]] = {}
    for row in found:
        value = parse_value(model, row["fact"], row["value"])
        words.setdefault(row["service"], {})[row["fact"]] = Word(value, row["from_on"])
    return dict(words)
