"""What a plan of visits is made from, and what it is: values only.

Days of work are counted in hundredths, so that half days and shares of a week add up exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from qa.roles import Role
from schedules.rules.risk_bands import Band

DAY = 100  # hundredths


class Kind(StrEnum):
    """The kinds that this plan holds, in the order in which they go first on the same day.

    Unannounced kinds (spot_check, night_check) are never in it; kinds that only a trigger
    calls for come with their trigger.
    """

    HS_FULL_VISIT = "hs_full_visit"
    HS_THEMED_VISIT = "hs_themed_visit"
    FULL_REVIEW = "full_review"
    QUALITY_ADVISOR_AUDIT = "quality_advisor_audit"
    PLAN_REVIEW = "plan_review"
    HS_QUARTERLY_RETURN = "hs_quarterly_return"


WORDS = {
    Kind.HS_FULL_VISIT: "full H&S visit",
    Kind.HS_THEMED_VISIT: "themed H&S visit",
    Kind.FULL_REVIEW: "full review",
    Kind.QUALITY_ADVISOR_AUDIT: "Quality Advisor audit",
    Kind.PLAN_REVIEW: "review of the action plan",
    Kind.HS_QUARTERLY_RETURN: "quarterly H&S return",
}
# Kinds that come round at an interval of the band, and the interval's name in the risk model.
INTERVALS = {
    Kind.HS_FULL_VISIT: "hs_full_visit",
    Kind.FULL_REVIEW: "full_review",
    Kind.QUALITY_ADVISOR_AUDIT: "quality_advisor_audit",
    Kind.PLAN_REVIEW: "plan_review_by_regional_manager",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSettings:
    """One version of the settings: how long visits take, who makes them, first visits."""

    version: str
    days: Mapping[Kind, int]
    kinds: Mapping[Role, frozenset[str]]
    days_per_week: int
    new_months: int
    first_of_new_months: Mapping[Kind, int]
    first_of_established_days: Mapping[Kind, int]
    themed_visits_a_month: int
    stays_within_days: int
    worked_there_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The last visit of a kind, with the logins of who made it."""

    on: date
    visitors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A service as the plan sees it. ``known_on`` is the day it came into the system.

    ``rose_on`` and ``band_before`` tell the last change of band when that was a rise;
    ``returned`` holds the days of its quarterly returns.
    """

    code: str
    region: str
    opened_on: date
    closed_on: date | None = None
    known_on: date
    band: Band
    rose_on: date | None = None
    band_before: Band | None = None
    last: Mapping[Kind, Done] = field(default_factory=dict)
    returned: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where somebody works, manages, or (an Advisor) lives, from day to day."""

    service: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One row of availability. No regions means all, no kinds those of the role."""

    from_on: date
    to_on: date | None = None
    days_per_week: int
    regions: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    may_not_visit: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who may be planned; ``region`` is what a regional manager line-manages."""

    login: str
    roles: frozenset[Role]
    region: str | None = None
    posts: tuple[Post, ...] = ()
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A visit of an earlier plan that has not taken place yet."""

    service: str
    kind: Kind
    on: date
    visitors: tuple[str, ...]
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything a plan rests on: the same of these gives the same plan."""

    from_on: date
    to_on: date
    today: date
    services: tuple[Place, ...]
    visitors: tuple[Visitor, ...]
    settings: VisitSettings
    intervals: Mapping[Band, Mapping[str, Fraction]]
    days_after_rise: Mapping[Band, int]
    days_off: frozenset[date] = frozenset()
    themed: tuple[date, ...] = ()
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One planned visit, and why this service, why then, why these people."""

    service: str
    kind: Kind
    on: date
    due_on: date
    visitors: tuple[str, ...]
    because: str
    why_then: str
    why_who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What cannot be on time: whose days are short, when, how many, for which visits, and
    what would mend it. Nobody in ``who``: nobody may make these visits."""

    who: tuple[str, ...]
    from_on: date
    to_on: date
    days_short: Fraction
    visits: tuple[tuple[str, Kind], ...]
    mend: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    visits: tuple[Visit, ...]
    shortfalls: tuple[Shortfall, ...]
