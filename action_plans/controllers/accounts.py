"""Ending an account: it stands here because it frees the person's actions too."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from action_plans.commands.leaving import end_account
from action_plans.pages.leaving import end_account_page
from action_plans.queries.leaving import owned_and_left
from qa import clock
from qa.http import page, see_other
from qa.queries.accounts import account
from qa.viewer import Viewer


@get("/accounts/{user_id:uuid}/end")
async def end_page(
    request: Request[Any, Any, Any], viewer: NamedDependency[Viewer], user_id: FromPath[UUID]
) -> Template:
    found = await account(viewer, user_id)
    owned, left = await owned_and_left(viewer, user_id)
    content = end_account_page(viewer, found, owned, left)
    return page(request, "action_plans/end_account.html", content)


@post("/accounts/{user_id:uuid}/end")
async def end(viewer: NamedDependency[Viewer], user_id: FromPath[UUID]) -> Redirect:
    await account(viewer, user_id)
    await end_account(viewer=viewer, user_id=user_id, now=clock.now())
    return see_other(f"/accounts/{user_id}/end")


HANDLERS = [end_page, end]
