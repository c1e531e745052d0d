"""A file of 100,000 findings by ``litestar load``: seconds, and the most memory it took."""

import csv
from pathlib import Path

from schedules.demonstration.topics import topics
from tests.bench.place import environment
from tests.bench.place import run as run_module

FINDINGS = 100_000
SERVICES = 24
HEADINGS = (
    "ref", "service_code", "source", "raised_on", "text", "suggested_action", "severity",
    "framework_item", "restricted",
)  # fmt: skip


def run(folder: Path, url: str) -> dict[str, float]:
    """Load the file into the demonstration; seconds and MB of the whole command."""
    file = folder / "findings.csv"
    write(file)
    ran = run_module(["litestar", "load", "findings", str(file)], environment(folder, url))
    return {"findings": FINDINGS, "seconds": round(ran.seconds, 1), "megabytes": ran.megabytes}


def write(file: Path) -> None:
    """Findings as the demonstration's voices say them, over its services and a year."""
    said = [(topic, voice, text) for topic in topics() for voice, text in topic.voices.items()]
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        for number in range(FINDINGS):
            topic, voice, text = said[number % len(said)]
            day = f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
            code = f"S{number % SERVICES + 1:02d}"
            writer.writerow(
                [f"B{number:06d}", code, voice, day, text, topic.title, topic.severity,
                 topic.item, "no"]
            )  # fmt: skip
