"""Mail goes out once, over a real SMTP server; what cannot go out stays in the outbox."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from types import ModuleType
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from qa import mail
from qa.mail import Sent
from qa.roles import Role
from qa.smtp import MailServer, MailServerGone, mail_server
from qa.viewer import Viewer
from tests.factories import NOW, make_user
from tests.web import links, signed_in, words

BASE = "https://quality.example.org"


class Post:
    """A mail server that keeps what it takes, and refuses addresses when told to."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refused: set[str] = set()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 There is no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0.01)
        self.taken.append(message_from_bytes(envelope.content))
        return "250 Taken"


@pytest.fixture
async def post() -> Post:
    return Post()


@pytest.fixture
async def server(post: Post) -> AsyncIterator[MailServer]:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(post, loop=loop), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    yield mail_server(f"smtp://127.0.0.1:{port}", base_url=BASE)
    listening.close()


async def _queue(person: Viewer, subject: str = "You have a new action at a service") -> None:
    assert person.user_id is not None
    await mail.queue(
        person_id=person.user_id,
        subject=subject,
        body="Sign in to see it.",
        address="/actions/1",
        now=NOW,
    )


async def _send(server: MailServer, **later: float) -> Sent:
    return await mail.send_waiting(server, base_url=BASE, now=NOW + timedelta(**later))


async def test_a_mail_is_sent_once(db: ModuleType, server: MailServer, post: Post) -> None:
    tolu = await make_user(Role.SERVICE_MANAGER)
    await _queue(tolu)
    assert await _send(server) == Sent(sent=1)
    assert await _send(server, days=1) == Sent()
    (taken,) = post.taken
    assert taken["To"] == await db.value("SELECT login FROM users WHERE id = {}", tolu.user_id)
    assert taken["Subject"] == "You have a new action at a service"
    assert taken["From"] == "no-reply@quality.example.org"
    assert f"{BASE}/actions/1" in taken.get_payload()


async def test_two_senders_at_once_send_each_mail_once(
    db: ModuleType, server: MailServer, post: Post
) -> None:
    tolu = await make_user(Role.SERVICE_MANAGER)
    for number in range(12):
        await _queue(tolu, f"Mail {number}")
    done = await asyncio.gather(*(_send(server) for _ in range(3)))
    assert sum(one.sent for one in done) == 12
    assert len({taken["Subject"] for taken in post.taken}) == len(post.taken) == 12


async def test_a_refused_mail_is_tried_again_later_and_the_others_go_out(
    db: ModuleType, server: MailServer, post: Post
) -> None:
    first, second = await make_user(Role.DIRECTOR), await make_user(Role.DIRECTOR)
    await _queue(first)
    await _queue(second)
    login = await db.value("SELECT login FROM users WHERE id = {}", first.user_id)
    post.refused.add(login)
    assert await _send(server) == Sent(sent=1, failed=1)
    kept = await db.row("SELECT * FROM outbox_mail WHERE person = {}", first.user_id)
    assert "no such person" in kept["last_error"]
    assert kept["attempts"] == 1
    post.refused.clear()
    assert await _send(server, seconds=30) == Sent()
    assert await _send(server, minutes=3) == Sent(sent=1)
    kept = await db.row("SELECT * FROM outbox_mail WHERE person = {}", first.user_id)
    assert kept["last_error"] is None


async def test_after_eight_tries_a_mail_stays_where_it_can_be_read(
    db: ModuleType, server: MailServer, post: Post
) -> None:
    tolu = await make_user(Role.SERVICE_MANAGER)
    await _queue(tolu)
    post.refused.add(await db.value("SELECT login FROM users WHERE id = {}", tolu.user_id))
    for days in range(12):
        await _send(server, days=days)
    assert await db.value("SELECT attempts FROM outbox_mail") == 8


async def test_a_server_that_is_gone_costs_no_try(db: ModuleType) -> None:
    await _queue(await make_user(Role.DIRECTOR))
    nowhere = mail_server("smtp://127.0.0.1:1", base_url=BASE)
    with pytest.raises(MailServerGone):
        await _send(nowhere)
    assert await db.value("SELECT attempts FROM outbox_mail") == 0


async def test_people_without_an_address_read_theirs_on_the_page(
    db: ModuleType, server: MailServer, post: Post
) -> None:
    kofi = await make_user(Role.SUPPORT_WORKER)
    other = await make_user(Role.SUPPORT_WORKER)
    await db.execute("UPDATE users SET login = 'kofi' WHERE id = {}", kofi.user_id)
    await _queue(kofi, "An action for Kofi")
    assert await _send(server) == Sent()
    async with signed_in(kofi) as browser:
        own = await browser.get("/mail")
    async with signed_in(other) as browser:
        theirs = await browser.get("/mail")
    assert "An action for Kofi" in words(own)
    assert "/actions/1" in links(own)
    assert "An action for Kofi" not in words(theirs)
    assert "No message is waiting for you." in words(theirs)


async def test_an_account_that_ended_gets_no_mail(
    db: ModuleType, server: MailServer, post: Post
) -> None:
    tolu = await make_user(Role.SERVICE_MANAGER)
    await _queue(tolu)
    await db.execute("UPDATE users SET ended_at = {} WHERE id = {}", NOW, tolu.user_id)
    assert await _send(server) == Sent()


def test_the_address_of_a_mail_server_says_all_of_it() -> None:
    server = mail_server("smtps://me:p%40ss@mail.example.org?from=q@example.org", base_url=BASE)
    assert (server.host, server.port, server.tls) == ("mail.example.org", 465, True)
    assert (server.user, server.password) == ("me", "p@ss")
    assert server.sender == "q@example.org"
    with pytest.raises(ValueError, match="must look like"):
        mail_server("http://mail.example.org", base_url=BASE)
