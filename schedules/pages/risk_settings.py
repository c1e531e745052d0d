"""What the page of the settings shows: what applies, and what others would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from schedules.rules.risk_bands import PLANNING_WORDS, Band


class Effect(Protocol):
    """One service under the settings that apply now, and under the others."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def points_then(self) -> int: ...
    @property
    def band(self) -> Band: ...
    @property
    def band_then(self) -> Band: ...


@dataclass(frozen=True, slots=True)
class EffectRow:
    name: str
    now: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    text: str
    applies_from: str
    versions: tuple[tuple[str, date], ...]
    previewed: str
    effects: tuple[EffectRow, ...]
    faults: dict[str, str] = field(default_factory=dict)
    title: str = "Settings of the risk rating"


def settings_page(
    text: str,
    versions: Sequence[Mapping[str, Any]],
    *,
    applies_from: str = "",
    previewed: str = "",
    effects: Sequence[Effect] = (),
    faults: dict[str, str] | None = None,
) -> SettingsPage:
    return SettingsPage(
        text=text,
        applies_from=applies_from,
        versions=tuple((one["version"], one["applies_from"]) for one in versions),
        previewed=previewed,
        effects=tuple(
            EffectRow(
                name=f"{one.code} {one.name}",
                now=f"{PLANNING_WORDS[one.band]}, {one.points}",
                then=f"{PLANNING_WORDS[one.band_then]}, {one.points_then}",
            )
            for one in effects
        ),
        faults=faults or {},
    )
