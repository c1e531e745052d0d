"""What people type about a level: judgements, the monthly check, new settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qa.errors import Invalid
from qa.rules.london import parse_day
from schedules.rules.risk_bands import Band


@dataclass(frozen=True, slots=True)
class Judgement:
    band: Band
    reason: str
    to_on: date | None
    planning_only: bool


@dataclass(frozen=True, slots=True)
class Settings:
    text: str
    applies_from: date | None


def judgement(form: Mapping[str, Any]) -> Judgement:
    """A level, why, and until when; Invalid with every fault of what was typed."""
    faults: list[tuple[str, str]] = []
    band, to_on = str(form.get("band", "")), _day(form, "to_on", faults)
    if band not in tuple(Band):
        faults.append(("band", "Choose a level"))
    if faults:
        raise Invalid(faults)
    return Judgement(
        Band(band),
        str(form.get("reason", "")).strip(),
        to_on,
        form.get("planning_only") == "yes",
    )


def monthly_check(form: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether the level may fall, and why not when it stays."""
    chosen = form.get("decision")
    if chosen not in ("lower", "keep"):
        raise Invalid([("decision", "Choose whether the level falls or stays")])
    return chosen == "lower", str(form.get("reason", "")).strip()


def settings(form: Mapping[str, Any]) -> Settings:
    """The settings as text, and from when they apply."""
    faults: list[tuple[str, str]] = []
    text, day = str(form.get("settings", "")), _day(form, "applies_from", faults)
    if not text.strip():
        faults.append(("settings", "Write the settings"))
    if faults:
        raise Invalid(faults)
    return Settings(text, day)


def _day(form: Mapping[str, Any], name: str, faults: list[tuple[str, str]]) -> date | None:
    text = str(form.get(name, "")).strip()
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError as wrong:
        faults.append((name, str(wrong).capitalize()))
        return None
