"""What the pages of the rating show, for planning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from schedules.rules.risk_bands import PLANNING_WORDS, SERVICE_WORDS, Band, is_above
from schedules.rules.risk_floors import FLOOR_WORDS
from schedules.rules.risk_words import reason

CAUSES = {
    "nightly": "worked out again",
    "override": "a person's judgement",
    "moderation": "the monthly check",
    "model": "new settings",
    "past_visit": "visits were loaded",
    "occurrence": "occurrences were loaded",
    "safeguarding_referral": "referrals were loaded",
    "training_record": "training was loaded",
    "cqc_rating": "CQC's ratings were loaded",
    "risk_fact": "facts were loaded",
}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlanningRow:
    name: str
    code: str
    region: str
    href: str
    band: str
    points: int
    floors: str
    not_sure: bool
    could_fall: bool


@dataclass(frozen=True, slots=True)
class PlanningPage:
    rows: tuple[PlanningRow, ...]
    counts: tuple[tuple[str, int], ...]
    to_check: int
    settings_href: str | None
    title: str = "Risk rating"


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    band: str
    points: int
    cause: str
    by: str
    model: str


@dataclass(frozen=True, slots=True)
class JudgementRow:
    band: str
    lowers: bool
    reason: str
    until: date | None
    by: str
    hidden: bool
    end_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRiskPage:
    title: str
    service_href: str
    band: str
    shown: str
    points: int
    not_sure: bool
    floors: tuple[str, ...]
    parts: tuple[tuple[str, int, bool], ...]
    judgements: tuple[JudgementRow, ...]
    changes: tuple[Change, ...]
    could_fall: bool
    check_href: str
    level_href: str
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPage:
    service_href: str
    href: str
    options: tuple[tuple[str, str], ...]
    plans: bool
    band: str = ""
    reason: str = ""
    to_on: str = ""
    planning_only: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    title: str = "Change the level"


def planning_page(found: Sequence[Row], *, changes_settings: bool) -> PlanningPage:
    rows = tuple(_planning_row(one) for one in found)
    return PlanningPage(
        rows=rows,
        counts=tuple(
            (PLANNING_WORDS[band], sum(one["band"] == band for one in found))
            for band in reversed(Band)
        ),
        to_check=sum(row.could_fall for row in rows),
        settings_href="/risk/settings" if changes_settings else None,
    )


def service_risk_page(
    service_id: UUID,
    found: Sequence[Row],
    judged: Sequence[Row],
    *,
    faults: dict[str, str] | None = None,
) -> ServiceRiskPage:
    last = found[0]
    stored = msgspec.json.decode(last["planning"])
    path = f"/services/{service_id}"
    return ServiceRiskPage(
        title=f"Risk rating of {last['name']}",
        service_href=path,
        band=PLANNING_WORDS[Band(last["band"])],
        shown=SERVICE_WORDS[Band(last["service_band"])],
        points=stored["points"],
        not_sure=stored["low_confidence"],
        floors=tuple(f"{code}: {FLOOR_WORDS[code]}" for code in stored["floors"]),
        parts=tuple((reason(part), part["points"], part["known"]) for part in stored["parts"]),
        judgements=tuple(_judgement(one) for one in judged),
        changes=tuple(_change(one) for one in found),
        could_fall=_could_fall(stored),
        check_href=f"{path}/risk/check",
        level_href=f"{path}/level",
        faults=faults or {},
    )


def level_page(
    service_id: UUID,
    *,
    plans: bool,
    typed: Mapping[str, Any] | None = None,
    faults: dict[str, str] | None = None,
) -> LevelPage:
    """Planners choose a band; others an attention level, in the words of the service."""
    given = typed or {}
    words = PLANNING_WORDS if plans else SERVICE_WORDS
    return LevelPage(
        service_href=f"/services/{service_id}",
        href=f"/services/{service_id}/level",
        options=tuple((band.value, words[band]) for band in Band),
        plans=plans,
        band=str(given.get("band", "")),
        reason=str(given.get("reason", "")),
        to_on=str(given.get("to_on", "")),
        planning_only=given.get("planning_only") == "yes",
        faults=faults or {},
    )


def _planning_row(one: Row) -> PlanningRow:
    stored = msgspec.json.decode(one["planning"])
    return PlanningRow(
        name=one["name"],
        code=one["code"],
        region=one["region"],
        href=f"/services/{one['id']}/risk",
        band=PLANNING_WORDS[Band(one["band"])],
        points=stored["points"],
        floors=", ".join(stored["floors"]),
        not_sure=stored["low_confidence"],
        could_fall=_could_fall(stored),
    )


def _could_fall(stored: Row) -> bool:
    """More is held than points and facts ask for: the monthly check looks at it."""
    return is_above(Band(stored["held"]["band"]), Band(stored["band_by_facts"]))


def _judgement(one: Row) -> JudgementRow:
    return JudgementRow(
        band=PLANNING_WORDS[Band(one["band"])],
        lowers=one["lowers"],
        reason=one["reason"],
        until=one["to_on"],
        by=one["by"] or "the command line",
        hidden=one["restricted"],
        end_href=f"/judgements/{one['id']}/end",
    )


def _change(one: Row) -> Change:
    return Change(
        at=one["happened_at"],
        band=PLANNING_WORDS[Band(one["band"])],
        points=msgspec.json.decode(one["planning"])["points"],
        cause=CAUSES.get(one["cause"], ""),
        by=one["by"] or "",
        model=one["model_version"],
    )
