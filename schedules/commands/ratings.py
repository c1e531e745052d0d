"""Each change of a rating, stored with its cause and model version (risk_rating.md 5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qa import db, events, mail
from qa.db import SQL
from qa.viewer import Viewer
from schedules.queries.moment import Moment
from schedules.queries.risk_ratings import RatedService, Result, ratings
from schedules.risk_parts import part_data
from schedules.rules.risk_bands import Band, held_next, is_above

TURN = 4_102_341  # the advisory lock of recalculations; a number that no other lock has
TOLD = "There is something to see about a service"
_BODY = "Sign in to see it."


async def recalculate(
    *,
    viewer: Viewer,
    cause: str,
    now: datetime,
    services: Sequence[UUID] | None = None,
    first: bool = True,
    moderated: bool = False,
) -> int:
    """Calculate the ratings of some services, or of all, and store what changed; how many.

    ``cause`` is a code: ``nightly``, the kind of file, ``override``, ``moderation``, ``model``.
    Without ``first``, a service that has no rating yet waits for the night: files are loaded
    one after another, and half of what is known is no rating. ``moderated`` lets what is held
    fall by one band. A rise of the service result is told to its managers and the regional
    manager, by mail that says only that there is something to see.
    """
    moment = Moment(as_at=now, known_at=now, now=now)
    which = SQL("TRUE") if services is None else SQL("s.id = ANY({})", list(services))
    changed = 0
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock({})", TURN)
        last = await _last()
        for one in await ratings(moment, which, after_check=moderated):
            before = last.get(one.id)
            if before is None and not first:
                continue
            row = _row(one, moment)
            if before is not None and all(before[key] == row[key] for key in row):
                continue
            await _store(one, row, before, viewer=viewer, cause=cause, now=now)
            changed += 1
    return changed


async def _last() -> dict[UUID, dict[str, Any]]:
    """The last stored row of each service."""
    found = await db.rows(
        """SELECT DISTINCT ON (service) service, band, service_band, model_version,
                  planning, service_result
           FROM risk_rating ORDER BY service, seq DESC"""
    )
    return {
        row["service"]: {
            "band": row["band"],
            "service_band": row["service_band"],
            "model_version": row["model_version"],
            "planning": msgspec.json.decode(row["planning"]),
            "service_result": msgspec.json.decode(row["service_result"]),
        }
        for row in found
    }


def _row(one: RatedService, moment: Moment) -> dict[str, Any]:
    return {
        "band": one.planning.band.value,
        "service_band": one.service.band.value,
        "model_version": one.planning.rating.model_version,
        "planning": _result(one.planning, moment),
        "service_result": _result(one.service, moment),
    }


def _result(result: Result, moment: Moment) -> dict[str, Any]:
    """One result as it is stored: plain data, so that it can be compared with the last."""
    rating = result.rating
    held = held_next(rating.band, result.held, moment.on, low_confidence=rating.low_confidence)
    made = {
        "held": held,
        "points": rating.points,
        "floors": list(rating.floors),
        "floor_bands": list(rating.floors.values()),
        "band_by_facts": rating.band,
        "low_confidence": rating.low_confidence,
        "review_due_on": result.review_due_on,
        "parts": [part_data(part) for part in rating.parts],
    }
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain


async def _store(
    one: RatedService,
    row: dict[str, Any],
    before: dict[str, Any] | None,
    *,
    viewer: Viewer,
    cause: str,
    now: datetime,
) -> None:
    await db.insert(
        "risk_rating",
        service=one.id,
        **{
            key: msgspec.json.encode(value).decode() if isinstance(value, dict) else value
            for key, value in row.items()
        },
        cause=cause,
        by=viewer.user_id,
        happened_at=now,
        recorded_at=now,
    )
    shown, planned = ("service_band", "service"), ("band", "restricted")
    for key, audience in (shown, planned):
        was = before[key] if before else None
        if was == row[key] or (key == "band" and row["band"] == row["service_band"]):
            continue
        await events.record(
            "rating.changed",
            viewer=viewer,
            subject=("service", one.id),
            service_id=one.id,
            audience=audience,
            now=now,
            data={"from": was, "to": row[key], "cause": cause, "model": row["model_version"]},
        )
    if before is not None and is_above(Band(row["service_band"]), Band(before["service_band"])):
        await _tell(one.id, by=viewer, now=now)


async def _tell(service_id: UUID, *, by: Viewer, now: datetime) -> None:
    """The service's managers and its regional manager (risk_rating.md section 5)."""
    for row in await db.rows(
        """SELECT DISTINCT u.id FROM users u JOIN user_role r ON r.person = u.id
           JOIN service s ON s.id = {}
           WHERE u.ended_at IS NULL AND (
             (r.role = 'regional_manager' AND u.region = s.region)
             OR (r.role = 'service_manager' AND EXISTS (
                   SELECT 1 FROM user_service us
                   WHERE us.person = u.id AND us.service = s.id AND us.to_on IS NULL)))""",
        service_id,
    ):
        if row["id"] != by.user_id:
            await mail.queue(
                person_id=row["id"],
                subject=TOLD,
                body=_BODY,
                address=f"/services/{service_id}",
                now=now,
            )
