"""The log of safeguarding referrals, without names: who was told, how, when (rules.md R045)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_service
from qa.loads.columns import Column, code, day, line, one_of_or_none, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load
from qa.rules.london import london_day
from schedules.loads.columns import SERVICE
from schedules.loads.versions import Versions, store_versions

OUTCOMES = ("open", "substantiated", "not_substantiated", "inconclusive", "no_enquiry")


def _outcome(cell: str) -> str:
    found = cell.lower().replace(" ", "_").replace("-", "_")
    if found not in OUTCOMES:
        raise ValueError(f"must be one of {', '.join(OUTCOMES)}")
    return found


COLUMNS = (
    code("ref"),
    code("service_code"),
    day("raised_on"),
    one_of_or_none("told_how", ("system", "phone")),
    day("told_on", required=False),
    yes_no("about_us"),
    line("issue", required=False),
    Column("outcome", "text", _outcome, required=False, empty="open"),
    yes_no("restricted", empty=False),
)
PLAIN = ("ref", "raised_on", "told_how", "told_on", "about_us", "issue", "outcome", "restricted")
# A new outcome is true from when it was told; anything else from the day it was raised.
START = "({})::timestamp AT TIME ZONE 'Europe/London'"
BEGAN = f"""CASE WHEN was.outcome <> t.outcome THEN t.loaded_at
                 WHEN was.happened_at > {START.format("was.raised_on")} THEN was.happened_at
                 ELSE {START.format("t.raised_on")} END"""


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    for name in ("raised_on", "told_on"):
        if row[name] and row[name] > london_day(now):
            yield name, "is in the future"
    if row["told_on"] and row["raised_on"] and row["told_on"] < row["raised_on"]:
        yield "told_on", "is before raised_on"


async def store(load: Load) -> None:
    await load.run("ALTER TABLE todo ADD COLUMN loaded_at timestamptz")
    await load.run("UPDATE todo SET loaded_at = {}", load.now)
    await store_versions(
        load,
        Versions(
            table="safeguarding_referral",
            columns={
                "service": "s.id",
                **{name: f"t.{name}" for name in PLAIN},
                "happened_at": BEGAN,
            },
            joins=f"{SERVICE} LEFT JOIN safeguarding_referral was ON was.id = t.found",
            happened="t.raised_on",
            audience="CASE WHEN t.restricted THEN 'restricted' ELSE 'quality_team' END",
            unchanging=frozenset({"happened_at"}),
        ),
    )


LOADER = Loader(
    kind="safeguarding",
    columns=COLUMNS,
    key=("ref",),
    known=("safeguarding_referral", "k.ref = s.ref AND k.superseded_at IS NULL"),
    look=look,
    checks=lambda load: (known_service(),),
    store=store,
)
