"""What the page of a person's own messages shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qa.pages.shapes import Row


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    body: str
    href: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MailPage:
    rows: tuple[Message, ...]
    goes_out: bool
    title: str = "Messages"


def mail_page(found: Sequence[Row], *, goes_out: bool) -> MailPage:
    """``goes_out``: a mail server is set, so that most messages go to e-mail addresses."""
    rows = tuple(
        Message(one["subject"], one["body"], one["address"], one["created_at"]) for one in found
    )
    return MailPage(rows, goes_out)
