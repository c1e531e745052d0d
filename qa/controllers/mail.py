"""The messages that wait for the person who is signed in."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Template

from qa.http import page
from qa.pages.mail import mail_page
from qa.queries.mail import waiting
from qa.settings import settings
from qa.viewer import Viewer


@get("/mail")
async def messages(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    found = await waiting(viewer)
    goes_out = settings().smtp_url is not None
    return page(request, "qa/mail.html", mail_page(found, goes_out=goes_out))


HANDLERS = [messages]
