"""A photo is kept as a picture and nothing else; what is no photo is refused by content."""

import zlib
from io import BytesIO
from random import Random
from struct import pack

import pytest
from PIL import Image

from qa.errors import Invalid
from qa.images import BROKEN, NOT_A_PHOTO, NOT_HEIC, TOO_LARGE, redraw

GPS_IFD = 0x8825
ORIENTATION = 0x0112


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", **save: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **save)
    return out.getvalue()


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (52.0, 42.0, 0.0), 3: "W", 4: (2.0, 45.0, 0.0)})
    return photo(exif=exif, comment=b"taken in room 4")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def png_of_size(width: int, height: int) -> bytes:
    """A small file that claims to be a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def test_location_comment_and_camera_are_dropped() -> None:
    given = photo_with_place()
    assert opened(given).getexif().get_ifd(GPS_IFD)
    kept = opened(redraw(given))
    assert not kept.getexif()
    assert "comment" not in kept.info
    assert b"room 4" not in redraw(given)


def test_the_picture_stands_upright() -> None:
    assert opened(redraw(photo_with_place())).size == (40, 60)


def test_the_longest_side_is_2000_dots() -> None:
    assert opened(redraw(photo((4000, 1000)))).size == (2000, 500)
    assert opened(redraw(photo((1000, 4000), "PNG"))).size == (500, 2000)


def test_a_small_picture_is_not_blown_up() -> None:
    assert opened(redraw(photo((60, 40)))).size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_kinds_come_out_as_jpeg(kind: str) -> None:
    assert opened(redraw(photo(kind=kind))).format == "JPEG"


def test_clear_parts_become_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(redraw(out.getvalue())).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a photo, whatever its name says", NOT_A_PHOTO),
        (b"%PDF-1.7 and so on", NOT_A_PHOTO),
        (b"", NOT_A_PHOTO),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NOT_HEIC),
        (png_of_size(60_000, 60_000), TOO_LARGE),
        (png_of_size(10_000, 6_000), TOO_LARGE),
        (photo((300, 300))[:600], BROKEN),
    ],
    ids=["text", "pdf", "empty", "heic", "bomb", "too many dots", "cut off"],
)
def test_what_is_no_photo_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        redraw(content)
    assert refused.value.faults == [("photo", words)]


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_photo_with_any_bytes_wrong_is_redrawn_or_refused_in_words() -> None:
    chance = Random(3)
    exif = Image.Exif()
    exif[ORIENTATION], exif[0x010E] = 6, "x" * 50
    exif[GPS_IFD] = {1: "N", 2: (1.0, 2.0, 3.0)}
    given = photo(size=(64, 64), exif=exif)
    refused = 0
    for _ in range(2000):
        wrong = bytearray(given)
        for _ in range(chance.randint(1, 8)):
            wrong[chance.randrange(300)] = chance.randrange(256)
        try:
            redraw(bytes(wrong))
        except Invalid:
            refused += 1
    assert 0 < refused < 2000
