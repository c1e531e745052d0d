"""Who is asking. Every read and every write takes one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from qa import db
from qa.roles import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person, or the command line (``everything``), which may see and do all."""

    user_id: UUID | None
    name: str
    roles: frozenset[Role]
    region_id: UUID | None = None
    service_ids: frozenset[UUID] = frozenset()
    everything: bool = False
    job: str | None = None

    def has(self, *roles: Role) -> bool:
        """Whether any of these roles is held; the command line holds all."""
        return self.everything or not self.roles.isdisjoint(roles)

    def works_at(self, service_id: UUID) -> bool:
        """Whether they work at or manage that service (not: line-manage its manager)."""
        return service_id in self.service_ids


COMMAND_LINE = Viewer(
    user_id=None,
    name="the command line",
    roles=frozenset(),
    everything=True,
    job="command line",
)


async def viewer_of(user_id: UUID) -> Viewer | None:
    """The viewer for an account that has not ended, or None. One query."""
    found = await db.row(
        """SELECT u.id, u.name, u.region,
                  ARRAY(SELECT role FROM user_role WHERE person = u.id) AS roles,
                  ARRAY(SELECT service FROM user_service
                        WHERE person = u.id AND to_on IS NULL) AS services
           FROM users u WHERE u.id = {} AND u.ended_at IS NULL""",
        user_id,
    )
    return None if found is None else from_row(found)


def from_row(found: db.Row) -> Viewer:
    """A viewer from a row with id, name, region, roles and services."""
    return Viewer(
        user_id=found["id"],
        name=found["name"],
        roles=frozenset(Role(role) for role in found["roles"]),
        region_id=found["region"],
        service_ids=frozenset(found["services"]),
    )
