"""One PDF drawn in a process of its own: a job on standard input, the PDF on standard output.

Started by ``qa.pdf`` as ``python -m qa.pdf_drawing``; it reads no file and no address.
"""

import os
import sys

import msgspec

# Seconds of the processor's time; holds even when nobody is left to end this process.
MOST_WORK = 60
PICTURE = "picture:"


class Drawing(msgspec.Struct):
    """What to draw: the page, its styles, and the pictures it names as ``picture:NAME``."""

    html: str
    css: str
    pictures: dict[str, bytes]


def draw(job: Drawing) -> bytes:
    """A tagged PDF (PDF/UA-1: structure, language, title, bookmarks from the headings).

    Raises ValueError when the page asks for anything but the pictures handed over.
    """
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    def only_ours(url: str) -> object:
        content = job.pictures.get(url.removeprefix(PICTURE))
        if not url.startswith(PICTURE) or content is None:
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, content)

    try:
        drawn = weasyprint.HTML(string=job.html, url_fetcher=only_ours).write_pdf(
            stylesheets=[weasyprint.CSS(string=job.css, url_fetcher=only_ours)],
            pdf_variant="pdf/ua-1",
        )
    except FatalURLFetchingError as refused:
        raise ValueError(f"The page asks for {refused}, which was not handed over.") from None
    return bytes(drawn)


def main() -> None:
    if sys.platform != "win32":
        import resource

        os.nice(10)  # other requests come first
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_WORK, MOST_WORK))
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Drawing)
    sys.stdout.buffer.write(draw(job))


if __name__ == "__main__":
    main()
