"""``litestar demo``: fills an empty database with a fictional organisation."""

from __future__ import annotations

from pathlib import Path

from schedules.demonstration.organisation import CAST, PASSWORD

SIGN_INS = "sign-ins.txt"


def write_sign_ins(data_dir: Path) -> str:
    """One line for each role, kept beside the data so that every start can print it."""
    lines = [
        f"{short}@larkfield.example  {PASSWORD}  {', '.join(roles).replace('_', ' ')}"
        for short, _, roles in CAST
    ]
    text = "Sign in as one of these (the organisation is invented):\n" + "\n".join(lines) + "\n"
    path = data_dir / SIGN_INS
    path.write_text(text)
    path.chmod(0o600)
    return text
