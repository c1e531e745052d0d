"""Who may do what to findings and actions: a reason in plain English, or None.

Pages and commands ask the same functions. They speak of the person; whether the action is
in a state for it is `rules.verbs`; `offered` puts both together. What somebody may not see
never comes this far: it is "not found" (`scopes`).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from action_plans.rules.checking import CheckableAction, Checker
from action_plans.rules.checking import why_not_check as why_not_check_rule
from action_plans.rules.severities import Severity
from action_plans.rules.sources import Source
from action_plans.rules.standings import Standing
from action_plans.rules.verbs import Verb, why_not_now
from qa.permissions import READS_CONTENT
from qa.roles import MANAGES_SERVICE, Role
from qa.viewer import Viewer

# Whose roles check at all; which action, `why_not_check` says.
CHECKS = frozenset({Role.QUALITY_MANAGER, Role.HS_MANAGER, Role.REGIONAL_MANAGER})
# Who has an overview of many services, and decides what others ask for.
OVERSEES = frozenset({Role.DIRECTOR, Role.REGIONAL_MANAGER, Role.QUALITY_MANAGER})
A_PERSON = "Only a person with an account can do this. Sign in first."


def manages(viewer: Viewer, service_id: UUID) -> bool:
    """Whether they run this service: its manager, or the deputy who stands in."""
    return viewer.has(*MANAGES_SERVICE) and viewer.works_at(service_id)


def line_manages(viewer: Viewer, region_id: UUID) -> bool:
    """Whether they are the regional manager of this region."""
    return Role.REGIONAL_MANAGER in viewer.roles and viewer.region_id == region_id


def _oversees(viewer: Viewer, region_id: UUID, *, hs_content: bool) -> bool:
    return (
        viewer.has(Role.QUALITY_MANAGER, Role.DIRECTOR)
        or line_manages(viewer, region_id)
        or (hs_content and viewer.has(Role.HS_MANAGER))
    )


def knows_who_raised(viewer: Viewer) -> bool:
    """Whether they may know who raised what: not support workers, not Quality Advisors
    (glossary.md section 3, "Never sees")."""
    return viewer.has(*READS_CONTENT, Role.WHISTLEBLOWING_LEAD)


def why_not_raise(
    viewer: Viewer, *, service_id: UUID, region_id: UUID, source: Source, restricted: bool
) -> str | None:
    """Who may put a finding into a plan (glossary.md section 3, "Writes").

    The quality team and the H&S Manager anywhere, regional and service managers in their
    own services, Quality Advisors and their supporters what the Advisors found. Restricted
    findings only by those who may read them.
    """
    if restricted:
        if viewer.has(
            Role.QUALITY_MANAGER, Role.DIRECTOR, Role.HS_MANAGER, Role.WHISTLEBLOWING_LEAD
        ) and not (viewer.works_at(service_id) or line_manages(viewer, region_id)):
            return None
        return "Only the quality team can mark a finding restricted."
    if viewer.has(Role.HS_MANAGER) or _oversees(viewer, region_id, hs_content=False):
        return None
    if manages(viewer, service_id):
        return None
    if source is Source.QUALITY_ADVISOR and viewer.has(Role.QUALITY_ADVISOR, Role.SUPPORTER):
        return None
    return "Your role does not add findings to this service's plan."


def why_not_plan(
    viewer: Viewer, *, service_id: UUID, region_id: UUID, restricted: bool
) -> str | None:
    """Who may start actions and join findings to them: who sees them and keeps the plan."""
    if restricted and viewer.has(Role.WHISTLEBLOWING_LEAD):
        return None
    if viewer.has(Role.HS_MANAGER) or _oversees(viewer, region_id, hs_content=False):
        return None
    if manages(viewer, service_id):
        return None
    return "Your role does not plan actions for this service."


def why_not_join(viewer: Viewer, about: Standing) -> str | None:
    """As `why_not_plan`, for an action that is there already."""
    return why_not_plan(
        viewer,
        service_id=about.service_id,
        region_id=about.region_id,
        restricted=about.restricted,
    )


def why_not_work_on(viewer: Viewer, about: Standing) -> str | None:
    """Progress, steps and proof: the owner, who runs the service, and those who oversee it."""
    if viewer.user_id is not None and viewer.user_id == about.owner_id:
        return None
    if manages(viewer, about.service_id) or _oversees(
        viewer, about.region_id, hs_content=about.hs_content
    ):
        return None
    if about.restricted and viewer.has(Role.WHISTLEBLOWING_LEAD):
        return None
    return "This action is not yours to work on."


def why_not_add_proof(viewer: Viewer, about: Standing) -> str | None:
    """As `why_not_work_on`, but by a person: who adds proof can never check (A39)."""
    return A_PERSON if viewer.user_id is None else why_not_work_on(viewer, about)


def why_not_answer_for(viewer: Viewer, about: Standing) -> str | None:
    """Who answers for an action, and agrees to it when it is proposed: its owner, who runs the
    service, its regional manager."""
    if viewer.everything or (viewer.user_id is not None and viewer.user_id == about.owner_id):
        return None
    if manages(viewer, about.service_id) or line_manages(viewer, about.region_id):
        return None
    return "Only its owner or the service's managers can do this."


def why_not_ask(viewer: Viewer, about: Standing) -> str | None:
    """More time, "the landlord's", "we cannot": asked by those who answer for the action."""
    return A_PERSON if viewer.user_id is None else why_not_answer_for(viewer, about)


def why_not_say_we_cannot(viewer: Viewer, about: Standing) -> str | None:
    """As `why_not_ask`; never for what Quality Advisors said must change (T16)."""
    if about.must_change:
        return "Quality Advisors said that this must change. It cannot be turned down."
    return why_not_ask(viewer, about)


def why_not_mark_done(viewer: Viewer, about: Standing) -> str | None:
    """Done is the claim of a person who answers for the action."""
    return why_not_ask(viewer, about)


def why_not_decide(viewer: Viewer, about: Standing, asked_by: UUID | None = None) -> str | None:
    """More time and transfers: the line manager or the director, never who asked."""
    if viewer.user_id is None:
        return A_PERSON
    if viewer.user_id == asked_by:
        return "You asked for this, so somebody else has to decide."
    if line_manages(viewer, about.region_id) or viewer.has(Role.DIRECTOR):
        return None
    return "The regional manager decides this."


def why_not_decide_we_cannot(
    viewer: Viewer, about: Standing, asked_by: UUID | None = None
) -> str | None:
    """That something will not be done needs a Quality Manager's yes (glossary.md section 6)."""
    if about.must_change:
        return "Quality Advisors said that this must change. It cannot be turned down."
    if viewer.user_id is None:
        return A_PERSON
    if viewer.user_id == asked_by:
        return "You asked for this, so somebody else has to decide."
    if viewer.has(Role.QUALITY_MANAGER):
        return None
    return "A Quality Manager decides this."


