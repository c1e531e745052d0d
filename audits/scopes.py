"""Who may see an audit: one SQL condition, used by every read.

Sources: glossary.md sections 3 and 7.2; the score is withheld apart (permissions.sees_score).
"""

from datetime import datetime

from action_plans.rules.embargo import LONGEST
from audits.permissions import HS_DEFINITIONS
from qa.db import SQL, all_of, any_of, negated, one_of
from qa.roles import MANAGES_SERVICE, QUALITY_TEAM, Role
from qa.viewer import Viewer

SPOT_CHECK = "t14"
# Nobody but the visitor and the director knows of these before they are over.
UNANNOUNCED = (SPOT_CHECK, "t15")


def audits(viewer: Viewer, now: datetime, audit: str = "au", definition: str = "dv") -> SQL:
    """Condition on rows of ``audit`` joined with ``definition_version``.

    The visitor sees her own. The quality team sees all and the H&S Manager what is health
    and safety, unannounced ones when they are over; who works at the service, once they were
    told in person or 24 hours after completion. A regional manager sees completed audits of
    the region and a service's managers those of the service; spot checks of workers are for
    checker, line manager and quality team only.
    """
    if viewer.everything:
        return SQL("TRUE")
    over = any_of(
        SQL(f"{audit}.status <> 'open'"),
        SQL(f"{definition}.definition <> ALL({{}})", list(UNANNOUNCED)),
    )
    where = [SQL(f"{audit}.opened_by = {{}}", viewer.user_id)]
    if viewer.has(*QUALITY_TEAM):
        where.append(all_of(_told_if_own(viewer, now, audit), _over_for(viewer, over)))
    if viewer.has(Role.HS_MANAGER):
        hs = SQL(f"{definition}.definition = ANY({{}})", sorted(HS_DEFINITIONS))
        where.append(all_of(hs, _told_if_own(viewer, now, audit)))
    if viewer.has(Role.REGIONAL_MANAGER) and viewer.region_id is not None:
        region = SQL(
            f"{audit}.service IN (SELECT id FROM service WHERE region = {{}})", viewer.region_id
        )
        of_a_worker = SQL(f"{definition}.definition <> {{}}", SPOT_CHECK)
        where.append(
            all_of(region, _complete(audit), of_a_worker, _told_if_own(viewer, now, audit))
        )
    if viewer.has(*MANAGES_SERVICE):
        own = one_of(f"{audit}.service", viewer.service_ids)
        where.append(all_of(own, _complete(audit), released(now, audit)))
    return any_of(*where)


def released(now: datetime, audit: str = "au") -> SQL:
    """The service was told in person, or 24 hours have passed since completion."""
    return SQL(
        f"coalesce(least({audit}.told_at, {audit}.completed_at + {{}}) <= {{}}, FALSE)",
        LONGEST,
        now,
    )


def _complete(audit: str) -> SQL:
    return SQL(f"{audit}.status = 'complete'")


def _over_for(viewer: Viewer, over: SQL) -> SQL:
    return SQL("TRUE") if viewer.has(Role.DIRECTOR) else over


def _told_if_own(viewer: Viewer, now: datetime, audit: str) -> SQL:
    """A second role does not let anybody read early what was found where they work."""
    elsewhere = negated(one_of(f"{audit}.service", viewer.service_ids))
    return any_of(elsewhere, all_of(_complete(audit), released(now, audit)))
