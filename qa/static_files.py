"""Where the compiled front-end files are."""

from pathlib import Path

DIST = Path(__file__).resolve().parent / "static" / "dist"
