"""Made-up services and people for tests. They go through commands, so data is always possible.

Services, regions and workers come into the system by file only: here they are inserted.
"""

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID, uuid4

from qa import db
from qa.auth.commands import create_user
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer, viewer_of

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_number = count(1)


async def make_region(name: str | None = None) -> UUID:
    region_id = uuid4()
    await db.insert("region", id=region_id, name=name or f"Region {next(_number)}")
    return region_id


async def make_service(
    region_id: UUID, *, service_type: str = "residential", nights_staffed: bool = True
) -> UUID:
    service_id = uuid4()
    number = next(_number)
    await db.insert(
        "service",
        id=service_id,
        code=f"S{number:03}",
        name=f"Number {number} Test Street",
        type=service_type,
        region=region_id,
        regulated=True,
        opened_on=date(2020, 1, 1),
        nights_staffed=nights_staffed,
        people_supported=6,
        complexity_flags=[],
    )
    return service_id


async def make_user(
    *roles: Role, region_id: UUID | None = None, services: tuple[UUID, ...] = ()
) -> Viewer:
    """Somebody who signs in, as the viewer they are."""
    number = next(_number)
    user_id = await create_user(
        viewer=COMMAND_LINE,
        login=f"user{number}@example.org",
        name=f"Person {number}",
        roles=frozenset(roles),
        region_id=region_id,
        service_ids=frozenset(services),
        now=NOW,
    )
    viewer = await viewer_of(user_id)
    assert viewer is not None
    return viewer


async def make_worker(service_id: UUID, *, name: str = "Kofi Testworker") -> str:
    """A support worker of this service; gives the code."""
    worker_id = uuid4()
    code = f"W{next(_number):03}"
    await db.insert("worker", id=worker_id, code=code)
    await db.insert(
        "worker_version",
        id=uuid4(),
        worker=worker_id,
        name=name,
        service=service_id,
        job="support_worker",
        employed_as="staff",
        started_on=date(2024, 1, 1),
        supports=["LCC"],
        recorded_at=NOW,
    )
    return code
