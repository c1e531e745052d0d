"""How long a plan of 25 pages takes on paper, and whether other requests wait for it."""

import asyncio
import logging
import resource
import time
from io import BytesIO

import httpx
from litestar import Litestar, get
from pypdf import PdfReader

from action_plans.plan_pdf import PlanPdf
from qa import pdf
from tests import paper

PAGES = 25
AIM_SECONDS = 6.0


@get("/")
async def _other() -> dict[str, str]:
    return {"status": "ok"}


def run() -> dict[str, float]:
    """Seconds from the page object to the PDF, most memory of its process in MB, and the 95th
    percentile in milliseconds of another request alone and meanwhile."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return asyncio.run(_measured())


async def _measured() -> dict[str, float]:
    page = await _page_of_25()
    transport = httpx.ASGITransport(app=Litestar([_other], logging_config=None))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        alone = await _requests(client, asyncio.create_task(asyncio.sleep(2)))
        before = time.perf_counter()
        drawing = asyncio.create_task(pdf.render("action_plans/plan_pdf.html", page))
        meanwhile = await _requests(client, drawing)
        seconds = time.perf_counter() - before
    return {
        "pages": _pages(await drawing),
        "seconds": round(seconds, 2),
        "aim_seconds": AIM_SECONDS,
        "most_memory_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        "other_p95_ms_alone": _p95(alone),
        "other_p95_ms_meanwhile": _p95(meanwhile),
    }


async def _page_of_25() -> PlanPdf:
    """The smallest plan that needs at least 25 pages, near enough."""
    actions = 80
    while _pages(await pdf.render("action_plans/plan_pdf.html", paper.plan(actions))) < PAGES:
        actions += 10
    return paper.plan(actions)


async def _requests(client: httpx.AsyncClient, until: "asyncio.Task[object]") -> list[float]:
    """Milliseconds of one request after another, a hundredth of a second apart."""
    took = []
    while not until.done():
        before = time.perf_counter()
        await client.get("/")
        took.append((time.perf_counter() - before) * 1000)
        await asyncio.sleep(0.01)
    return took


def _pages(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


def _p95(took: list[float]) -> float:
    return round(sorted(took)[int(len(took) * 0.95)], 1)
