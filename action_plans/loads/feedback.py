"""Complaints, concerns, comments, suggestions and compliments (rules.md R035, R116)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_contract, known_service, never_changes
from qa.loads.columns import code, day, line, one_of, text, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load
from qa.rules.london import london_day

COLUMNS = (
    code("ref"),
    code("service_code"),
    one_of("kind", ("complaint", "concern", "comment", "suggestion", "compliment")),
    one_of("channel", ("written", "verbal", "online", "meeting")),
    yes_no("formal", empty=True),  # formal unless somebody says why not (rules.md A37)
    one_of(
        "raised_by",
        (
            "person",
            "family",
            "friend",
            "neighbour",
            "professional",
            "staff",
            "anonymous",
        ),
    ),
    code("contract", required=False),
    day("received_on"),
    day("completed_on", required=False),
    one_of("naming", ("named", "not_named_to_service", "theme_only"), empty="not_named_to_service"),
    text("text"),
    line("issue", required=False),
    line("outcome", required=False),
)
PLAIN = (
    "kind, channel, formal, raised_by, contract, received_on, completed_on, naming, text,"
    " issue, outcome"
)


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    received, completed = row["received_on"], row["completed_on"]
    for name in ("received_on", "completed_on"):
        if row[name] and row[name] > london_day(now):
            yield name, "is in the future"
    if received and completed and completed < received:
        yield "completed_on", "is before received_on"


async def store(load: Load) -> None:
    """New feedback, and what changed of it; its words never do."""
    await load.run(
        f"""INSERT INTO feedback (id, ref, service, {PLAIN}, recorded_at)
            SELECT t.id, t.ref, s.id, {_of("t")}, {{}}
            FROM todo t JOIN service s ON s.code = t.service_code WHERE t.found IS NULL""",
        load.now,
    )
    await load.run(
        f"""WITH changed AS (
              UPDATE feedback b SET (service, {PLAIN}) = ROW (s.id, {_of("t")})
              FROM todo t JOIN service s ON s.code = t.service_code
              WHERE b.id = t.found AND (b.service, {_of("b")}) IS DISTINCT FROM (s.id, {_of("t")})
              RETURNING b.id)
            INSERT INTO touched SELECT id FROM changed"""
    )
    await load.record(
        "feedback.loaded",
        "feedback",
        """SELECT t.id, s.id AS service, jsonb_build_object('kind', t.kind) AS data,
                  t.received_on::timestamp AT TIME ZONE 'Europe/London' AS happened_at
           FROM todo t JOIN service s ON s.code = t.service_code WHERE t.found IS NULL""",
    )
    await load.record(
        "feedback.changed",
        "feedback",
        """SELECT t.id, s.id AS service FROM todo t JOIN service s ON s.code = t.service_code
           WHERE t.found IN (SELECT id FROM touched)""",
    )


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name.strip()}" for name in PLAIN.split(","))


LOADER = Loader(
    kind="feedback",
    columns=COLUMNS,
    key=("ref",),
    known=("feedback", "k.ref = s.ref"),
    look=look,
    checks=lambda load: (
        known_service(),
        known_contract("contract"),
        never_changes("text", "feedback", "k.text", "the words of feedback never change"),
    ),
    store=store,
)
