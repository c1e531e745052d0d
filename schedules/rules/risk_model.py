"""The settings of the risk rating as data: inputs, their points, bands and intervals.

One version is one immutable value; how points are added up is ``risk_rating``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from schedules.rules.risk_bands import Band

UNKNOWN = "unknown"
# What may also be loaded or told beside an input: yes or no.
CRITICAL_FAIL = "B1_critical_fail_not_verified"
OPEN_ENQUIRY = "D1_open_enquiry"
FLOOR_CODES = tuple(f"FL{number}" for number in range(1, 18))
A1, A2 = "A1_external_judgement", "A2_age_of_external_look_years"
B1, B2 = "B1_last_full_review_pct", "B2_full_review_overdue"
B3 = "B3_health_and_safety_assurance"
C1, C2 = "C1_overdue_high_or_critical_actions", "C2_pct_actions_overdue"
C3 = "C3_repeat_findings_12_months"
D1, D2 = "D1_substantiated_safeguarding_6_months", "D2_serious_occurrences_6_months"
D3, D4 = "D3_occurrence_trend_above_own_limits", "D4_closed_culture_or_silence_signs"
E1, E2 = "E1_manager", "E2_agency_hours_pct"
E3, E4 = "E3_mandatory_training_pct", "E4_spot_check_coverage_pct"
F = "F_inherent_complexity_flags"
INPUTS = (A1, A2, B1, B2, B3, C1, C2, C3, D1, D2, D3, D4, E1, E2, E3, E4, F)
_PLUS = ("plus_if_critical_fail_not_verified", "plus_if_open_enquiry_about_provider")


@dataclass(frozen=True, slots=True)
class Step:
    """Points for a number from ``low`` (included) to ``high`` (not included; None: no end)."""

    low: Fraction
    high: Fraction | None
    points: int

    def holds(self, number: Fraction) -> bool:
        return self.low <= number and (self.high is None or number < self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRule:
    """How one input earns points: by a word, by a number, or by flags.

    ``when_unknown`` are points for a value that is missing where no word stands for that.
    """

    name: str
    max: int
    steps: tuple[Step, ...] = ()
    words: Mapping[str, int]
    unknown_words: frozenset[str] = frozenset()
    when_unknown: int = 0
    plus: int = 0
    points_per_flag: int = 0
    flags: frozenset[str] = frozenset()

    @property
    def is_share(self) -> bool:
        return "_pct" in self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskModel:
    """One version of the settings (risk_rating.md section 9)."""

    version: str
    inputs: Mapping[str, InputRule]
    bands: tuple[tuple[Band, int, int], ...]
    low_confidence_share: Fraction
    intervals: Mapping[Band, Mapping[str, Fraction]]
    days_after_rise: Mapping[Band, int]

    def band_of(self, points: int) -> Band:
        """The band by points: the sum alone."""
        return next(band for band, low, high in self.bands if low <= points < high)


class BadModel(ValueError):
    """Settings that cannot be used; ``faults`` lists every fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def model_of(data: Any) -> RiskModel:
    """The model that some plain data (from YAML or JSON) describes.

    Raises BadModel with every fault: an input that is missing, points above an input's
    maximum, steps or bands with a gap, maxima that do not add up to ``max_points``.
    """
    faults: list[str] = []
    try:
        model = RiskModel(
            version=str(data["model_version"]),
            inputs=_in_order({name: _rule(name, one) for name, one in data["inputs"].items()}),
            bands=tuple((Band(name), int(low), int(high)) for name, low, high in data["bands"]),
            low_confidence_share=Fraction(str(data["low_confidence_share_pct"])),
            intervals={
                Band(band): {kind: Fraction(str(months)) for kind, months in kinds.items()}
                for band, kinds in data["intervals_months"].items()
            },
            days_after_rise=_days(data["days_until_due_when_a_rise_makes_it_past"]),
        )
        most = int(data["max_points"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadModel([f"the settings cannot be read: {error}"]) from None
    faults += [f"the input {name} is missing" for name in INPUTS if name not in model.inputs]
    faults += [f"{name} is no input" for name in model.inputs if name not in INPUTS]
    for rule in model.inputs.values():
        faults += _rule_faults(rule)
    if sum(rule.max for rule in model.inputs.values()) != most:
        faults.append(f"the maxima of the inputs do not add up to {most}")
    if not _is_whole([(low, high) for _, low, high in model.bands], 0, most + 1):
        faults.append("the bands leave a gap or do not reach from 0 to the most points")
    if not model.version.replace(".", "").isdecimal():
        faults.append("model_version must look like 1.0")
    if tuple(band for band, _, _ in model.bands) != tuple(Band):
        faults.append("the bands must be low, medium, high and very_high, in this order")
    if set(model.intervals) != set(Band) or any(
        kinds.get("full_review", 0) <= 0 or not 0 < kinds.get("hs_full_visit", 0) <= 36
        for kinds in model.intervals.values()
    ):
        faults.append("each band needs its intervals; a full H&S visit at most 36 months apart")
    if faults:
        raise BadModel(faults)
    return model


def _in_order(found: dict[str, InputRule]) -> dict[str, InputRule]:
    """In the order of the inputs, however the data was kept."""
    known = {name: found[name] for name in INPUTS if name in found}
    return {**known, **found}


def _rule(name: str, found: Mapping[str, Any]) -> InputRule:
    words = {
        word: int(points)
        for group in ("regulated", "unregulated", "values")
        for word, points in found.get(group, {}).items()
    }
    words |= {word: int(found[word]) for word in ("never", "no_plan") if word in found}
    return InputRule(
        name=name,
        max=int(found["max"]),
        steps=tuple(
            Step(Fraction(str(low)), None if high is None else Fraction(str(high)), int(points))
            for low, high, points in found.get("steps", ())
        ),
        words=words,
        unknown_words=frozenset(found.get("unknown_values", ())),
        when_unknown=int(found.get("unknown", 0)),
        plus=sum(int(found.get(plus, 0)) for plus in _PLUS),
        points_per_flag=int(found.get("points_per_flag", 0)),
        flags=frozenset(found.get("flags", ())),
    )


def _rule_faults(rule: InputRule) -> list[str]:
    faults = []
    given = [*rule.words.values(), *(step.points for step in rule.steps), rule.when_unknown]
    if any(points < 0 for points in (*given, rule.plus, rule.points_per_flag)):
        faults.append(f"{rule.name}: points are never below 0")
    if max(given) + rule.plus > rule.max:
        faults.append(f"{rule.name}: earns more than its maximum of {rule.max}")
    if not rule.unknown_words <= set(rule.words):
        faults.append(f"{rule.name}: unknown_values names a value that there is not")
    if rule.steps:
        edges = sorted(rule.steps, key=lambda step: step.low)
        if edges[-1].high is not None or not _is_whole(
            [(step.low, step.high) for step in edges], 0, None
        ):
            faults.append(f"{rule.name}: the steps leave a gap or do not reach from 0 upwards")
    return faults


def _is_whole(parts: list[tuple[Any, Any]], first: int, last: int | None) -> bool:
    edges = [first, *(high for _, high in parts)]
    return [low for low, _ in parts] == edges[:-1] and edges[-1] == last


def _days(found: Mapping[str, Any]) -> dict[Band, int]:
    return {band: int(found.get(band.value, found["others"])) for band in Band}
