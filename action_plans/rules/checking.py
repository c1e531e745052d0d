"""Who may check that an action really worked (rules.md A39, glossary.md section 3)."""

from dataclasses import dataclass
from uuid import UUID

from action_plans.rules.severities import HIGH_OR_CRITICAL, Severity
from qa.roles import Role


@dataclass(frozen=True)
class Checker:
    """Who wants to check: `services` are where they work, `region` is the one they manage."""

    person: UUID
    roles: frozenset[Role]
    services: frozenset[UUID] = frozenset()
    region: UUID | None = None


@dataclass(frozen=True)
class CheckableAction:
    """`owners`, `marked_done_by` and `proof_added_by` hold everyone who ever did."""

    severity: Severity
    hs_content: bool
    service: UUID
    region: UUID | None
    owners: frozenset[UUID] = frozenset()
    marked_done_by: frozenset[UUID] = frozenset()
    proof_added_by: frozenset[UUID] = frozenset()


def why_not_check(*, checker: Checker, action: CheckableAction) -> str | None:
    """Why this person may not check this action, or None.

    rules.md A39. Never an owner past or present, nor who marked it done or added proof,
    nor anybody who works at the service, at any severity and whatever other role they
    hold. High and critical: a Quality Manager, or the H&S Manager for H&S content, who does
    not line-manage the service either. Low and medium: its regional manager may check too.
    """
    if checker.person in action.owners:
        return "You own this action or owned it before, so somebody else has to check it."
    if checker.person in action.marked_done_by:
        return "You marked this action done, so somebody else has to check it."
    if checker.person in action.proof_added_by:
        return "You added proof to this action, so somebody else has to check it."
    if action.service in checker.services:
        return "You work at this service, so somebody from outside it has to check this action."
    manages_service = (
        Role.REGIONAL_MANAGER in checker.roles
        and action.region is not None
        and checker.region == action.region
    )
    if action.severity in HIGH_OR_CRITICAL:
        if manages_service:
            return (
                "You manage this service, and a high or critical action is checked "
                "by somebody from outside it."
            )
    elif manages_service:
        return None
    if Role.QUALITY_MANAGER in checker.roles:
        return None
    if Role.HS_MANAGER in checker.roles:
        return None if action.hs_content else "The H&S Manager checks health and safety only."
    return "Your role does not check actions."


def who_should_check(action: CheckableAction) -> Role:
    """The role that a finished action waits for first (rules.md A39)."""
    if action.hs_content:
        return Role.HS_MANAGER
    if action.severity in HIGH_OR_CRITICAL:
        return Role.QUALITY_MANAGER
    return Role.REGIONAL_MANAGER
