"""Photos: decoded and drawn anew, so that nothing but the picture is kept.

Location, camera, comments and thumbnails never reach the store (glossary.md 7.4); what a
picture is, is told by its content, never by its name.
"""

import asyncio
import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from qa.errors import Invalid

LONGEST_SIDE = 2000
SMALL_SIDE = 320
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85

NOT_A_PHOTO = "This is not a photo that we can read. Use a JPEG, PNG or WebP file."
NOT_HEIC = (
    "This photo is in the HEIC form, which we cannot read. Save it as JPEG, or set the camera"
    " to “most compatible”, and add it again."
)
TOO_LARGE = "This photo has too many dots for us to open (50 million is the most)."
BROKEN = "This photo is broken: only a part of it can be read. Add it again."

# What Pillow raises for a broken picture, and for notes in it that are of a wrong kind.
_BROKEN_INSIDE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


def redraw(content: bytes, *, field: str = "photo") -> bytes:
    """The picture in these bytes as a plain JPEG: upright, 2,000 dots on its longest side.

    Raises Invalid, in plain words, for what is not a photo, is broken, or would fill the
    memory when opened. CPU work: call it off the event loop.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Invalid([(field, TOO_LARGE)])
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found)
            return _as_jpeg(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise Invalid([(field, TOO_LARGE)]) from fault
    except UnidentifiedImageError as fault:
        raise Invalid([(field, NOT_HEIC if _is_heic(content) else NOT_A_PHOTO)]) from fault
    except _BROKEN_INSIDE as fault:
        raise Invalid([(field, BROKEN)]) from fault


async def small(content: bytes) -> bytes:
    """A kept photo at the size of a list, 320 dots on its longest side; off the event loop."""
    return await asyncio.to_thread(_small, content)


def _small(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=FORMATS) as kept:
        kept.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        picture = kept.convert("RGB")
    picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _as_jpeg(picture: Image.Image) -> bytes:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with_alpha = picture.convert("RGBA") if _may_be_clear(picture) else None
    # A new picture, so that no comment, profile or other note of the old one comes along.
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(
        with_alpha or picture.convert("RGB"),
        mask=None if with_alpha is None else with_alpha.getchannel("A"),
    )
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _may_be_clear(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS
