"""Who found it: every source that a plan collects from (rules.md R003, contract.md "Values")."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Source(StrEnum):
    """The values of ``source`` in a findings file."""

    CQC = "cqc"
    FIRE_AUTHORITY = "fire_authority"
    LOCAL_AUTHORITY = "local_authority"
    COMMISSIONER_SPOT_CHECK = "commissioner_spot_check"
    ENVIRONMENTAL_HEALTH = "environmental_health"
    HSE = "hse"
    FAMILY = "family"
    PERSON = "person"
    HOUSE_MEETING = "house_meeting"
    FORUM = "forum"
    ADVOCATE = "advocate"
    PROFESSIONAL = "professional"
    STAFF = "staff"
    QUALITY_MANAGER = "quality_manager"
    QUALITY_TEAM = "quality_team"
    QUALITY_ADVISOR = "quality_advisor"
    HEALTH_AND_SAFETY = "health_and_safety"
    SPOT_CHECK = "spot_check"
    OCCURRENCE = "occurrence"
    SAFEGUARDING = "safeguarding"
    SERVICE_REVIEW = "service_review"
    LEADERSHIP_VISIT = "leadership_visit"
    SELF_ASSESSMENT = "self_assessment"
    OTHER = "other"


# Written so that they stand in "Raised by ...".
SOURCE_WORDS: Mapping[Source, str] = MappingProxyType(
    {
        Source.CQC: "CQC",
        Source.FIRE_AUTHORITY: "the fire authority",
        Source.LOCAL_AUTHORITY: "the council",
        Source.COMMISSIONER_SPOT_CHECK: "a council spot check",
        Source.ENVIRONMENTAL_HEALTH: "environmental health",
        Source.HSE: "the Health and Safety Executive",
        Source.FAMILY: "a family",
        Source.PERSON: "a person we support",
        Source.HOUSE_MEETING: "a house meeting",
        Source.FORUM: "a forum",
        Source.ADVOCATE: "an advocate",
        Source.PROFESSIONAL: "a visiting professional",
        Source.STAFF: "staff",
        Source.QUALITY_MANAGER: "a Quality Manager",
        Source.QUALITY_TEAM: "the quality team, asked to look",
        Source.QUALITY_ADVISOR: "Quality Advisors",
        Source.HEALTH_AND_SAFETY: "health and safety",
        Source.SPOT_CHECK: "a spot check",
        Source.OCCURRENCE: "an occurrence",
        Source.SAFEGUARDING: "safeguarding learning",
        Source.SERVICE_REVIEW: "a Service Review",
        Source.LEADERSHIP_VISIT: "a leadership visit",
        Source.SELF_ASSESSMENT: "self-assessment",
        Source.OTHER: "somebody else",
    }
)

# What the H&S Manager sees whatever the finding says (glossary.md section 3).
HS_SOURCES = frozenset({Source.HEALTH_AND_SAFETY, Source.FIRE_AUTHORITY})

# Bodies whose reports go to the Director of Operations, and whose dates cannot be passed
# (rules.md R008).
OUTSIDE = frozenset(
    {
        Source.CQC,
        Source.FIRE_AUTHORITY,
        Source.LOCAL_AUTHORITY,
        Source.COMMISSIONER_SPOT_CHECK,
        Source.ENVIRONMENTAL_HEALTH,
        Source.HSE,
    }
)

# What somebody writes down here, in the order offered; what is found on our own visits comes
# from their audits.
ELSEWHERE = (
    Source.FAMILY,
    Source.PERSON,
    Source.HOUSE_MEETING,
    Source.STAFF,
    Source.ADVOCATE,
    Source.PROFESSIONAL,
    Source.FORUM,
    Source.OCCURRENCE,
    Source.CQC,
    Source.FIRE_AUTHORITY,
    Source.LOCAL_AUTHORITY,
    Source.COMMISSIONER_SPOT_CHECK,
    Source.ENVIRONMENTAL_HEALTH,
    Source.HSE,
    Source.OTHER,
)

# Only from outside the service: what was learnt from a referral, or what somebody looked at.
FROM_THE_CENTRE = (
    Source.SAFEGUARDING,
    Source.QUALITY_TEAM,
    Source.SERVICE_REVIEW,
    Source.LEADERSHIP_VISIT,
    Source.SELF_ASSESSMENT,
)

# Somebody spoke for themselves, so they are asked "How may we use this?" (T19.5).
VOICES = frozenset(
    {
        Source.FAMILY,
        Source.PERSON,
        Source.ADVOCATE,
        Source.PROFESSIONAL,
        Source.STAFF,
        Source.OTHER,
    }
)

# A Quality Advisor's "What must change?": never rejected, lowered or merged away
# (audit_templates.md T16, glossary.md section 6).
MUST_CHANGE = "t16.q24"


class Naming(StrEnum):
    """What somebody agreed to when asked "How may we use this?" (glossary.md 7.2)."""

    NAMED = "named"
    NOT_NAMED_TO_SERVICE = "not_named_to_service"
    THEME_ONLY = "theme_only"


NAMING_WORDS: Mapping[Naming, str] = MappingProxyType(
    {
        Naming.NOT_NAMED_TO_SERVICE: "Only the quality team sees who said it",
        Naming.NAMED: "With their name: the service's managers see it too",
        Naming.THEME_ONLY: "Only as a theme: nobody sees who said it, and we keep no name",
    }
)
