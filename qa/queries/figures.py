"""What can be chosen above the figures."""

from qa import db
from qa.forms.figures import Choices
from qa.queries.services import regions_seen
from qa.reports.places import counts_only
from qa.viewer import Viewer


async def choices(viewer: Viewer) -> Choices:
    """Regions that the viewer sees (the committee: all, for its figures are of all), contracts."""
    if counts_only(viewer):
        found = await db.rows("SELECT name FROM region ORDER BY name")
        regions = [row["name"] for row in found]
    else:
        regions = await regions_seen(viewer)
    contracts = await db.rows("SELECT code FROM contract ORDER BY code")
    return Choices(regions, [row["code"] for row in contracts])
