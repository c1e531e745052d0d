"""Files and photos that prove something: of an action, of an audit."""

from collections.abc import Mapping
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from qa import clock, files
from qa.files import MayRead
from qa.viewer import Viewer


@get("/files/{file_id:uuid}")
async def file(
    viewer: NamedDependency[Viewer],
    file_readers: NamedDependency[Mapping[str, MayRead]],
    file_id: FromPath[UUID],
) -> Response[bytes]:
    """A file for whoever sees what it belongs to; always saved, never opened in the page."""
    found = await files.open_file(
        viewer=viewer, file_id=file_id, readers=file_readers, now=clock.now()
    )
    return Response(
        found.content,
        media_type=found.content_type,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}"},
    )


HANDLERS = [file]
