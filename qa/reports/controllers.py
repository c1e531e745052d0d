"""The figures over HTTP: the viewer's, never names."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from qa import clock
from qa.reports.asked import Asked, asked
from qa.reports.shapes import ClosureFigure, CoverageFigure, Figures
from qa.viewer import Viewer

From = Annotated[str | None, QueryParameter(name="from", description="First day, like 2026-07-01")]
To = Annotated[str | None, QueryParameter(name="to", description="Last day, like 2026-09-30")]
AsAt = Annotated[str | None, QueryParameter(name="as_at", description="Day or time; default now")]
KnownAt = Annotated[
    str | None, QueryParameter(name="known_at", description="Day or time; default now")
]
Service = Annotated[str | None, QueryParameter(name="service", description="Code of a service")]
Contract = Annotated[str | None, QueryParameter(name="contract", description="Code of a contract")]
Region = Annotated[str | None, QueryParameter(name="region", description="Name of a region")]
Source = Annotated[str | None, QueryParameter(name="source", description="Source of a finding")]
Severity = Annotated[
    str | None, QueryParameter(name="severity", description="Severity of the action")
]


async def wanted(
    from_day: From = None,
    to_day: To = None,
    as_at: AsAt = None,
    known_at: KnownAt = None,
    service: Service = None,
    contract: Contract = None,
    region: Region = None,
    source: Source = None,
    severity: Severity = None,
) -> Asked:
    """What was asked for in the query; 422 with every fault."""
    given = {
        "from": from_day,
        "to": to_day,
        "as_at": as_at,
        "known_at": known_at,
        "service": service,
        "contract": contract,
        "region": region,
        "source": source,
        "severity": severity,
    }
    return asked(given, now=clock.now())


@get("/api/reports/spot-check-coverage", include_in_schema=True, dependencies={"wanted": wanted})
async def spot_check_coverage(
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
    wanted: NamedDependency[Asked],
) -> CoverageFigure:
    """Share of support workers with an unannounced spot check by a manager (KPI 4)."""
    return await figures.coverage(viewer, wanted)


@get("/api/reports/action-closure", include_in_schema=True, dependencies={"wanted": wanted})
async def action_closure(
    viewer: NamedDependency[Viewer],
    figures: NamedDependency[Figures],
    wanted: NamedDependency[Asked],
) -> ClosureFigure:
    """How many of the actions that fell due were put right, checked, and in time."""
    return await figures.closure(viewer, wanted)


HANDLERS = [spot_check_coverage, action_closure]
