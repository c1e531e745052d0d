"""Loading a CSV file in the browser, up to the largest form; larger files go by command."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from qa import clock
from qa.errors import Invalid, NotFound
from qa.forms.loading import chosen_kind
from qa.handed_over import HandedOver
from qa.http import csv_file, faults_of, page, page_with_faults, see_other
from qa.loads.faults import LoadFaults
from qa.loads.loading import load, why_not_load
from qa.pages.loading import KINDS, load_page
from qa.viewer import Viewer

CHUNK = 1024 * 1024


@get("/load")
async def load_form(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    above: NamedDependency[HandedOver],
) -> Template:
    _administrator(viewer)
    chosen = request.query_params.get("kind", "")
    return page(request, "qa/load.html", load_page(above.loaders, chosen=chosen))


@post("/load")
async def load_file(
    request: Request[Any, Any, Any],
    viewer: NamedDependency[Viewer],
    above: NamedDependency[HandedOver],
) -> Redirect | Template:
    _administrator(viewer)
    form = await request.form()
    chosen = str(form.get("kind", ""))
    upload: Any = form.get("file")
    has_file = isinstance(upload, UploadFile) and bool(upload.filename)
    try:
        kind = chosen_kind(chosen, above.loaders, has_file=has_file)
        async with _on_disk(upload) as path:
            result = await load(above.loaders, kind, path, viewer=viewer, now=clock.now())
    except LoadFaults as refused:
        content = load_page(
            above.loaders, chosen=chosen, refused=str(refused), rows=refused.rows, more=refused.more
        )
        return page_with_faults(request, "qa/load.html", content)
    except Invalid as refused:
        content = load_page(above.loaders, chosen=chosen, faults=faults_of(refused))
        return page_with_faults(request, "qa/load.html", content)
    notice = (
        f"{KINDS.get(kind, kind)}: {result.added:,} added, {result.changed:,} changed,"
        f" {result.unchanged:,} as they were."
    )
    return see_other(f"/load?kind={kind}", notice=notice)


@get("/load/{kind:str}/headings.csv")
async def headings(
    viewer: NamedDependency[Viewer], above: NamedDependency[HandedOver], kind: FromPath[str]
) -> Response[str]:
    """An empty file of this kind: its headings only."""
    _administrator(viewer)
    loader = above.loaders.get(kind)
    if loader is None:
        raise NotFound
    text = io.StringIO()
    csv.writer(text).writerow(column.name for column in loader.columns)
    return csv_file(kind, text.getvalue())


def _administrator(viewer: Viewer) -> None:
    if why_not_load(viewer) is not None:
        raise NotFound


@asynccontextmanager
async def _on_disk(upload: UploadFile) -> AsyncIterator[Path]:
    """What was sent, as a file that is gone afterwards."""
    with NamedTemporaryFile(suffix=".csv") as file:
        while chunk := await upload.read(CHUNK):
            file.write(chunk)
        file.flush()
        await upload.close()
        yield Path(file.name)


HANDLERS = [load_form, load_file, headings]
