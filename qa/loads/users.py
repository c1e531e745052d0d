"""People who sign in: their roles, their region and the services where they work."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_code, known_services
from qa.loads.columns import Column, line, many
from qa.loads.loading import Check, Loader
from qa.loads.staging import Load
from qa.roles import Role


def _login(cell: str) -> str:
    if len(cell) > 200 or not cell.isprintable() or any(c.isspace() or c == ";" for c in cell):
        raise ValueError("write an e-mail address, or a local name without spaces")
    return cell.lower()


COLUMNS = (
    Column("email", "text", _login),
    line("name"),
    many("role", Role, required=True),
    line("region", most=120, required=False),
    many("service_codes"),
)
ENDED = Check(
    """SELECT t.line, 'email' AS "column", t.email AS value,
              'this account was ended: a file cannot bring it back' AS reason
       FROM todo t JOIN users k ON k.id = t.found WHERE k.ended_at IS NOT NULL"""
)


def _own_row(load: Load) -> Check:
    """Nobody gives themselves a role by a file either (qa.auth.permissions)."""
    return Check(
        """SELECT t.line, 'role' AS "column", array_to_string(t.role, ';') AS value,
                  'nobody changes their own roles: ask another administrator' AS reason
           FROM todo t WHERE t.found = {} AND t.role::text[] IS DISTINCT FROM (
             SELECT array_agg(role::text ORDER BY array_position(t.role::text[], role::text), role)
             FROM user_role WHERE person = t.found)""",
        (load.viewer.user_id,),
    )


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if Role.REGIONAL_MANAGER in (row["role"] or ()) and row["region"] is None:
        yield "region", "a regional manager has a region"


async def store(load: Load) -> None:
    """New and changed accounts, without a password: that is for a one-time link."""
    await load.run(
        """INSERT INTO users (id, login, name, region, created_at)
           SELECT t.id, t.email, t.name, r.id, {}
           FROM todo t LEFT JOIN region r ON r.name = t.region WHERE t.found IS NULL""",
        load.now,
    )
    await load.run(
        """WITH changed AS (
             UPDATE users u SET name = t.name, region = r.id
             FROM todo t LEFT JOIN region r ON r.name = t.region
             WHERE u.id = t.found AND (u.name, u.region) IS DISTINCT FROM (t.name, r.id)
             RETURNING u.id)
           INSERT INTO touched SELECT id FROM changed"""
    )
    await _roles(load)
    await _services(load)
    await _managers(load)
    for kind, which in (
        ("user.loaded", "SELECT id, null::uuid AS service FROM todo t WHERE found IS NULL"),
        (
            "user.changed",
            "SELECT DISTINCT d.id, null::uuid AS service"
            " FROM touched d JOIN todo t ON t.found = d.id",
        ),
    ):
        await load.record(kind, "user", which, audience="administrator")


async def _roles(load: Load) -> None:
    await load.run(
        """WITH ended AS (
             DELETE FROM user_role ur USING todo t
             WHERE ur.person = t.id AND NOT ur.role = ANY(t.role) RETURNING ur.person)
           INSERT INTO touched SELECT person FROM ended"""
    )
    await load.run(
        """WITH made AS (
             INSERT INTO user_role (id, person, role)
             SELECT gen_random_uuid(), t.id, unnest(t.role) FROM todo t
             ON CONFLICT (person, role) DO NOTHING RETURNING person)
           INSERT INTO touched SELECT person FROM made"""
    )


async def _services(load: Load) -> None:
    """A service that the row no longer names ends today; a new one begins today, or with it."""
    await load.run(
        """WITH ended AS (
             UPDATE user_service us SET to_on = {}
             FROM todo t, service s
             WHERE us.person = t.id AND s.id = us.service AND us.to_on IS NULL
               AND NOT s.code = ANY(t.service_codes)
             RETURNING us.person)
           INSERT INTO touched SELECT person FROM ended""",
        load.today,
    )
    await load.run(
        """WITH made AS (
             INSERT INTO user_service (id, person, service, from_on)
             SELECT gen_random_uuid(), t.id, s.id, greatest(s.opened_on, {})
             FROM todo t CROSS JOIN unnest(t.service_codes) AS e(code)
             JOIN service s ON s.code = e.code
             ON CONFLICT (person, service) WHERE to_on IS NULL DO NOTHING RETURNING person)
           INSERT INTO touched SELECT person FROM made""",
        load.today,
    )


async def _managers(load: Load) -> None:
    """Who manages a service is a dated fact; it is written anew only when that person changed.

    With several service managers at one service the fact keeps the first by login.
    """
    await load.run(
        """WITH managers AS (
             SELECT us.service, min(u.login) AS login
             FROM user_service us JOIN users u ON u.id = us.person
             JOIN user_role ur ON ur.person = u.id AND ur.role = {}
             WHERE us.to_on IS NULL AND u.ended_at IS NULL GROUP BY us.service),
           told AS (
             SELECT DISTINCT ON (service) service, value FROM service_fact
             WHERE field = 'manager' ORDER BY service, happened_at DESC, seq DESC)
           INSERT INTO service_fact (service, field, value, happened_at, recorded_at)
           SELECT coalesce(m.service, o.service), 'manager', u.id::text, {}, {}
           FROM managers m FULL JOIN told o ON o.service = m.service
           LEFT JOIN users u ON u.login = m.login
           WHERE u.id::text IS DISTINCT FROM o.value
             AND NOT EXISTS (  -- the one who was told of still manages it, beside another
               SELECT 1 FROM user_service us
               JOIN user_role ur ON ur.person = us.person AND ur.role = {}
               WHERE us.service = o.service AND us.to_on IS NULL AND us.person::text = o.value)""",
        Role.SERVICE_MANAGER.value,
        load.now,
        load.now,
        Role.SERVICE_MANAGER.value,
    )


LOADER = Loader(
    kind="users",
    columns=COLUMNS,
    key=("email",),
    known=("users", "k.login = s.email"),
    look=look,
    checks=lambda load: (
        known_services("service_codes"),
        known_code("region", "region", "no services file named this region", name="name"),
        ENDED,
        _own_row(load),
    ),
    store=store,
)
