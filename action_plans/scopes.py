"""Who may see a finding or an action: one SQL condition each, used by every read.

Sources: glossary.md sections 3 and 7.2. Restricted records are hidden from everyone who
works at or line-manages the service; embargoed ones only from those who work there, and
CQC's drafts from everyone but the quality team.
"""

from datetime import datetime
from uuid import UUID

from action_plans.rules.embargo import UNTIL_PUBLISHED
from qa.db import SQL, all_of, any_of, negated, one_of
from qa.roles import MANAGES_SERVICE, QUALITY_TEAM, Role
from qa.scopes import content_services
from qa.viewer import Viewer

HS_SOURCES = ("health_and_safety", "fire_authority")


def _restricted(viewer: Viewer, alias: str) -> SQL:
    if viewer.has(*QUALITY_TEAM, Role.HS_MANAGER, Role.WHISTLEBLOWING_LEAD):
        return SQL("TRUE")
    return SQL(f"NOT {alias}.restricted")


def not_embargoed(viewer: Viewer, alias: str, now: datetime, at: UUID | None = None) -> SQL:
    """Condition on rows with a service: those who work there were told, CQC published it."""
    return any_of(
        SQL(f"{alias}.embargoed_until IS NULL"),
        SQL(f"{alias}.embargoed_until <= {{}}", now),
        all_of(
            SQL(f"{alias}.embargoed_until < {{}}", UNTIL_PUBLISHED),
            negated(_works_there(viewer, alias, at)),
        ),
    )


def findings(viewer: Viewer, now: datetime, alias: str = "f") -> SQL:
    """Condition on rows of ``finding`` under this alias.

    Quality Managers and the director see all but what names them; the H&S Manager sees H&S
    content; regional and service managers see what is not restricted; a service's own
    people not before they were told; everybody else only what they raised themselves.
    """
    if viewer.everything:
        return SQL("TRUE")
    own = SQL(f"{alias}.raised_by = {{}}", viewer.user_id)
    unnamed = SQL(
        f"NOT EXISTS (SELECT 1 FROM finding_named n WHERE n.finding = {alias}.id"
        " AND n.person = {})",
        viewer.user_id,
    )
    where: list[SQL] = [all_of(own, SQL(f"NOT {alias}.restricted"))]
    if viewer.has(*QUALITY_TEAM):
        where.append(SQL("TRUE"))
    if viewer.has(Role.HS_MANAGER):
        where.append(any_of(SQL(f"{alias}.hs_content"), own))
    if viewer.has(Role.WHISTLEBLOWING_LEAD):
        where.append(SQL(f"{alias}.restricted"))
    if viewer.has(Role.REGIONAL_MANAGER, *MANAGES_SERVICE):
        where.append(
            all_of(
                content_services(_line(viewer), f"{alias}.service"),
                SQL(f"NOT {alias}.restricted"),
                not_embargoed(viewer, alias, now),
            )
        )
    return all_of(
        any_of(*where), unnamed, _own_service_unrestricted(viewer, alias), _told(viewer, alias, now)
    )


def actions(viewer: Viewer, now: datetime, alias: str = "a", at: UUID | None = None) -> SQL:
    """Condition on rows of ``action`` under this alias; like findings, and an owner sees
    the actions given to them unless restricted to others.

    ``at`` names the service that all these rows are of, where one is known: what depends on
    it is settled before the database is asked.
    """
    if viewer.everything:
        return SQL("TRUE")
    mine = all_of(
        SQL(f"{alias}.owner = {{}}", viewer.user_id),
        not_embargoed(viewer, alias, now, at),
    )
    # The few actions that name the viewer are looked up once, not for each row.
    named = SQL(
        f"NOT ({alias}.restricted AND {alias}.id IN (SELECT nf.action FROM finding nf"
        " JOIN finding_named n ON n.finding = nf.id"
        " WHERE n.person = {} AND nf.action IS NOT NULL))",
        viewer.user_id,
    )
    where: list[SQL] = [mine]
    if viewer.has(*QUALITY_TEAM):
        where.append(SQL("TRUE"))
    if viewer.has(Role.HS_MANAGER):
        where.append(SQL(f"{alias}.hs_content"))
    if viewer.has(Role.WHISTLEBLOWING_LEAD):
        where.append(SQL(f"{alias}.restricted"))
    if viewer.has(Role.REGIONAL_MANAGER, *MANAGES_SERVICE):
        where.append(
            all_of(
                _in_line(viewer, alias, at),
                _restricted(viewer, alias),
                not_embargoed(viewer, alias, now, at),
            )
        )
    return all_of(
        any_of(*where),
        named,
        _own_service_unrestricted(viewer, alias, at),
        _told(viewer, alias, now, at),
    )


