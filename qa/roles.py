"""The roles of glossary.md section 3, as data."""

from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    QUALITY_MANAGER = "quality_manager"
    HS_MANAGER = "hs_manager"
    REGIONAL_MANAGER = "regional_manager"
    SERVICE_MANAGER = "service_manager"
    DEPUTY_MANAGER = "deputy_manager"
    SUPPORT_WORKER = "support_worker"
    QUALITY_ADVISOR = "quality_advisor"
    SUPPORTER = "supporter"
    WHISTLEBLOWING_LEAD = "whistleblowing_lead"
    COMMITTEE_MEMBER = "committee_member"


WORDS: dict[Role, str] = {
    Role.ADMINISTRATOR: "Administrator",
    Role.DIRECTOR: "Director of Operations",
    Role.QUALITY_MANAGER: "Quality Manager",
    Role.HS_MANAGER: "Health and Safety Manager",
    Role.REGIONAL_MANAGER: "Regional manager",
    Role.SERVICE_MANAGER: "Service manager",
    Role.DEPUTY_MANAGER: "Deputy manager",
    Role.SUPPORT_WORKER: "Support worker",
    Role.QUALITY_ADVISOR: "Quality Advisor",
    Role.SUPPORTER: "Supporter of a Quality Advisor",
    Role.WHISTLEBLOWING_LEAD: "Whistle-blowing lead",
    Role.COMMITTEE_MEMBER: "Quality Committee member",
}

# Who sees every service; who sees those of a region; who sees those where they work.
ALL_SERVICES = frozenset({Role.DIRECTOR, Role.QUALITY_MANAGER, Role.HS_MANAGER})
AT_THE_SERVICE = frozenset(
    {
        Role.SERVICE_MANAGER,
        Role.DEPUTY_MANAGER,
        Role.SUPPORT_WORKER,
    }
)
MANAGES_SERVICE = frozenset({Role.SERVICE_MANAGER, Role.DEPUTY_MANAGER})
QUALITY_TEAM = frozenset({Role.QUALITY_MANAGER, Role.DIRECTOR})
