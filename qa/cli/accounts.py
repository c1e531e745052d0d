"""``litestar user create | link | token``."""

import sys
from uuid import UUID

import click

from qa import clock, db
from qa.auth import commands
from qa.auth.forms import new_password
from qa.cli.running import in_database
from qa.errors import Invalid
from qa.roles import Role
from qa.settings import settings
from qa.viewer import COMMAND_LINE

GROUP = click.Group("user", help="Accounts: make one, give a sign-in link or a token.")


@GROUP.command("create")
@click.argument("login")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([str(r) for r in Role])
)
@click.option("--name", default=None, help="Their name; else the login.")
@click.option("--region", default=None, help="Name of the region of a regional manager.")
@click.option("--service", "services", multiple=True, help="Code of a service where they work.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    login: str,
    roles: tuple[str, ...],
    name: str | None,
    region: str | None,
    services: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Make an account; prints a one-time sign-in link."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None

    async def work() -> str:
        user_id = await commands.create_user(
            viewer=COMMAND_LINE,
            login=login,
            name=name or login,
            roles=frozenset(Role(role) for role in roles),
            region_id=await _region(region),
            service_ids=await _services(services),
            password=None if password is None else new_password(password, password),
            now=clock.now(),
        )
        return await _link(user_id)

    click.echo(in_database(work))


@GROUP.command("link")
@click.argument("login")
def link(login: str) -> None:
    """Print a new one-time sign-in link."""

    async def work() -> str:
        return await _link(await _account(login))

    click.echo(in_database(work))


@GROUP.command("token")
@click.argument("login")
def token(login: str) -> None:
    """Print a bearer token that acts with this user's rights."""

    async def work() -> str:
        return await commands.make_token(
            viewer=COMMAND_LINE, user_id=await _account(login), now=clock.now()
        )

    click.echo(in_database(work))


async def _link(user_id: UUID) -> str:
    made = await commands.make_link(viewer=COMMAND_LINE, user_id=user_id, now=clock.now())
    return f"{settings().base_url}/sign-in/link/{made}"


async def _account(login: str) -> UUID:
    found: UUID | None = await db.value(
        "SELECT id FROM users WHERE login = {} AND ended_at IS NULL", login.strip().lower()
    )
    if found is None:
        raise Invalid([("login", f"There is no account {login}.")])
    return found


async def _region(name: str | None) -> UUID | None:
    if name is None:
        return None
    found: UUID | None = await db.value("SELECT id FROM region WHERE name = {}", name)
    if found is None:
        raise Invalid([("region", f"No services file named a region {name}.")])
    return found


async def _services(codes: tuple[str, ...]) -> frozenset[UUID]:
    found = await db.rows("SELECT id, code FROM service WHERE code = ANY({})", list(codes))
    missing = set(codes) - {service["code"] for service in found}
    if missing:
        raise Invalid([("service", f"No services file named {code}.") for code in sorted(missing)])
    return frozenset(service["id"] for service in found)
