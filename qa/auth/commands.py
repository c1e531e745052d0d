"""Writes about accounts and sign-in. Each is one transaction with its event."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from qa import db, events
from qa.auth.permissions import why_not_end, why_not_keep_accounts, why_not_take_role
from qa.auth.secrets import hash_password, keyed_hash, new_token, password_fits, token_hash
from qa.errors import Conflict, Invalid, NotFound, require
from qa.roles import Role
from qa.rules.london import london_day
from qa.settings import settings
from qa.viewer import Viewer

SESSION_LASTS = timedelta(hours=14)
LINK_LASTS = timedelta(days=3)
THROTTLE_OVER = timedelta(minutes=15)
MOST_BY_LOGIN = 6
MOST_BY_ADDRESS = 40


async def create_user(
    *,
    viewer: Viewer,
    login: str,
    name: str,
    roles: frozenset[Role],
    now: datetime,
    region_id: UUID | None = None,
    service_ids: frozenset[UUID] = frozenset(),
    password: str | None = None,
) -> UUID:
    """Make an account. A login is an e-mail address or a local name, told apart by no case."""
    require(why_not_keep_accounts(viewer))
    login = login.strip().lower()
    faults = []
    if not login:
        faults.append(("login", "Enter an e-mail address or a name to sign in with"))
    if not name.strip():
        faults.append(("name", "Enter the person's name"))
    if not roles:
        faults.append(("roles", "Choose at least one role"))
    if faults:
        raise Invalid(faults)
    user_id = uuid4()
    async with db.transaction():
        made = await db.row(
            """INSERT INTO users (id, login, name, password_hash, region, created_at)
               VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (login) DO NOTHING RETURNING id""",
            user_id,
            login,
            name.strip(),
            hash_password(password) if password else None,
            region_id,
            now,
        )
        if made is None:
            raise Invalid([("login", "There is an account with this login already")])
        await _put_roles(user_id, roles)
        await _put_services(user_id, service_ids, london_day(now))
        await events.record(
            "user.created",
            viewer=viewer,
            subject=("user", user_id),
            now=now,
            audience="administrator",
            data={"roles": sorted(roles)},
        )
    return user_id


async def change_user(
    *,
    viewer: Viewer,
    user_id: UUID,
    roles: frozenset[Role],
    region_id: UUID | None,
    service_ids: frozenset[UUID],
    now: datetime,
) -> None:
    """Change what somebody is and where they work; the past stays as it was."""
    require(why_not_keep_accounts(viewer))
    if not roles:
        raise Invalid([("roles", "Choose at least one role")])
    if reason := why_not_take_role(viewer, account=user_id, roles=roles):
        raise Invalid([("roles", reason)])
    async with db.transaction():
        await db.claim(
            "UPDATE users SET region = {} WHERE id = {} AND ended_at IS NULL RETURNING id",
            region_id,
            user_id,
        )
        await db.execute("DELETE FROM user_role WHERE person = {}", user_id)
        await _put_roles(user_id, roles)
        await _put_services(user_id, service_ids, london_day(now))
        await events.record(
            "user.changed",
            viewer=viewer,
            subject=("user", user_id),
            now=now,
            audience="administrator",
            data={"roles": sorted(roles), "services": sorted(str(s) for s in service_ids)},
        )


async def end_user(*, viewer: Viewer, user_id: UUID, now: datetime) -> None:
    """End an account at once: sessions, links and tokens stop working.

    What becomes of the person's actions is the action plans' to say; the caller asks them
    in the same transaction.
    """
    found = await db.row("SELECT ended_at FROM users WHERE id = {}", user_id)
    if found is None:
        raise NotFound
    require(why_not_end(viewer, account=user_id, ended=found["ended_at"] is not None))
    async with db.transaction():
        await db.claim(
            "UPDATE users SET ended_at = {}, ended_by = {}"
            " WHERE id = {} AND ended_at IS NULL RETURNING id",
            now,
            viewer.user_id,
            user_id,
        )
        await db.execute("DELETE FROM session WHERE person = {}", user_id)
        await db.execute(
            "UPDATE api_token SET ended_at = {} WHERE person = {} AND ended_at IS NULL",
            now,
            user_id,
        )
        await db.execute(
            "UPDATE sign_in_link SET expires_at = {} WHERE person = {} AND used_at IS NULL",
            now,
            user_id,
        )
        await events.record(
            "user.ended",
            viewer=viewer,
            subject=("user", user_id),
            now=now,
            audience="administrator",
        )


async def make_link(*, viewer: Viewer, user_id: UUID, now: datetime) -> str:
    """A one-time sign-in link's token; the holder chooses a password with it."""
    require(why_not_keep_accounts(viewer))
    token = new_token()
    async with db.transaction():
        await db.claim("SELECT id FROM users WHERE id = {} AND ended_at IS NULL", user_id)
        await db.insert(
            "sign_in_link",
            token_hash=token_hash(token),
            person=user_id,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
        await events.record(
            "user.link_made",
            viewer=viewer,
            subject=("user", user_id),
            now=now,
            audience="administrator",
        )
    return token


async def make_token(*, viewer: Viewer, user_id: UUID, now: datetime) -> str:
    """A bearer token that acts with that user's rights until the account ends."""
    require(why_not_keep_accounts(viewer))
    token = new_token()
    async with db.transaction():
        await db.claim("SELECT id FROM users WHERE id = {} AND ended_at IS NULL", user_id)
        await db.insert("api_token", token_hash=token_hash(token), person=user_id, created_at=now)
        await events.record(
            "user.token_made",
            viewer=viewer,
            subject=("user", user_id),
            now=now,
            audience="administrator",
        )
    return token


async def sign_in(*, login: str, password: str, address: str, now: datetime) -> str:
    """A new session's token, or Invalid: the same words whether the account exists or not.

    After too many wrong tries for a login or from an address, wait 15 minutes.
    """
    key = settings().secret_key
    login_hash, address_hash = (
        keyed_hash(key, login.strip().lower()),
        keyed_hash(key, address),
    )
    # Written before it is counted: of many tries at one moment none slips through.
    attempt = await db.value(
        """INSERT INTO sign_in_attempt (login_hash, address_hash, at) VALUES ({}, {}, {})
           RETURNING id""",
        login_hash,
        address_hash,
        now,
    )
    tried = await db.row(
        """SELECT count(*) FILTER (WHERE login_hash = {}) AS login,
                  count(*) FILTER (WHERE address_hash = {}) AS address
           FROM sign_in_attempt WHERE at > {} AND (login_hash = {} OR address_hash = {})""",
        login_hash,
        address_hash,
        now - THROTTLE_OVER,
        login_hash,
        address_hash,
    )
    if tried and (tried["login"] > MOST_BY_LOGIN or tried["address"] > MOST_BY_ADDRESS):
        # A try that was not looked at makes nobody wait longer.
        await db.execute("DELETE FROM sign_in_attempt WHERE id = {}", attempt)
        raise Invalid([("login", "Too many tries. Wait 15 minutes, then try again")])
    found = await db.row(
        "SELECT id, password_hash FROM users WHERE login = {} AND ended_at IS NULL",
        login.strip().lower(),
    )
    if not password_fits(found["password_hash"] if found else None, password) or found is None:
        raise Invalid([("login", "That login and password do not match. Try again")])
    async with db.transaction():
        await db.execute("DELETE FROM sign_in_attempt WHERE login_hash = {}", login_hash)
        return await _new_session(found["id"], now)


async def use_link(*, token: str, password: str, now: datetime) -> str:
    """Choose a password with a one-time link and sign in. Used twice is refused.

    Whoever was signed in with the old password no longer is, and no other link to the
    account works any more.
    """
    async with db.transaction():
        link = await db.row(
            """UPDATE sign_in_link SET used_at = {} WHERE token_hash = {}
               AND used_at IS NULL AND expires_at > {} RETURNING person""",
            now,
            token_hash(token),
            now,
        )
        if link is None:
            raise Conflict("This link has been used or is too old. Ask for a new one.")
        await db.execute("DELETE FROM session WHERE person = {}", link["person"])
        await db.execute(
            "UPDATE sign_in_link SET expires_at = {} WHERE person = {} AND used_at IS NULL",
            now,
            link["person"],
        )
        await db.claim(
            "UPDATE users SET password_hash = {} WHERE id = {} AND ended_at IS NULL RETURNING id",
            hash_password(password),
            link["person"],
        )
        return await _new_session(link["person"], now)


async def sign_out(*, token: str) -> None:
    await db.execute("DELETE FROM session WHERE token_hash = {}", token_hash(token))


async def _new_session(user_id: UUID, now: datetime) -> str:
    token = new_token()
    await db.execute("DELETE FROM session WHERE person = {} AND expires_at < {}", user_id, now)
    await db.insert(
        "session",
        token_hash=token_hash(token),
        person=user_id,
        created_at=now,
        expires_at=now + SESSION_LASTS,
    )
    who = Viewer(user_id=user_id, name="", roles=frozenset())
    await events.record(
        "user.signed_in", viewer=who, subject=("user", user_id), now=now, audience="administrator"
    )
    return token


async def _put_roles(user_id: UUID, roles: frozenset[Role]) -> None:
    for role in sorted(roles):
        await db.insert("user_role", id=uuid4(), person=user_id, role=str(role))


async def _put_services(user_id: UUID, service_ids: frozenset[UUID], today: date) -> None:
    await db.execute(
        "UPDATE user_service SET to_on = {} WHERE person = {} AND to_on IS NULL"
        " AND NOT service = ANY({})",
        today,
        user_id,
        list(service_ids),
    )
    for service_id in service_ids:
        await db.execute(
            """INSERT INTO user_service (id, person, service, from_on) VALUES ({}, {}, {}, {})
               ON CONFLICT (person, service) WHERE to_on IS NULL DO NOTHING""",
            uuid4(),
            user_id,
            service_id,
            today,
        )
