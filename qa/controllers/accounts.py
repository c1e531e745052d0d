"""Accounts: the administrator makes, changes and looks them up, and makes sign-in links.

Ending one also frees the person's actions, so that page stands in ``action_plans``.
"""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from qa import clock
from qa.auth import commands
from qa.errors import Invalid
from qa.forms.accounts import (
    AccountValues,
    TypedAccount,
    account_filters,
    account_values,
    typed_account,
)
from qa.http import faults_of, page, page_with_faults, see_other
from qa.pages.accounts import (
    LinkMade,
    account_page,
    accounts_page,
    as_typed,
    change_account_form,
    new_account_form,
)
from qa.paging import PAGE, after
from qa.queries import accounts as queries
from qa.settings import settings
from qa.viewer import Viewer


@get("/accounts")
async def accounts(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    filters = account_filters(request.query_params)
    start = after(request.query_params.get("cursor"), tuple[str, UUID])
    found = await queries.accounts(viewer, filters, after=start, limit=PAGE + 1)
    return page(request, "qa/accounts.html", accounts_page(filters, found, size=PAGE))


@get("/accounts/new")
async def new_account(request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]) -> Template:
    content = new_account_form(TypedAccount(), await queries.regions(viewer))
    return page(request, "qa/account_form.html", content)


@post("/accounts/new")
async def create_account(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer]
) -> Redirect | Template:
    typed = _typed(await request.form())
    regions = await queries.regions(viewer)
    try:
        values = await _values(viewer, typed, regions, new=True)
        user_id = await commands.create_user(
            viewer=viewer,
            login=values.login,
            name=values.name,
            roles=values.roles,
            region_id=values.region_id,
            service_ids=values.service_ids,
            now=clock.now(),
        )
    except Invalid as refused:
        content = new_account_form(typed, regions, faults_of(refused))
        return page_with_faults(request, "qa/account_form.html", content)
    notice = "The account is made. Make a sign-in link now, so that a password can be chosen."
    return see_other(f"/accounts/{user_id}", notice=notice)


@get("/accounts/{user_id:uuid}")
async def account(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], user_id: FromPath[UUID]
) -> Template:
    found = await queries.account(viewer, user_id)
    return page(request, "qa/account.html", account_page(viewer, found))


@get("/accounts/{user_id:uuid}/change")
async def change_page(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], user_id: FromPath[UUID]
) -> Template:
    found = await queries.account(viewer, user_id)
    regions = await queries.regions(viewer)
    content = change_account_form(user_id, found["name"], as_typed(found), regions)
    return page(request, "qa/account_form.html", content)


@post("/accounts/{user_id:uuid}/change")
async def change_account(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], user_id: FromPath[UUID]
) -> Redirect | Template:
    found = await queries.account(viewer, user_id)
    regions = await queries.regions(viewer)
    typed = _typed(await request.form())
    try:
        values = await _values(viewer, typed, regions, new=False)
        await commands.change_user(
            viewer=viewer,
            user_id=user_id,
            roles=values.roles,
            region_id=values.region_id,
            service_ids=values.service_ids,
            now=clock.now(),
        )
    except Invalid as refused:
        content = change_account_form(user_id, found["name"], typed, regions, faults_of(refused))
        return page_with_faults(request, "qa/account_form.html", content)
    return see_other(f"/accounts/{user_id}", notice="Saved. It holds from now on.")


@post("/accounts/{user_id:uuid}/link", status_code=200)
async def make_link(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], user_id: FromPath[UUID]
) -> Template:
    """The link is shown in this answer and nowhere again: only its hash is kept."""
    found = await queries.account(viewer, user_id)
    token = await commands.make_link(viewer=viewer, user_id=user_id, now=clock.now())
    content = LinkMade(
        name=found["name"],
        link=f"{settings().base_url}/sign-in/link/{token}",
        days=commands.LINK_LASTS.days,
        back_href=f"/accounts/{user_id}",
    )
    return page(request, "qa/account_link.html", content)


def _typed(form: FormMultiDict) -> TypedAccount:
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    return typed_account(fields, [str(role) for role in form.getall("roles", [])])


async def _values(
    viewer: Viewer, typed: TypedAccount, regions: dict[str, str], *, new: bool
) -> AccountValues:
    services = await queries.services_by_code(viewer, typed.codes())
    return account_values(typed, regions=regions, services=services, new=new)


HANDLERS = [
    accounts,
    new_account,
    create_account,
    account,
    change_page,
    change_account,
    make_link,
]
