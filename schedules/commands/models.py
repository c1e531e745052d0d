"""The settings of the rating as they were issued: put into the database once, never changed."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import msgspec

from qa import db, events
from qa.errors import Invalid, require
from qa.rules.london import london_day
from qa.viewer import Viewer
from schedules.commands.ratings import recalculate
from schedules.permissions import why_not_change_settings
from schedules.risk_model_files import issued, parse
from schedules.rules.risk_model import RiskModel

SINCE_EVER = date(2000, 1, 1)


async def issue_models(*, viewer: Viewer, now: datetime) -> int:
    """Issue the first settings of this release where there are none; how many.

    Run at every start. Later versions apply from a date that somebody chooses. Raises Invalid
    when the text of an issued version has changed.
    """
    require(why_not_change_settings(viewer))
    made, faults = 0, []
    async with db.transaction():
        for data, model in issued():
            kept = await db.value(
                "SELECT data FROM risk_model_version WHERE version = {}", model.version
            )
            if kept is not None and msgspec.json.decode(kept) != data:
                words = f"The settings {model.version} were issued with other values."
                faults.append(("settings", f"{words} Give the new ones the next version."))
            if kept is None and not await _any():
                await _insert(data, model, SINCE_EVER, viewer, now)
                made += 1
        if faults:
            raise Invalid(faults)
    return made


async def issue_model(*, viewer: Viewer, text: str, applies_from: date, now: datetime) -> str:
    """Issue new settings, to apply from a date that is not past; gives the version.

    Old ratings keep their version (risk_rating.md section 5). Raises Invalid with every fault.
    """
    require(why_not_change_settings(viewer))
    data, model = parse(text)
    if applies_from < london_day(now):
        raise Invalid([("applies_from", "The day is in the past")])
    if await db.value("SELECT 1 FROM risk_model_version WHERE version = {}", model.version):
        raise Invalid([("settings", "There is this model_version already: give it the next")])
    async with db.transaction():
        await _insert(data, model, applies_from, viewer, now)
        await recalculate(viewer=viewer, cause="model", now=now, first=False)
    return model.version


async def _any() -> bool:
    return bool(await db.value("SELECT EXISTS (SELECT 1 FROM risk_model_version)"))


async def _insert(
    data: dict[str, Any], model: RiskModel, applies_from: date, viewer: Viewer, now: datetime
) -> None:
    model_id = uuid4()
    await db.insert(
        "risk_model_version",
        id=model_id,
        version=model.version,
        data=msgspec.json.encode(data).decode(),
        applies_from=applies_from,
        published_at=now,
        published_by=viewer.user_id,
    )
    await events.record(
        "risk_model.issued",
        viewer=viewer,
        subject=("risk_model", model_id),
        now=now,
        data={"version": model.version, "applies_from": applies_from.isoformat()},
    )
