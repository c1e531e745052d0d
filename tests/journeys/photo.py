"""A photo as a telephone makes it: with the place where it was taken."""

from pathlib import Path

from PIL import Image


def photo(folder: Path, name: str = "door.jpg") -> Path:
    path = folder / name
    picture = Image.new("RGB", (640, 480), (120, 90, 60))
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(path, exif=exif)
    return path
