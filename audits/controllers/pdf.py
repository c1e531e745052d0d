"""The report of an audit as a PDF, in large print too."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from audits.queries.printed_report import printed_report
from audits.report_pdf import report_pdf
from qa import clock, pdf
from qa.pages.print import printed_words
from qa.viewer import Viewer


@get("/audits/{audit_id:uuid}/report.pdf")
async def report(
    viewer: NamedDependency[Viewer], audit_id: FromPath[UUID], size: FromQuery[str] = ""
) -> Response[bytes]:
    now = clock.now()
    found = await printed_report(viewer=viewer, audit_id=audit_id, now=now)
    content = report_pdf(found, printed=printed_words(now))
    drawn = await pdf.render(
        "audits/report_pdf.html", content, pictures=found.pictures, large=size == "large"
    )
    return pdf.answer(drawn, f"{content.title} {found.report.head.visit_on}")


HANDLERS = [report]
