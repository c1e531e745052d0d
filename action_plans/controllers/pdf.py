"""A service's action plan as a PDF: for the team meeting, for CQC, in large print."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from action_plans.plan_pdf import plan_pdf
from action_plans.queries.printed_plan import printed_plan
from qa import clock, pdf
from qa.pages.print import printed_words
from qa.queries.services import service
from qa.rules.london import london_day
from qa.viewer import Viewer


@get("/services/{service_id:uuid}/plan.pdf")
async def plan(
    viewer: NamedDependency[Viewer], service_id: FromPath[UUID], size: FromQuery[str] = ""
) -> Response[bytes]:
    now = clock.now()
    content = plan_pdf(
        plan=await printed_plan(viewer, service_id, now),
        service=await service(viewer, service_id),
        printed=printed_words(now),
        today=london_day(now),
    )
    drawn = await pdf.render("action_plans/plan_pdf.html", content, large=size == "large")
    return pdf.answer(drawn, content.title)


HANDLERS = [plan]
