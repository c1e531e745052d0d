"""Who may record what was found elsewhere, and what becomes of an outside report."""

from action_plans.permissions import A_PERSON
from action_plans.rules.sources import ELSEWHERE, FROM_THE_CENTRE, SOURCE_WORDS, Source
from qa.roles import MANAGES_SERVICE, QUALITY_TEAM, Role
from qa.viewer import Viewer

_CENTRE = (*QUALITY_TEAM, Role.HS_MANAGER, Role.WHISTLEBLOWING_LEAD)


def sources_offered(viewer: Viewer) -> tuple[Source, ...]:
    """What this person may write down as coming from elsewhere (glossary.md section 3).

    Managers for their own services what people tell them there and what reaches them from
    outside; the centre also what it learnt or looked at itself. Nobody else anything.
    """
    if viewer.has(*_CENTRE):
        return (*ELSEWHERE, *FROM_THE_CENTRE)
    if viewer.has(Role.REGIONAL_MANAGER):
        return (*ELSEWHERE, Source.SERVICE_REVIEW, Source.LEADERSHIP_VISIT)
    if viewer.has(*MANAGES_SERVICE) and (viewer.service_ids or viewer.everything):
        return ELSEWHERE
    return ()


def why_not_record(viewer: Viewer, source: Source | None = None) -> str | None:
    """Whether this person records findings from elsewhere, and from this source.

    Of which service, `permissions.why_not_raise` says.
    """
    offered = sources_offered(viewer)
    if not offered:
        return "Your role does not record what was found."
    if source is not None and source not in offered:
        return f"Your role does not record findings of {SOURCE_WORDS[source]}."
    return None


def may_restrict(viewer: Viewer) -> bool:
    """Whether they may mark anything restricted at all; which service, `why_not_raise` says."""
    return viewer.has(*_CENTRE)


def why_not_keep_draft(viewer: Viewer) -> str | None:
    """CQC's drafts are for the director and the quality team (glossary.md 7.2)."""
    if viewer.has(*QUALITY_TEAM):
        return None
    return "Only the quality team keeps a draft of CQC's."


def why_not_send_on(viewer: Viewer) -> str | None:
    """The Director of Operations sends outside reports to the right people (rules.md R008)."""
    return None if viewer.has(Role.DIRECTOR) else "The director sends outside reports on."


def why_not_check_accuracy(viewer: Viewer) -> str | None:
    """An outside report is checked for fairness by a person of the quality team (R009)."""
    if viewer.user_id is None:
        return A_PERSON
    if viewer.has(*QUALITY_TEAM):
        return None
    return "The quality team checks whether a report is right."


def why_not_say_no_action(viewer: Viewer) -> str | None:
    """That a report asks for nothing is said by the quality team, with the reason (R009)."""
    if viewer.has(*QUALITY_TEAM):
        return None
    return "The quality team says when a report needs no action."
