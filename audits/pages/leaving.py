"""Pages that lead out of an audit: ending it early, and help when somebody is in danger."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audits.pages.top import Top
from qa.frame import OUTSIDE_LINE


@dataclass(frozen=True, slots=True)
class EndPage:
    top: Top
    reason: str = ""
    names_found: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    title: str = "End this audit early"


@dataclass(frozen=True, slots=True)
class DangerPage:
    back: str
    outside_line: str = OUTSIDE_LINE
    outside_tel: str = OUTSIDE_LINE.replace(" ", "")
    title: str = "Someone may be in danger"
