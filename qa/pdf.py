"""PDFs from templates, drawn outside this process so that no other request waits for them.

Drawing is work for the processor, seconds for a long plan. Each PDF gets a process that ends
with it: its memory is given back, it can be stopped at once when it takes too long, and none
is left over when the server is killed. Starting it costs half a second.
"""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment
from litestar import Response

from qa.frame import SYSTEM_NAME
from qa.pdf_drawing import Drawing
from qa.templating import environment

ROOT = Path(__file__).resolve().parent.parent
STYLES = ROOT / "qa" / "static" / "pdf" / "print.css"
# Seconds until somebody is told that it did not work, waiting for others included.
LONGEST = 60.0

_one_at_a_time = asyncio.Semaphore(1)


class PdfNotMade(Exception):
    """Drawing failed or took too long; for the log, not for the reader."""


@dataclass(frozen=True, slots=True)
class PrintFrame:
    """What the print layout reads beside ``page``."""

    system_name: str
    large: bool


async def render(
    template: str,
    page: object,
    *,
    pictures: Mapping[str, bytes] | None = None,
    large: bool = False,
    timeout: float = LONGEST,
) -> bytes:
    """A PDF of a template that extends ``layouts/print.html`` and reads only ``page``.

    ``pictures`` are JPEG or PNG bytes by the name that the template gives as
    ``src="picture:NAME"``; nothing else can be read. ``large`` sets 18 point type
    (personas.md, Quality Committee member). Raises PdfNotMade after ``timeout`` seconds or
    when drawing fails.
    """
    frame = PrintFrame(system_name=SYSTEM_NAME, large=large)
    html = _templates().get_template(template).render(page=page, frame=frame)
    job = msgspec.msgpack.encode(Drawing(html=html, css=_styles(), pictures=dict(pictures or {})))
    try:
        async with asyncio.timeout(timeout), _one_at_a_time:
            return await _drawn(job)
    except TimeoutError:
        raise PdfNotMade(f"{template} took more than {timeout} seconds") from None


def answer(content: bytes, name: str) -> Response[bytes]:
    """A PDF to look at in the browser; ``name`` is what it is called when it is kept."""
    return Response(
        content,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{_file_name(name)}.pdf"'},
    )


async def _drawn(job: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "qa.pdf_drawing",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        content, complaints = await process.communicate(job)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise PdfNotMade(complaints.decode(errors="replace"))
    return content


def _file_name(name: str) -> str:
    """Letters, digits and hyphens: safe in a header and on every disk."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return "-".join(part for part in kept.encode("ascii", "ignore").decode().split("-") if part)


@cache
def _templates() -> Environment:
    return environment()


@cache
def _styles() -> str:
    return STYLES.read_text()
