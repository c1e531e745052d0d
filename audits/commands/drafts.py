"""Findings as drafted while the audit is open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from action_plans import scopes as plan_scopes
from action_plans.rules.statuses import OPEN
from audits.commands.into_plan import put_into_plan
from audits.permissions import why_not_change
from audits.queries.audits import Head, head, written
from audits.rules.completion import CRITICAL_ACTION
from audits.rules.definitions import Question
from audits.rules.drafts import DraftInput, Faults, draft_faults, new_action_of
from qa import db, events, framework_files
from qa.errors import Invalid, WrongState, require
from qa.rules.london import london_day
from qa.viewer import Viewer

NOT_OPEN = "This audit is not open any more."
IN_THE_PLAN = "This finding is in the plan already, so its words stay as they are."


async def save_draft(
    *,
    viewer: Viewer,
    audit_id: UUID,
    question_key: str,
    text: str | None = None,
    suggested_action: str | None = None,
    severity: str | None = None,
    framework_item: str | None = None,
    join_action_id: UUID | None = None,
    new_action: Mapping[str, Any] | None = None,
    none_because: str | None = None,
    now: datetime,
) -> None:
    """Save what will become a finding: one draft for each question; all empty takes it out.

    ``new_action`` has title, owner_id or owner_name, first_due_on, difference, how_known,
    steps, help_needed. Raises Invalid with every fault, each under the question's key:
    ``t01.q05.severity``, ``t01.q05.new.title``.
    """
    async with db.transaction():
        top = await _open_head(viewer, audit_id, now, lock="SHARE")
        if question_key not in {question.key for question in _questions(top)}:
            raise Invalid([(question_key, "This audit has no such question.")])
        draft, faults = _draft_of(
            text, suggested_action, severity, framework_item, join_action_id, new_action,
            none_because,
        )  # fmt: skip
        faults += draft_faults(draft, today=london_day(now), items=framework_files.codes())
        faults += await _place_faults(viewer, top, draft, now)
        if faults:
            raise Invalid([(f"{question_key}.{field}", words) for field, words in faults])
        saved = await db.row(
            """INSERT INTO draft (id, audit, question_key, text, suggested_action, severity,
                   framework_item, join_action, new_action, none_because, saved_by, saved_at)
               VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
               ON CONFLICT (audit, question_key) DO UPDATE SET
                   text = excluded.text, suggested_action = excluded.suggested_action,
                   severity = excluded.severity, framework_item = excluded.framework_item,
                   join_action = excluded.join_action, new_action = excluded.new_action,
                   none_because = excluded.none_because, saved_by = excluded.saved_by,
                   saved_at = excluded.saved_at
               WHERE draft.finding IS NULL RETURNING id""",
            uuid4(),
            audit_id,
            question_key,
            draft.text.strip() or None,
            draft.suggested_action.strip() or None,
            draft.severity or None,
            draft.framework_item or None,
            draft.join_action_id,
            msgspec.json.encode(draft.new_action).decode() if draft.new_action else None,
            draft.none_because.strip() or None,
            viewer.user_id,
            now,
        )
        if saved is None:
            raise WrongState(IN_THE_PLAN)
        await events.record(
            "draft.saved",
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            service_id=top.service_id,
            audience="quality_team",
            data={"question": question_key},
        )


async def raise_critical_now(
    *, viewer: Viewer, audit_id: UUID, question_key: str, now: datetime
) -> UUID:
    """Put a critical draft into the plan before the audit is complete; gives the finding's id.

    The service sees it at once: what is critical is never embargoed (Conventions, C). Needs
    the finding's words and an action to join or start.
    """
    async with db.transaction():
        top = await _open_head(viewer, audit_id, now, lock="UPDATE")
        view = await written(viewer, top)
        draft = view.drafts.get(question_key)
        if draft is None or draft.severity != "critical":
            raise Invalid([(f"{question_key}.severity", "Only what is critical goes in at once.")])
        if draft.finding_id is not None:
            raise WrongState(IN_THE_PLAN)
        if not draft.text or not draft.facts.has_action:
            raise Invalid([(f"{question_key}.join", CRITICAL_ACTION)])
        finding_id = await put_into_plan(
            viewer=viewer, top=top, draft=draft, embargoed_until=None, now=now
        )
        await events.record(
            "audit.critical_raised",
            viewer=viewer,
            subject=("audit", audit_id),
            now=now,
            service_id=top.service_id,
            audience="quality_team",
            data={"question": question_key, "finding": str(finding_id)},
        )
    return finding_id


async def _open_head(viewer: Viewer, audit_id: UUID, now: datetime, *, lock: str) -> Head:
    top = await head(viewer=viewer, audit_id=audit_id, now=now, lock=lock)
    require(why_not_change(viewer, top.definition, top.service_id, top.opened_by))
    if top.status != "open":
        raise WrongState(NOT_OPEN)
    return top


def _questions(top: Head) -> list[Question]:
    return [question for section in top.sections for question in section.questions]


def _draft_of(
    text: str | None,
    suggested_action: str | None,
    severity: str | None,
    framework_item: str | None,
    join_action_id: UUID | None,
    new_action: Mapping[str, Any] | None,
    none_because: str | None,
) -> tuple[DraftInput, Faults]:
    faults: Faults = []
    action = None
    try:
        action = new_action_of(new_action)
    except ValueError as fault:
        faults.append(("new", str(fault)))
    return (
        DraftInput(
            text=text or "",
            suggested_action=suggested_action or "",
            severity=severity or "",
            framework_item=framework_item or "",
            join_action_id=join_action_id,
            new_action=action,
            none_because=none_because or "",
        ),
        faults,
    )


async def _place_faults(viewer: Viewer, top: Head, draft: DraftInput, now: datetime) -> Faults:
    found: Faults = []
    if draft.join_action_id is not None and not await db.value(
        "SELECT TRUE FROM action a WHERE a.id = {} AND a.service = {} AND a.status = ANY({})"
        " AND ({})",
        draft.join_action_id,
        top.service_id,
        [status.value for status in OPEN],
        plan_scopes.actions(viewer, now),
    ):
        found.append(("join", "This action is not open at this service any more."))
    owner = draft.new_action.owner_id if draft.new_action else None
    if owner is not None and not await db.value(
        "SELECT TRUE FROM users WHERE id = {} AND ended_at IS NULL", owner
    ):
        found.append(("new.owner", "This person has no account any more."))
    return found
