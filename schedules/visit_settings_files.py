"""The settings of the plan of visits as they were issued with this release: one YAML a version."""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qa.marked_yaml import LOADER
from qa.roles import Role
from schedules.rules.planning_shapes import DAY, Kind, VisitSettings

FOLDER = Path(__file__).parent / "settings"


@cache
def newest() -> VisitSettings:
    """The newest settings of this release."""
    found = [
        settings_of(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER))
        for path in FOLDER.glob("visits.v*.yaml")
    ]
    return max(found, key=lambda one: [int(part) for part in one.version.split(".")])


def settings_of(data: dict[str, Any]) -> VisitSettings:
    """The settings that some plain data describes."""
    return VisitSettings(
        version=str(data["version"]),
        days={kind: _hundredths(data["days"][kind.value]) for kind in Kind},
        kinds={Role(role): frozenset(kinds) for role, kinds in data["kinds"].items()},
        days_per_week=_hundredths(data["days_per_week"]),
        new_months=int(data["new_months"]),
        first_of_new_months={
            Kind(kind): int(months) for kind, months in data["first_of_new_months"].items()
        },
        first_of_established_days={
            Kind(kind): int(days) for kind, days in data["first_of_established_days"].items()
        },
        themed_visits_a_month=int(data["themed_visits_a_month"]),
        stays_within_days=int(data["stays_within_days"]),
        worked_there_months=int(data["worked_there_months"]),
    )


def _hundredths(days: int | float) -> int:
    return int(Fraction(str(days)) * DAY)
