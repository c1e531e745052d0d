"""What happened and what was said: referrals, occurrences, feedback."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from qa import db
from schedules.queries.moment import Moment
from schedules.rules.risk_readings import MOST_SILENT_DAYS, months_back


@dataclass(slots=True)
class Safety:
    """``referred_on`` are days of concerns about us; ``any_*`` whether the service has rows of
    this kind at all."""

    substantiated: int = 0
    open_enquiry: bool = False
    referred_on: list[date] = field(default_factory=list)
    any_referral: bool = False
    occurred_on: list[date] = field(default_factory=list)
    serious_on: list[date] = field(default_factory=list)
    heard_on: date | None = None

    def silent_since(self, day: date) -> bool:
        return not self.occurred_on or max(self.occurred_on) < day


@dataclass(frozen=True, slots=True)
class Recorded:
    """Which kinds of row the organisation has brought in: without any, quiet says nothing."""

    referrals: bool
    occurrences: bool
    feedback: bool
    night_checks: bool
    unannounced: bool


async def recorded(moment: Moment) -> Recorded:
    found = await db.row(
        """SELECT EXISTS (SELECT 1 FROM safeguarding_referral
                          WHERE {} AND recorded_at <= {}) AS referrals,
                  EXISTS (SELECT 1 FROM occurrence WHERE recorded_at <= {}) AS occurrences,
                  EXISTS (SELECT 1 FROM feedback WHERE recorded_at <= {}) AS feedback,
                  EXISTS (SELECT 1 FROM past_visit
                          WHERE recorded_at <= {} AND kind = 'night_check') AS night_checks,
                  EXISTS (SELECT 1 FROM past_visit WHERE recorded_at <= {} AND NOT announced)
                    OR EXISTS (SELECT 1 FROM spot_check WHERE recorded_at <= {}) AS unannounced""",
        moment.open_to("restricted"),
        *[moment.known_at] * 6,
    )
    assert found is not None
    return Recorded(**found)


async def safety(moment: Moment) -> dict[UUID, Safety]:
    """By service that any referral, occurrence or feedback is about."""
    made: dict[UUID, Safety] = {}
    for row in await _referrals(moment):
        one = made.setdefault(row["service"], Safety())
        one.any_referral = True
        if row["about_us"]:
            one.referred_on.append(row["raised_on"])
            one.open_enquiry |= row["outcome"] == "open"
            recent = row["raised_on"] >= months_back(moment.on, 6)
            one.substantiated += recent and row["outcome"] == "substantiated"
    for row in await db.rows(
        "SELECT o.service, o.occurred_on, o.serious FROM occurrence o"
        " WHERE o.occurred_on <= {} AND {} ORDER BY o.occurred_on",
        moment.on,
        moment.current("o"),
    ):
        one = made.setdefault(row["service"], Safety())
        one.occurred_on.append(row["occurred_on"])
        if row["serious"]:
            one.serious_on.append(row["occurred_on"])
    for row in await db.rows(
        """SELECT b.service, max(b.received_on) AS last_on FROM feedback b
           WHERE b.kind IN ('complaint', 'concern', 'compliment') AND b.received_on <= {}
             AND b.recorded_at <= {} GROUP BY b.service""",
        moment.on,
        moment.known_at,
    ):
        made.setdefault(row["service"], Safety()).heard_on = row["last_on"]
    return made


async def _referrals(moment: Moment) -> list[db.Row]:
    """The version of each referral that was true then."""
    return await db.rows(
        """SELECT v.* FROM (
             SELECT DISTINCT ON (r.ref) r.* FROM safeguarding_referral r
             WHERE r.happened_at <= {} AND r.recorded_at <= {}
             ORDER BY r.ref, r.recorded_at DESC) v
           WHERE {}""",
        moment.as_at,
        moment.known_at,
        moment.open_to("v.restricted"),
    )


def nothing_heard(one: Safety, people: int | None, has: Recorded, moment: Moment) -> int:
    """D4's signs that we have heard nothing: no occurrence for 90 days where 5 or more people
    live; no complaint, concern or compliment for 6 months."""
    quiet = one.silent_since(moment.on - timedelta(days=MOST_SILENT_DAYS))
    unheard = one.heard_on is None or one.heard_on < months_back(moment.on, 6)
    return (has.occurrences and (people or 0) >= 5 and quiet) + (has.feedback and unheard)