def why_not_name_owner(viewer: Viewer, about: Standing) -> str | None:
    """Who may give an action to somebody: who runs the service or oversees it."""
    if manages(viewer, about.service_id) or _oversees(
        viewer, about.region_id, hs_content=about.hs_content
    ):
        return None
    if about.restricted and viewer.has(Role.WHISTLEBLOWING_LEAD):
        return None
    return "Your role does not name who does this action."


def why_not_this_owner(
    viewer: Viewer, about: Standing, owner_services: frozenset[UUID]
) -> str | None:
    """A service manager gives actions to people of the own service; others to anybody."""
    if _oversees(viewer, about.region_id, hs_content=about.hs_content):
        return None
    if about.service_id in owner_services:
        return None
    return "They do not work at this service. The regional manager can name them."


def why_not_set_severity(viewer: Viewer, about: Standing, severity: Severity) -> str | None:
    """Up: who oversees or runs the service. Down: a Quality Manager or the director, or the
    H&S Manager for H&S content; never what Quality Advisors said must change (T16)."""
    if severity.rank < about.severity.rank:
        return why_not_less_serious(
            viewer, hs_content=about.hs_content, must_change=about.must_change
        )
    if manages(viewer, about.service_id) or _oversees(
        viewer, about.region_id, hs_content=about.hs_content
    ):
        return None
    return "Your role does not change how serious an action is."


