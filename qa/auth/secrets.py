"""Passwords and tokens: argon2 for what people type, SHA-256 for what we made ourselves."""

import hashlib
import hmac
import secrets as random

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Verified when there is no such account, so that the answer takes as long.
_NOBODY = _HASHER.hash(random.token_hex(16))
SHORTEST_PASSWORD = 10


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes the same time when there is no account."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password)
    except VerificationError:
        return False
    return password_hash is not None


def new_token() -> str:
    return random.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a token; the token itself is kept nowhere."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(key: str, value: str) -> str:
    """A hash that cannot be guessed from a list of logins or addresses."""
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()
