"""Builds the demonstration organisation in an empty database."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from action_plans.commands import raise_finding, release_owner, start_action
from audits.commands import publish_all
from qa import db
from qa.auth.commands import end_user, make_link, use_link
from qa.errors import WrongState
from qa.loads.loading import Loader, load
from qa.rules.london import london_day
from qa.viewer import COMMAND_LINE
from schedules.commands import issue_models, recalculate
from schedules.demonstration import ratings
from schedules.demonstration.bulk import grow
from schedules.demonstration.feedback import feedback
from schedules.demonstration.life import Life
from schedules.demonstration.organisation import (
    CAST,
    MOST,
    PASSWORD,
    Organisation,
    Row,
    organisation,
)
from schedules.demonstration.timeline import Timeline
from schedules.demonstration.visits import Visits
from schedules.demonstration.voices import Voices
from schedules.demonstration.workforce import spot_checks, workers


async def build(
    loaders: Mapping[str, Loader],
    *,
    now: datetime,
    services: int = MOST,
    years: int = 2,
    seed: int = 1,
) -> None:
    """Make the organisation: the same for the same seed and day.

    Raises WrongState when the database has accounts already: it is for trying, and never
    mixes invented people with real ones.
    """
    if await db.value("SELECT EXISTS (SELECT FROM users)"):
        raise WrongState("There are accounts already. The demonstration needs an empty database.")
    chance = Random(seed)
    today = london_day(now)
    starts = now - timedelta(days=365 * years)
    made = organisation(chance, today, years, services)
    await publish_all(viewer=COMMAND_LINE, now=starts)
    await _load(loaders, "services", made.services, starts)
    await _load(loaders, "users", made.users, starts)
    time = Timeline(chance, ends=now)
    await time.meet_everybody()
    life = Life(time, made)
    voices = Voices(time, made, life)
    Visits(time, made, voices).spread(starts, years)
    voices.spread(starts, years)
    _restricted(time)
    _given(time, made)
    _leaver(time, made)
    await time.play()
    staff = workers(chance, made, today)
    await _load(loaders, "workers", staff, now)
    await _load(loaders, "spot-checks", spot_checks(chance, made, staff, now, years), now)
    await _load(loaders, "feedback", feedback(chance, made, today, years), now)
    await _ratings(loaders, made, staff, now, seed)
    await _passwords(now)
    if services > MOST:
        await grow(services)


async def _ratings(
    loaders: Mapping[str, Loader], made: Organisation, staff: list[Row], now: datetime, seed: int
) -> None:
    """What the ratings rest on, and the first ratings; by a chance of its own."""
    chance, today = Random(f"ratings {seed}"), london_day(now)
    for kind, rows in (
        ("cqc-ratings", ratings.cqc_ratings(chance, made, today)),
        ("visits", ratings.visits(made, today)),
        ("occurrences", ratings.occurrences(chance, made, today)),
        ("safeguarding", ratings.safeguarding(made, today)),
        ("training", ratings.training(chance, staff, today)),
        ("facts", ratings.facts(chance, made, today)),
    ):
        await _load(loaders, kind, rows, now)
    await issue_models(viewer=COMMAND_LINE, now=now)
    await recalculate(viewer=COMMAND_LINE, cause="nightly", now=now)


async def _load(loaders: Mapping[str, Loader], kind: str, rows: list[Row], now: datetime) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        await load(loaders, kind, path, viewer=COMMAND_LINE, now=now)


def _restricted(time: Timeline) -> None:
    """What only its handlers may know: asked to look, and looked (glossary.md 7.2)."""

    async def step(now: datetime) -> None:
        await raise_finding(
            viewer=time.who("ros@larkfield.example"),
            service_id=time.services["S03"],
            source="quality_team",
            text="Asked to look at how money is kept. Two receipts could not be matched.",
            severity="high",
            raised_on=london_day(now),
            framework_item="S3",
            restricted=True,
            now=now,
        )

    time.after(time.ends, -25, step)


def _given(time: Timeline, made: Organisation) -> None:
    """What was handed to somebody of the team: a support worker, and a deputy who then left."""

    async def give(service: str, owner: str, said: str, title: str, now: datetime) -> None:
        manager = time.who(made.managers[service])
        finding = await raise_finding(
            viewer=manager,
            service_id=time.services[service],
            source="house_meeting",
            text=said,
            severity="low",
            raised_on=london_day(now),
            now=now,
        )
        await start_action(
            viewer=manager,
            finding_ids=(finding,),
            title=title,
            severity="low",
            owner_id=time.who_id(owner),
            difference="People see that what they say changes things.",
            how_known="Ask at the next house meeting.",
            now=now,
        )

    async def step(now: datetime) -> None:
        cooking = "We want to choose what we cook on Sundays."
        await give("S01", made.staff["S01"], cooking, "Plan Sunday's meal together", now)
        shed = "The shed does not lock and our bikes are in it."
        await give("S04", made.deputies["S04"], shed, "Mend the lock of the shed", now)

    time.after(time.ends, -9, step)


def _leaver(time: Timeline, made: Organisation) -> None:
    """A deputy who left last week: their actions stand without an owner until the regional
    manager names the next."""

    async def step(now: datetime) -> None:
        leaver = time.who_id(made.deputies.pop("S04"))
        administrator = time.who("priya@larkfield.example")
        async with db.transaction():
            await end_user(viewer=administrator, user_id=leaver, now=now)
            await release_owner(viewer=administrator, person=leaver, now=now)

    time.after(time.ends, -6, step)


async def _passwords(now: datetime) -> None:
    """A password for one account of each role, chosen with a one-time link as anybody does."""
    for short, _, _ in CAST:
        user_id = await db.value(
            "SELECT id FROM users WHERE login = {}", f"{short}@larkfield.example"
        )
        token = await make_link(viewer=COMMAND_LINE, user_id=user_id, now=now)
        await use_link(token=token, password=PASSWORD, now=now)