def why_not_less_serious(viewer: Viewer, *, hs_content: bool, must_change: bool) -> str | None:
    """Who may let something count for less than it was found to be."""
    if must_change:
        return "Quality Advisors said that this must change. Nobody can make it count less."
    if viewer.has(Role.QUALITY_MANAGER, Role.DIRECTOR) or (
        hs_content and viewer.has(Role.HS_MANAGER)
    ):
        return None
    return "Only the quality team can make it less serious than it was found to be."


def why_not_merge(viewer: Viewer, about: Standing) -> str | None:
    """As `why_not_join`; what Quality Advisors said must change stays an action of its own."""
    if about.must_change:
        return "Quality Advisors said that this must change. It stays an action of its own."
    return why_not_join(viewer, about)


def why_not_take_back(viewer: Viewer, about: Standing) -> str | None:
    """What was given to another body comes back by those who answer for or oversee it."""
    if _oversees(viewer, about.region_id, hs_content=about.hs_content):
        return None
    return why_not_answer_for(viewer, about)


def why_not_check(viewer: Viewer, action: CheckableAction) -> str | None:
    """Who may say that it worked: rules.md A39, by a person."""
    if viewer.user_id is None:
        return A_PERSON
    checker = Checker(
        person=viewer.user_id,
        roles=viewer.roles,
        services=viewer.service_ids,
        region=viewer.region_id,
    )
    return why_not_check_rule(checker=checker, action=action)


def why_not_reopen(viewer: Viewer, about: Standing) -> str | None:
    """What turns out not to have worked is opened again by those who check or oversee."""
    if _oversees(viewer, about.region_id, hs_content=about.hs_content):
        return None
    return "Your role does not open an action again."


def why_not_move_or_end(viewer: Viewer, *, region_id: UUID) -> str | None:
    """Actions of a closed service: its regional manager, the director, a Quality Manager."""
    if viewer.has(Role.QUALITY_MANAGER, Role.DIRECTOR) or line_manages(viewer, region_id):
        return None
    return "Your role does not move or end the actions of a closed service."


def why_not_release(viewer: Viewer) -> str | None:
    """Ending an account, and with it the ownership of actions, is the administrator's."""
    if viewer.has(Role.ADMINISTRATOR):
        return None
    return "Only an administrator ends accounts."


_BY_STANDING: Mapping[Verb, Callable[[Viewer, Standing], str | None]] = MappingProxyType(
    {
        Verb.AGREE: why_not_answer_for,
        Verb.JOIN: why_not_join,
        Verb.MERGE: why_not_merge,
        Verb.NAME_OWNER: why_not_name_owner,
        Verb.RECORD_PROGRESS: why_not_work_on,
        Verb.CHANGE_STEPS: why_not_work_on,
        Verb.ADD_PROOF: why_not_add_proof,
        Verb.ASK_FOR_TIME: why_not_ask,
        Verb.SAY_OTHER_BODY: why_not_ask,
        Verb.SAY_WE_CANNOT: why_not_say_we_cannot,
        Verb.TAKE_BACK: why_not_take_back,
        Verb.MARK_DONE: why_not_mark_done,
        Verb.REOPEN: why_not_reopen,
    }
)


def offered(viewer: Viewer, about: Standing, checkable: CheckableAction) -> frozenset[Verb]:
    """What a page offers this person for this action, as it stands now."""
    verbs = {
        verb
        for verb, why_not in _BY_STANDING.items()
        if why_not_now(verb, about.status) is None and why_not(viewer, about) is None
    }
    if why_not_now(Verb.CHECK, about.status) is None and why_not_check(viewer, checkable) is None:
        verbs |= {Verb.CHECK, Verb.CHECK_AT_NEXT_VISIT}
    if why_not_now(Verb.SET_SEVERITY, about.status) is None and any(
        why_not_set_severity(viewer, about, severity) is None for severity in Severity
    ):
        verbs.add(Verb.SET_SEVERITY)
    return frozenset(verbs)
