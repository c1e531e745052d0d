"""Files and photos that prove something about an action."""

from urllib.parse import quote
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from action_plans.queries import may_see_action
from qa import clock, files
from qa.viewer import Viewer


@get("/files/{file_id:uuid}")
async def file(viewer: NamedDependency[Viewer], file_id: FromPath[UUID]) -> Response[bytes]:
    """A file for whoever sees its action; always saved, never opened in the page."""
    found = await files.open_file(
        viewer=viewer, file_id=file_id, readers={"action": may_see_action}, now=clock.now()
    )
    return Response(
        found.content,
        media_type=found.content_type,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"},
    )


HANDLERS = [file]
