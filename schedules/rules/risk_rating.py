"""The sum: points for each input, the floors, and the band they give (risk_rating.md).

Same facts, same rating: nothing here reads the clock or remembers anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from qa.rules.periods import add_months
from schedules.rules.risk_bands import Band, highest
from schedules.rules.risk_facts import ServiceFacts, Value
from schedules.rules.risk_floors import floors, has_low_confidence
from schedules.rules.risk_model import A1, A2, B1, B2, B3, D1, E3, E4, UNKNOWN, F, RiskModel

_UNDER_6, _OVER_6 = "never_service_under_6_months", "never_service_6_months_or_more"
# Where a missing value earns points (principle 3); the others score 0 and are "not known yet".
EARNS_WHEN_MISSING = (A1, A2, B1, B2, B3, E3, E4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one input adds. ``known`` is False when its points come from not knowing."""

    input: str
    value: Value | None
    points: int
    known: bool
    inherited: bool = False
    plus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One result: the sum, every floor that holds, and the band that both give."""

    model_version: str
    parts: tuple[Part, ...]
    points: int
    band_by_points: Band
    floors: Mapping[str, Band]
    band: Band
    low_confidence: bool

    @property
    def floor(self) -> Band:
        """The lowest band that the floors allow."""
        return highest(self.floors.values())


def rate(model: RiskModel, facts: ServiceFacts) -> Rating:
    """The rating of one service on one day."""
    parts = tuple(_part(model, facts, name) for name in model.inputs)
    points = sum(part.points for part in parts)
    missing = sum(part.points - part.plus for part in parts if not part.known)
    holding = dict(floors(facts))
    low_confidence = has_low_confidence(missing, points, model.low_confidence_share)
    if low_confidence:
        holding["FL15"] = Band.MEDIUM
        holding = {code: holding[code] for code in sorted(holding, key=lambda code: int(code[2:]))}
    by_points = model.band_of(points)
    return Rating(
        model_version=model.version,
        parts=parts,
        points=points,
        band_by_points=by_points,
        floors=holding,
        band=highest((by_points, *holding.values())),
        low_confidence=low_confidence,
    )


def _part(model: RiskModel, facts: ServiceFacts, name: str) -> Part:
    rule = model.inputs[name]
    reading = facts.readings.get(name)
    value = _when_missing(facts, name) if reading is None else reading.value
    known = value is not None and value not in rule.unknown_words
    if value is None:
        points = rule.when_unknown
    elif isinstance(value, str):
        points = rule.words[value]
    elif name == F:
        count = len(value) if isinstance(value, frozenset) else int(value)
        points = min(rule.max, rule.points_per_flag * count)
    else:
        assert isinstance(value, Fraction)
        points = next(step.points for step in rule.steps if step.holds(value))
    plus = rule.plus if _adds(facts, name) else 0
    return Part(
        input=name,
        value=UNKNOWN if value is None else value,
        points=points + plus,
        known=known,
        inherited=reading is not None and reading.inherited,
        plus=plus,
    )


def _when_missing(facts: ServiceFacts, name: str) -> Value | None:
    """The word that stands for not knowing, for the inputs that have one."""
    young = facts.on < add_months(facts.opened_on, 6)
    words: dict[str, Value] = {
        A1: "not_yet_rated" if facts.regulated else "none",
        A2: "never",
        B1: "never",
        B2: _UNDER_6 if young else _OVER_6,
        B3: "new_service_no_visit_yet",
    }
    return words.get(name)


def _adds(facts: ServiceFacts, name: str) -> bool:
    return (name == B1 and facts.critical_fail) or (name == D1 and facts.open_enquiry)
