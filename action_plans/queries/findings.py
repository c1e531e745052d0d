"""What was found, as this viewer may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans import scopes
from action_plans.forms.filters import FindingsAsked
from qa import db
from qa.db import SQL, all_of
from qa.errors import NotFound
from qa.rules.london import parse_day
from qa.viewer import Viewer

Cursor = tuple[date, UUID]
PlacedCursor = tuple[int, date, UUID]

# No action answers it yet, and nobody said why none is needed (rules.md R009).
_UNANSWERED = """f.action IS NULL AND NOT EXISTS (
    SELECT 1 FROM report fo WHERE fo.id = f.report AND fo.outcome IS NOT NULL)"""


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
    joined: bool = False
    report: UUID | None = None
    raised_from: date | None = None
    raised_to: date | None = None


def asked(filters: FindingsAsked, services: Sequence[db.Row]) -> FindingFilters:
    """What an address asks for; a service that is not among these finds nothing."""
    codes = {one["code"].lower(): one["id"] for one in services}
    return FindingFilters(
        service=codes.get(filters.service.lower(), UUID(int=0)) if filters.service else None,
        source=filters.source,
        severity=filters.severity,
        text=filters.text,
        unjoined=filters.answered == "no",
        joined=filters.answered == "yes",
        raised_from=parse_day(filters.raised_from) if filters.raised_from else None,
        raised_to=parse_day(filters.raised_to) if filters.raised_to else None,
    )


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


async def unanswered_first(
    viewer: Viewer,
    now: datetime,
    filters: FindingFilters,
    after: PlacedCursor | None = None,
    limit: int = 50,
) -> list[db.Row]:
    """As `findings_list`, with what no action answers yet before all others.

    A row adds ``place``, 0 for those and else 1: the keys of the next page are place,
    raised_on and id.
    """
    found: list[db.Row] = []
    for place, which in enumerate((SQL(_UNANSWERED), SQL(f"NOT ({_UNANSWERED})"))):
        if after is not None and after[0] > place:
            continue
        where = [scopes.findings(viewer, now), which, *_chosen(filters)]
        if after is not None and after[0] == place:
            where.append(SQL("(f.raised_on, f.id) < ({}, {})", *after[1:]))
        rows = await _rows(
            viewer,
            now,
            SQL(
                """SELECT f.* FROM finding f WHERE {}
                   ORDER BY f.raised_on DESC, f.id DESC LIMIT {}""",
                all_of(*where),
                limit - len(found),
            ),
        )
        found += [{**each, "place": place} for each in rows]
        if len(found) >= limit:
            break
    return found


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
                      s.region, f.source, f.raised_on, f.text, f.suggested_action, f.severity,
                      f.framework_item, f.question_key, f.restricted, f.hs_content, f.naming,
                      f.report, f.feedback, f.origin_kind, f.origin_id, f.origin_address,
                      f.embargoed_until, f.limit_on, v.who, a.id AS action,
                      a.title AS action_title, a.status AS action_status,
                      f.action IS NOT NULL AS answered, b.id AS before,
                      b.title AS before_title, r.title AS report_title, r.outcome
               FROM ({}) f
               JOIN service s ON s.id = f.service
               LEFT JOIN finding_voice v ON v.finding = f.id
               LEFT JOIN action a ON a.id = f.action AND {}
               LEFT JOIN action b ON b.id = f.came_back_from AND {}
               LEFT JOIN report r ON r.id = f.report AND {}
               ORDER BY f.raised_on DESC, f.id DESC""",
            picked,
            scopes.actions(viewer, now),
            scopes.actions(viewer, now, "b"),
            scopes.reports(viewer, now),
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
    if filters.report is not None:
        where.append(SQL("f.report = {}", filters.report))
    if filters.raised_from is not None:
        where.append(SQL("f.raised_on >= {}", filters.raised_from))
    if filters.raised_to is not None:
        where.append(SQL("f.raised_on <= {}", filters.raised_to))
    if filters.unjoined:
        where.append(SQL("f.action IS NULL"))
    if filters.joined:
        where.append(SQL("f.action IS NOT NULL"))
    if filters.text:
        where.append(
            SQL(
                # What is restricted is read with a reason only, so it is not searched.
                """NOT f.restricted AND to_tsvector('english', coalesce(f.text, '') || ' '
                               || coalesce(f.suggested_action, ''))
                   @@ websearch_to_tsquery('english', {})""",
                filters.text,
            )
        )
    return where
