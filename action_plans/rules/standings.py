"""How an action stands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from action_plans.rules.severities import Severity
from action_plans.rules.statuses import Status


@dataclass(frozen=True, slots=True)
class Standing:
    """All that deciding about an action needs to know of it."""

    id: UUID
    service_id: UUID
    region_id: UUID
    status: Status
    severity: Severity
    owner_id: UUID | None
    owner_name: str | None
    raised_on: date
    first_due_on: date
    due_on: date
    limit_on: date | None
    done_at: datetime | None
    hs_content: bool
    restricted: bool
    embargoed_until: datetime | None
    must_change: bool
