"""The mail server of the setting SMTP_URL, and one connection to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

SECONDS = 20


class MailServerGone(Exception):
    """The mail server does not answer, or does not let us in; nothing was sent."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """``smtp://[user:password@]host[:port]``, ``smtps://…`` for TLS from the first byte.

    ``?from=quality@example.org`` names the sender. Over ``smtp`` the connection turns to TLS
    when the server offers it, and must when there is a password to send.
    """

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    sender: str


def mail_server(url: str, *, base_url: str) -> MailServer:
    """The server of an address; the sender is ``no-reply@`` our own host unless named."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("SMTP_URL must look like smtp://user:password@host:587")
    tls = parts.scheme == "smtps"
    named = parse_qs(parts.query).get("from")
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        sender=named[0] if named else f"no-reply@{urlsplit(base_url).hostname}",
    )


@asynccontextmanager
async def connected(server: MailServer) -> AsyncIterator[aiosmtplib.SMTP]:
    """A signed-in connection, or MailServerGone."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls,
        start_tls=None if server.user is None or server.tls else True,
        timeout=SECONDS,
    )
    try:
        await client.connect()
        if server.user is not None:
            await client.login(server.user, server.password or "")
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        raise MailServerGone(str(error)) from error
    try:
        yield client
    finally:
        try:
            await client.quit()
        except (aiosmtplib.SMTPException, OSError):
            client.close()


async def send(client: aiosmtplib.SMTP, message: EmailMessage) -> str | None:
    """Send one message; None when the server took it, else what it said.

    A lost connection is MailServerGone: whether the message went out is not known then.
    """
    try:
        await client.send_message(message)
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPConnectError, OSError) as error:
        raise MailServerGone(str(error)) from error
    except aiosmtplib.SMTPException as error:
        return str(error)
    return None
