"""The composition root: the only module that knows every package."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

import action_plans.controllers
import action_plans.controllers.accounts
import action_plans.controllers.closing
import action_plans.controllers.figures
import action_plans.controllers.pdf
import action_plans.loads.kinds
import action_plans.queries
import audits.controllers
import audits.controllers.pdf
import audits.loads
import audits.queries.evidence
import qa.auth.controllers
import qa.controllers
import qa.loads.kinds
import qa.reports.controllers
import schedules.controllers
import schedules.loads.kinds
from action_plans.figures import closure
from action_plans.queries.service_counts import count_by_service
from action_plans.rules.sources import SOURCE_WORDS
from audits.commands import publish_all
from audits.coverage_share import coverage_share
from audits.figures import coverage
from audits.queries.at_service import audits_at
from qa import clock, db, http, problems
from qa.auth.middleware import Authentication, Csrf, signed_in
from qa.cli import QualityCommands
from qa.errors import DomainError
from qa.files import MayRead
from qa.handed_over import HandedOver
from qa.reports.shapes import Figures
from qa.settings import settings
from qa.static_files import DIST
from qa.templating import environment
from qa.viewer import COMMAND_LINE, Viewer
from schedules.attention import attention
from schedules.cli import JobCommands
from schedules.cli_plan import ScheduleCommands
from schedules.clockwork import clockwork
from schedules.commands import issue_models
from schedules.demonstration.cli import DemonstrationCommand
from schedules.risk_report import RiskCommand


@get("/health", opt={"public": True, "exclude_from_auth": True}, media_type=MediaType.JSON)
async def health() -> Response[dict[str, str]]:
    """200 when the database answers, 503 otherwise."""
    try:
        await db.value("SELECT 1")
    except Exception:  # whatever the driver says, the answer is the same
        return Response({"status": "the database does not answer"}, status_code=503)
    return Response({"status": "ok"})


@asynccontextmanager
async def lifespan(_: Litestar) -> AsyncIterator[None]:
    await db.open_pool(size=max(4, 60 // settings().workers))
    # Definitions and frameworks of this release: issued once, and then only compared.
    await publish_all(viewer=COMMAND_LINE, now=clock.now())
    await issue_models(viewer=COMMAND_LINE, now=clock.now())
    async with clockwork():
        yield
    await db.close_pool()


async def viewer(request: Request[Any, Any, Any]) -> Viewer:
    """The signed-in person; the guard has made sure that there is one."""
    found: Viewer = request.user
    return found


ABOVE = HandedOver(
    count_actions=count_by_service,
    audits_at=audits_at,
    attention=attention,
    loaders={
        **qa.loads.kinds.loaders(),
        **action_plans.loads.kinds.loaders(),
        **audits.loads.loaders(),
        **schedules.loads.kinds.loaders(),
    },
    sources={source.value: words for source, words in SOURCE_WORDS.items()},
)


FIGURES = Figures(coverage=coverage, coverage_share=coverage_share, closure=closure)


async def figures() -> Figures:
    """The figures, which the packages above qa make."""
    return FIGURES


# Who may read a file, by the kind of what it belongs to.
FILE_READERS = {
    "action": action_plans.queries.may_read_file,
    "audit": audits.queries.evidence.may_read_file,
}


async def file_readers() -> Mapping[str, MayRead]:
    """Who may read which files."""
    return FILE_READERS


async def above() -> HandedOver:
    """What the pages of qa need from the packages above it."""
    return ABOVE


def create_app() -> Litestar:
    """Put everything together."""
    secure = settings().secure_cookies
    return Litestar(
        route_handlers=[
            health,
            *qa.auth.controllers.HANDLERS,
            *qa.controllers.HANDLERS,
            *qa.reports.controllers.HANDLERS,
            *action_plans.controllers.HANDLERS,
            *action_plans.controllers.accounts.HANDLERS,
            *action_plans.controllers.closing.HANDLERS,
            *action_plans.controllers.figures.HANDLERS,
            *action_plans.controllers.pdf.HANDLERS,
            *audits.controllers.HANDLERS,
            *audits.controllers.pdf.HANDLERS,
            *schedules.controllers.HANDLERS,
            create_static_files_router(
                path="/static",
                directories=[DIST],
                opt={"public": True, "exclude_from_auth": True, "exclude_from_csrf": True},
                cache_control=None,
            ),
        ],
        dependencies={
            "viewer": Provide(viewer),
            "above": Provide(above),
            "figures": Provide(figures),
            "file_readers": Provide(file_readers),
        },
        guards=[signed_in],
        before_send=[http.security_headers],
        middleware=[
            DefineMiddleware(
                Csrf,
                config=CSRFConfig(
                    secret=settings().secret_key,
                    cookie_name="qa_csrf",
                    cookie_secure=secure,
                    cookie_httponly=True,
                    cookie_samesite="lax",
                ),
            ),
            DefineMiddleware(Authentication),
        ],
        exception_handlers={
            DomainError: problems.domain,
            HTTPException: problems.http,
            Exception: problems.unexpected,
        },
        template_config=TemplateConfig(instance=JinjaTemplateEngine(engine_instance=environment())),
        include_in_schema=False,  # the document describes /api alone
        request_max_body_size=http.LARGEST_FORM,
        openapi_config=OpenAPIConfig(
            title="Put Right",
            version="1",
            # The document alone: the pages that show it load their scripts from elsewhere.
            render_plugins=[JsonRenderPlugin()],
            openapi_router=Router(
                path="/schema",
                route_handlers=[],
                opt={"public": True, "exclude_from_auth": True},
            ),
        ),
        lifespan=[lifespan],
        plugins=[
            QualityCommands(ABOVE.loaders, FIGURES),
            JobCommands(),
            RiskCommand(),
            ScheduleCommands(),
            DemonstrationCommand(ABOVE.loaders),
        ],
    )


app = create_app()
