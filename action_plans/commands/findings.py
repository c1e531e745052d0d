"""Putting what somebody found into a plan, in the finder's own words for ever."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from action_plans import permissions, scopes
from action_plans.commands import facts, history
from action_plans.commands.plans import ensure_plan
from action_plans.commands.refs import new_ref
from action_plans.commands.telling import NEW_ACTION, tell_owner
from action_plans.queries.standing import standing
from action_plans.rules.finding_faults import faults_of
from action_plans.rules.severities import Severity
from action_plans.rules.sources import HS_SOURCES, Naming, Source
from qa import db
from qa.errors import Invalid, NotFound, require
from qa.roles import Role
from qa.rules.london import london_day
from qa.scopes import content_services
from qa.viewer import Viewer


async def raise_finding(
    *,
    viewer: Viewer,
    service_id: UUID,
    source: str,
    text: str,
    severity: str,
    raised_on: date,
    now: datetime,
    suggested_action: str | None = None,
    ref: str | None = None,
    framework_item: str | None = None,
    question_key: str | None = None,
    restricted: bool = False,
    hs_content: bool = False,
    naming: str | None = None,
    who_said_it: str | None = None,
    named_ids: Sequence[UUID] = (),
    report_id: UUID | None = None,
    feedback_id: UUID | None = None,
    origin: tuple[str, UUID, str] | None = None,
    embargoed_until: datetime | None = None,
    limit_on: date | None = None,
    happened_at: datetime | None = None,
) -> UUID:
    """Record one finding in the single plan of its service (R002, R003).

    What is critical is never embargoed (rules.embargo). A family's finding is "only the
    quality team sees who said it" unless they chose otherwise, and of one that may only be
    used as a theme the name is not kept at all (glossary.md 7.2). ``origin`` is kind, id and
    address of what it came from. Raises Invalid with every fault.
    """
    faults = faults_of(
        source=source,
        text=text,
        severity=severity,
        naming=naming,
        raised_on=raised_on,
        today=london_day(now),
    )
    if faults:
        raise Invalid(faults)
    if naming is None and source == Source.FAMILY:
        naming = Naming.NOT_NAMED_TO_SERVICE
    region_id = await _region(viewer, service_id)
    require(
        permissions.why_not_raise(
            viewer,
            service_id=service_id,
            region_id=region_id,
            source=Source(source),
            restricted=restricted,
        )
    )
    if ref is not None and await db.value("SELECT 1 FROM finding WHERE ref = {}", ref):
        raise Invalid([("ref", "There is a finding with this reference already.")])
    if severity == Severity.CRITICAL:
        embargoed_until = None
    finding_id = uuid4()
    async with db.transaction():
        await db.insert(
            "finding",
            id=finding_id,
            ref=ref or new_ref("F"),
            plan=await ensure_plan(service_id, now),
            service=service_id,
            source=source,
            raised_on=raised_on,
            text=text,
            suggested_action=suggested_action or None,
            severity=severity,
            framework_item=framework_item,
            question_key=question_key,
            restricted=restricted,
            hs_content=hs_content or source in HS_SOURCES,
            naming=naming,
            report=report_id,
            feedback=feedback_id,
            origin_kind=origin[0] if origin else None,
            origin_id=origin[1] if origin else None,
            origin_address=origin[2] if origin else None,
            embargoed_until=embargoed_until,
            limit_on=limit_on,
            raised_by=viewer.user_id,
            recorded_at=now,
        )
        if who_said_it and naming != Naming.THEME_ONLY:
            await db.insert("finding_voice", id=uuid4(), finding=finding_id, who=who_said_it)
        for person in set(named_ids):
            await db.insert("finding_named", id=uuid4(), finding=finding_id, person=person)
        await history.record(
            "finding.raised",
            ("finding", finding_id),
            viewer=viewer,
            now=now,
            happened_at=happened_at,
            service_id=service_id,
            restricted=restricted,
            embargoed_until=embargoed_until,
            data={"source": source, "severity": severity, "framework_item": framework_item},
        )
    return finding_id


async def lift_embargo(*, viewer: Viewer, origin_id: UUID, now: datetime) -> None:
    """The manager was told in person: from now on the service reads what this visit found.

    Findings of that origin and the actions that waited for them become visible, and their
    owners get their mail (rules.embargo). Call it from the command that records the telling,
    which asks whether the viewer may.
    """
    async with db.transaction():
        lifted = await db.rows(
            """UPDATE finding SET embargoed_until = {} WHERE origin_id = {}
               AND embargoed_until > {} RETURNING id, service, restricted, action""",
            now,
            origin_id,
            now,
        )
        for found in lifted:
            await history.record(
                "finding.told",
                ("finding", found["id"]),
                viewer=viewer,
                now=now,
                service_id=found["service"],
                restricted=found["restricted"],
                embargoed_until=None,
            )
        actions = await db.rows(
            """UPDATE action SET embargoed_until = {} WHERE id = ANY({}) AND embargoed_until > {}
               RETURNING id""",
            now,
            [found["action"] for found in lifted if found["action"]],
            now,
        )
        for action in actions:
            await tell_owner(NEW_ACTION, action["id"], by=viewer, now=now)


async def say_it_came_back(
    *, viewer: Viewer, finding_id: UUID, action_id: UUID, now: datetime
) -> None:
    """Link a finding to the action that should have put the same thing right before.

    The figure ``came_back`` counts it (contract.md "Figures").
    """
    async with db.transaction():
        about = await standing(viewer, action_id, now)
        require(permissions.why_not_join(viewer, about))
        found = await db.row(
            """UPDATE finding f SET came_back_from = {} WHERE f.id = {} AND f.service = {}
               AND {} RETURNING f.id""",
            action_id,
            finding_id,
            about.service_id,
            scopes.findings(viewer, now),
        )
        if found is None:
            raise NotFound
        await facts.write(action_id, "came_back", str(finding_id), by=viewer.user_id, now=now)
        await history.record_action(
            "action.came_back",
            about,
            viewer=viewer,
            now=now,
            data={"finding": str(finding_id)},
        )


async def _region(viewer: Viewer, service_id: UUID) -> UUID:
    """The region of a service whose content this person knows, or that Advisors visit."""
    visits = viewer.has(Role.QUALITY_ADVISOR, Role.SUPPORTER, Role.WHISTLEBLOWING_LEAD)
    region_id: UUID | None = await db.value(
        "SELECT s.region FROM service s WHERE s.id = {} AND {}",
        service_id,
        db.SQL("TRUE") if visits else content_services(viewer, "s.id"),
    )
    if region_id is None:
        raise NotFound
    return region_id
