"""Mail waits in the outbox, written in the transaction of its cause and sent after commit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID, uuid4

from qa import db
from qa.smtp import MailServer, MailServerGone, connected, send

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sent:
    sent: int = 0
    failed: int = 0


async def queue(*, person_id: UUID, subject: str, body: str, address: str, now: datetime) -> None:
    """Put one mail into the outbox; ``address`` is the path of the page that it points to.

    Subject and body say that there is something to see and nothing else (glossary.md 7.4).
    """
    await db.insert(
        "outbox_mail",
        id=uuid4(),
        person=person_id,
        subject=subject,
        body=body,
        address=address,
        created_at=now,
        attempts=0,
    )


async def send_waiting(server: MailServer, *, base_url: str, now: datetime) -> Sent:
    """Send what waits, each mail once: whoever claims it first sends it, after that commit.

    A refused mail is tried again later, each time after twice as long, 8 times in all. Raises
    MailServerGone when the server cannot be reached; then nothing is claimed, or what was
    claimed last is tried again. People without an e-mail address read theirs on a page.
    """
    sent = failed = 0
    if not await db.value("SELECT EXISTS (SELECT FROM outbox_mail m {})", _waiting(now)):
        return Sent()
    async with connected(server) as client:
        while (mail := await _claim(now)) is not None:
            try:
                refusal = await send(client, _message(mail, server.sender, base_url))
            except MailServerGone as gone:
                await _failed(mail["id"], str(gone))
                raise
            if refusal is None:
                await db.execute(
                    "UPDATE outbox_mail SET sent_at = {}, last_error = NULL WHERE id = {}",
                    now,
                    mail["id"],
                )
                sent += 1
            else:
                await _failed(mail["id"], refusal)
                failed += 1
    return Sent(sent, failed)


def _waiting(now: datetime) -> db.SQL:
    return db.SQL(
        """JOIN users u ON u.id = m.person
           WHERE m.sent_at IS NULL AND m.attempts < {}
             AND (m.claimed_until IS NULL OR m.claimed_until <= {})
             AND u.ended_at IS NULL AND position('@' IN u.login) > 1""",
        MOST_ATTEMPTS,
        now,
    )


async def _claim(now: datetime) -> db.Row | None:
    """Take one mail for longer than sending can last; nobody else gets it meanwhile."""
    return await db.row(
        """UPDATE outbox_mail t SET attempts = t.attempts + 1,
                  claimed_until = {}::timestamptz + {}::interval * 2 ^ t.attempts
           FROM (SELECT m.id, u.login FROM outbox_mail m {}
                 ORDER BY m.created_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED) c
           WHERE t.id = c.id
           RETURNING t.id, t.subject, t.body, t.address, t.created_at, c.login""",
        now,
        FIRST_WAIT,
        _waiting(now),
    )


async def _failed(mail_id: UUID, said: str) -> None:
    await db.execute("UPDATE outbox_mail SET last_error = {} WHERE id = {}", said[:500], mail_id)


def _message(mail: db.Row, sender: str, base_url: str) -> EmailMessage:
    """Plain text. Its id is the outbox row's, so that a mail seen twice is known for one."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail["login"]
    message["Subject"] = mail["subject"]
    message["Date"] = format_datetime(mail["created_at"])
    message["Message-ID"] = f"<{mail['id']}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{mail['body']}\n\n{base_url}{mail['address']}\n")
    return message
