"""The figure action closure as the tests ask for it."""

from datetime import datetime, timedelta

from action_plans.figures import closure
from qa.reports.asked import Asked, asked
from qa.reports.shapes import ClosureFigure
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import NOW

LATER = NOW + timedelta(days=60)


def wanted(now: datetime = LATER, **given: str) -> Asked:
    """By default the quarter in which the cast's actions fall due, as it stands later."""
    return asked({"from": "2026-10-01", "to": "2026-12-31", **given}, now=now)


async def figure(
    now: datetime = LATER, viewer: Viewer = COMMAND_LINE, **given: str
) -> ClosureFigure:
    return await closure(viewer, wanted(now, **given))
