"""The risk model's settings as they were issued with this release: YAML files, one a version."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qa.errors import Invalid
from qa.marked_yaml import LOADER
from schedules.rules.risk_model import BadModel, RiskModel, model_of

FOLDER = Path(__file__).parent / "settings"


def parse(text: str) -> tuple[dict[str, Any], RiskModel]:
    """Settings written as YAML: the plain data to keep, and the model that it describes.

    Raises Invalid with every fault.
    """
    try:
        data = yaml.load(text, Loader=LOADER)  # LOADER is a safe one
    except yaml.YAMLError as error:
        raise Invalid([("settings", f"This is not valid YAML: {error}")]) from None
    try:
        return data, model_of(data)
    except BadModel as bad:
        raise Invalid([("settings", fault) for fault in bad.faults]) from None


@cache
def issued() -> tuple[tuple[dict[str, Any], RiskModel], ...]:
    """Every version of this release, oldest first."""
    found = (parse(path.read_text(encoding="utf-8")) for path in FOLDER.glob("risk.v*.yaml"))
    return tuple(sorted(found, key=lambda one: [int(n) for n in one[1].version.split(".")]))


def newest() -> RiskModel:
    """The newest model of this release: the names and words that files may use."""
    return issued()[-1][1]


def newest_text() -> str:
    """The newest settings of this release as they are written: where new ones begin."""
    version = newest().version
    return (FOLDER / f"risk.v{version}.yaml").read_text(encoding="utf-8")
