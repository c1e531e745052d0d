"""What was found, as this viewer may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans import scopes
from qa import db
from qa.db import SQL, all_of
from qa.errors import NotFound
from qa.viewer import Viewer

Cursor = tuple[date, UUID]


@dataclass(frozen=True, slots=True)
class FindingFilters:
    """What a list of findings is narrowed to; empty means all."""

    service: UUID | None = None
    source: str = ""
    severity: str = ""
    framework_item: str = ""
    text: str = ""
    origin: UUID | None = None
    unjoined: bool = False


async def findings_list(
    viewer: Viewer,
    now: datetime,
    filters: FindingFilters,
    after: Cursor | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """Findings, latest first, each with its service and, where it may be seen, its action.

    The keys of the next page are raised_on and id.
    """
    where = [scopes.findings(viewer, now), *_chosen(filters)]
    if after is not None:
        where.append(SQL("(f.raised_on, f.id) < ({}, {})", *after))
    return await _rows(
        viewer,
        now,
        SQL(
            """SELECT f.* FROM finding f WHERE {}
               ORDER BY f.raised_on DESC, f.id DESC LIMIT {}""",
            all_of(*where),
            limit,
        ),
    )


async def finding(viewer: Viewer, finding_id: UUID, now: datetime) -> db.Row:
    """One finding with who said it, where that may be shown, or NotFound."""
    found = await _rows(
        viewer,
        now,
        SQL(
            "SELECT f.* FROM finding f WHERE f.id = {} AND {}",
            finding_id,
            scopes.findings(viewer, now),
        ),
    )
    if not found:
        raise NotFound
    return found[0]


def visible_words(viewer: Viewer, found: Sequence[db.Row]) -> list[db.Row]:
    """Rows of findings without the name of who said it, where it is kept back."""
    return [
        each
        if each["who"] is None or scopes.sees_who_said_it(viewer, each["naming"])
        else {**each, "who": None}
        for each in found
    ]


async def _rows(viewer: Viewer, now: datetime, picked: SQL) -> list[db.Row]:
    return visible_words(
        viewer,
        await db.rows(
            """SELECT f.id, f.ref, f.service, s.code AS service_code, s.name AS service_name,
                      f.source, f.raised_on, f.text, f.suggested_action, f.severity,
                      f.framework_item, f.question_key, f.restricted, f.hs_content, f.naming,
                      f.report, f.feedback, f.origin_kind, f.origin_id, f.origin_address,
                      f.embargoed_until, f.limit_on, v.who, a.id AS action,
                      a.title AS action_title, a.status AS action_status
               FROM ({}) f
               JOIN service s ON s.id = f.service
               LEFT JOIN finding_voice v ON v.finding = f.id
               LEFT JOIN action a ON a.id = f.action AND {}
               ORDER BY f.raised_on DESC, f.id DESC""",
            picked,
            scopes.actions(viewer, now),
        ),
    )


def _chosen(filters: FindingFilters) -> list[SQL]:
    where = []
    if filters.service is not None:
        where.append(SQL("f.service = {}", filters.service))
    if filters.source:
        where.append(SQL("f.source = {}", filters.source))
    if filters.severity:
        where.append(SQL("f.severity = {}", filters.severity))
    if filters.framework_item:
        where.append(SQL("f.framework_item = {}", filters.framework_item))
    if filters.origin is not None:
        where.append(SQL("f.origin_id = {}", filters.origin))
    if filters.unjoined:
        where.append(SQL("f.action IS NULL"))
    if filters.text:
        where.append(
            SQL(
                """to_tsvector('english', coalesce(f.text, '') || ' '
                               || coalesce(f.suggested_action, ''))
                   @@ websearch_to_tsquery('english', {})""",
                filters.text,
            )
        )
    return where