def reports(viewer: Viewer, now: datetime, alias: str = "r") -> SQL:
    """Condition on rows of ``report``: whoever sees one of its findings.

    A report that found nothing is for the quality team, who recorded it, and to whom it was
    sent on. Nobody whom any of its findings names sees it.
    """
    if viewer.everything:
        return SQL("TRUE")
    about_nothing = [
        SQL(f"{alias}.recorded_by = {{}}", viewer.user_id),
        SQL(
            f"EXISTS (SELECT 1 FROM report_recipient rr WHERE rr.report = {alias}.id"
            " AND rr.person = {})",
            viewer.user_id,
        ),
    ]
    if viewer.has(*QUALITY_TEAM):
        about_nothing.append(SQL("TRUE"))
    return all_of(
        any_of(
            SQL(
                f"EXISTS (SELECT 1 FROM finding rf WHERE rf.report = {alias}.id AND {{}})",
                findings(viewer, now, "rf"),
            ),
            all_of(
                SQL(f"NOT EXISTS (SELECT 1 FROM finding rf WHERE rf.report = {alias}.id)"),
                any_of(*about_nothing),
            ),
        ),
        SQL(
            f"NOT EXISTS (SELECT 1 FROM finding rf JOIN finding_named n ON n.finding = rf.id"
            f" WHERE rf.report = {alias}.id AND n.person = {{}})",
            viewer.user_id,
        ),
    )


def feedback(viewer: Viewer, alias: str = "fb") -> SQL:
    """Condition on rows of ``feedback``: quality team all; managers those of their services."""
    if viewer.has(*QUALITY_TEAM):
        return SQL("TRUE")
    if viewer.has(Role.REGIONAL_MANAGER, *MANAGES_SERVICE):
        return content_services(_line(viewer), f"{alias}.service")
    return SQL("FALSE")


def sees_who_said_it(viewer: Viewer, naming: str | None) -> bool:
    """Whether the name behind a finding may be shown (audit_templates.md T19.5).

    ``named``: those who see the finding, never Advisors or committee;
    ``not_named_to_service`` (the default): the quality team only; ``theme_only``: nobody.
    """
    if naming == "theme_only":
        return False
    if viewer.has(*QUALITY_TEAM):
        return True
    return naming == "named" and viewer.has(Role.REGIONAL_MANAGER, *MANAGES_SERVICE)


def _works_there(viewer: Viewer, alias: str, at: UUID | None) -> SQL:
    if at is not None:
        return SQL("TRUE" if at in viewer.service_ids else "FALSE")
    return one_of(f"{alias}.service", viewer.service_ids)


def _in_line(viewer: Viewer, alias: str, at: UUID | None) -> SQL:
    """Whether they manage the service of a row, or its region."""
    line = _line(viewer)
    return SQL("TRUE") if at in line.service_ids else content_services(line, f"{alias}.service")


def _line(viewer: Viewer) -> Viewer:
    """The same person seen only as a manager: a second role must not widen this branch."""
    return Viewer(
        user_id=viewer.user_id,
        name=viewer.name,
        roles=viewer.roles & frozenset({Role.REGIONAL_MANAGER, *MANAGES_SERVICE}),
        region_id=viewer.region_id,
        service_ids=viewer.service_ids if viewer.has(*MANAGES_SERVICE) else frozenset(),
    )


def _own_service_unrestricted(viewer: Viewer, alias: str, at: UUID | None = None) -> SQL:
    """Restricted is hidden from who works at or line-manages the service, whatever else
    they are (glossary.md 7.2)."""
    blocked = [_works_there(viewer, alias, at)]
    if viewer.has(Role.REGIONAL_MANAGER) and viewer.region_id is not None:
        blocked.append(
            SQL(
                f"{alias}.service IN (SELECT id FROM service WHERE region = {{}})",
                viewer.region_id,
            )
        )
    return any_of(SQL(f"NOT {alias}.restricted"), negated(any_of(*blocked)))


def _told(viewer: Viewer, alias: str, now: datetime, at: UUID | None = None) -> SQL:
    """Whoever works there waits until the service was told, whatever else they are; what
    somebody raised is theirs already."""
    if not viewer.service_ids:
        return SQL("TRUE")
    return any_of(
        negated(_works_there(viewer, alias, at)),
        SQL(f"{alias}.raised_by = {{}}", viewer.user_id),
        not_embargoed(viewer, alias, now, at),
    )
