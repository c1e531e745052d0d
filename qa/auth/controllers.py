"""Signing in and out."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from qa import clock
from qa.auth import commands, forms
from qa.auth.middleware import COOKIE
from qa.errors import DomainError, Invalid
from qa.frame import home
from qa.http import FromPath, faults_of, local_path, page, page_with_faults, see_other
from qa.settings import settings
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SignInPage:
    title: str = "Sign in"
    login: str = ""
    next: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkPage:
    action: str
    title: str = "Choose a password"
    faults: dict[str, str] = field(default_factory=dict)


@get("/", name="home")
async def start(request: Request[Any, Any, Any]) -> Redirect:
    """Everybody's own first page."""
    viewer: Viewer = request.user
    return see_other(home(viewer))


@get("/sign-in", opt={"public": True})
async def sign_in_page(request: Request[Any, Any, Any]) -> Template:
    after = local_path(request.query_params.get("next"), "")
    return page(request, "qa/sign_in.html", SignInPage(next=after))


@post("/sign-in", opt={"public": True})
async def sign_in(request: Request[Any, Any, Any]) -> Redirect | Template:
    form = await request.form()
    login, after = str(form.get("email", "")), str(form.get("next", ""))
    address = request.client.host if request.client else ""
    try:
        token = await commands.sign_in(
            login=login,
            password=str(form.get("password", "")),
            address=address,
            now=clock.now(),
        )
    except Invalid as refused:
        faults = {"email": str(refused)}
        shown = SignInPage(login=login, next=local_path(after, ""), faults=faults)
        return page_with_faults(request, "qa/sign_in.html", shown)
    return _with_session(see_other(local_path(after)), token)


@post("/sign-out")
async def sign_out(request: Request[Any, Any, Any]) -> Redirect:
    await commands.sign_out(token=request.cookies.get(COOKIE, ""))
    answer = see_other("/sign-in")
    answer.delete_cookie(COOKIE)
    return answer


@get("/sign-in/link/{token:str}", opt={"public": True})
async def link_page(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    return page(request, "qa/use_link.html", LinkPage(action=f"/sign-in/link/{token}"))


@post("/sign-in/link/{token:str}", opt={"public": True})
async def use_link(request: Request[Any, Any, Any], token: FromPath[str]) -> Redirect | Template:
    form = await request.form()
    try:
        password = forms.new_password(str(form.get("password", "")), str(form.get("again", "")))
        session = await commands.use_link(token=token, password=password, now=clock.now())
    except DomainError as refused:
        faults = faults_of(refused) if isinstance(refused, Invalid) else {"password": str(refused)}
        shown = LinkPage(action=f"/sign-in/link/{token}", faults=faults)
        return page_with_faults(request, "qa/use_link.html", shown)
    return _with_session(see_other("/"), session)


def _with_session(answer: Redirect, token: str) -> Redirect:
    answer.set_cookie(
        Cookie(
            key=COOKIE,
            value=token,
            max_age=int(commands.SESSION_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=settings().secure_cookies,
        )
    )
    return answer


HANDLERS = [start, sign_in_page, sign_in, sign_out, link_page, use_link]
