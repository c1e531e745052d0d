"""Floors: facts that fix a lowest band whatever the points (risk_rating.md section 4).

What the system can tell by itself comes first; what was told by a file or a person holds
where the system has nothing of its own to say against it.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from qa.rules.periods import add_months
from schedules.rules.risk_bands import Band
from schedules.rules.risk_facts import ServiceFacts
from schedules.rules.risk_model import A1, A2, B1, FLOOR_CODES

# Never named to a service, nor in what a service may see (section 7).
ALWAYS_RESTRICTED = frozenset({"FL16"})
# Known by being told alone: nothing else in the system says so.
_TOLD_ALONE = {
    "FL4": Band.VERY_HIGH,
    "FL5": Band.VERY_HIGH,
    "FL6": Band.HIGH,
    "FL7": Band.HIGH,
    "FL8": Band.HIGH,
    "FL16": Band.MEDIUM,
}
FLOOR_WORDS = {
    "FL1": "CQC rates it Inadequate overall",
    "FL2": "CQC rates it Requires improvement overall",
    "FL3": "CQC rates a key question Inadequate",
    "FL4": "CQC has given a warning notice or condition, or the council has stopped placements",
    "FL5": "abuse was found to have happened",
    "FL6": "there is an enquiry into how staff behaved",
    "FL7": "a death or life-changing injury is being looked into",
    "FL8": "the fire authority has given a notice",
    "FL9": "a critical question failed and what was done about it is not checked",
    "FL10": "it is open for 6 months or more and never had a full review",
    "FL11": "it is open, or ours, for 12 months or more and never had a full review",
    "FL12": "it is new, moved or taken over",
    "FL13": "it has had no manager for over 3 months",
    "FL14": "nobody from outside has looked for 24 months",
    "FL15": "much of what we need to know is not known yet",
    "FL16": "there is an open disclosure",
    "FL17": "several serious things came together within 30 days",
}


def floors(facts: ServiceFacts) -> dict[str, Band]:
    """Every floor that holds but FL15 (which needs the points), with its band, by number."""
    found: dict[str, Band] = {}
    for code, band in (*_outside(facts), *_own_checks(facts), *_people(facts)):
        found[code] = band
    for code, band in _TOLD_ALONE.items():
        if _told(facts, code):
            found[code] = band
    return {code: found[code] for code in FLOOR_CODES if code in found}


def has_low_confidence(unknown_points: int, points: int, share: Fraction) -> bool:
    """FL15: this share of the points, or more, comes from what is not known."""
    return points > 0 and 100 * unknown_points >= share * points


def _told(facts: ServiceFacts, code: str) -> bool:
    told = facts.told.get(code)
    return told is not None and told.holds


def _outside(facts: ServiceFacts) -> Iterator[tuple[str, Band]]:
    judgement = facts.value(A1)
    told = {code: _told(facts, code) and not facts.cqc_known for code in ("FL1", "FL2", "FL3")}
    if judgement == "inadequate" or told["FL1"]:
        yield "FL1", Band.VERY_HIGH
    if judgement == "requires_improvement" or told["FL2"]:
        # Never Low until CQC rates it anew; High until a review confirms no breach is open.
        yield "FL2", Band.MEDIUM if facts.no_breach_confirmed else Band.HIGH
    if facts.key_question_inadequate or told["FL3"]:
        yield "FL3", Band.HIGH
    if _told(facts, "FL14") or (not facts.regulated and not _looked_within_24_months(facts)):
        yield "FL14", Band.MEDIUM


def _looked_within_24_months(facts: ServiceFacts) -> bool:
    age = facts.value(A2)
    if isinstance(age, Fraction) and age < 2:
        return True
    return facts.outside_look_on is not None and (add_months(facts.outside_look_on, 24) > facts.on)


def _own_checks(facts: ServiceFacts) -> Iterator[tuple[str, Band]]:
    if facts.life_safety_overdue:
        yield "FL9", Band.HIGH
    elif facts.critical_fail or _told(facts, "FL9"):
        yield "FL9", Band.MEDIUM
    last = facts.value(B1)
    reviewed = last is not None and last != "never"
    if not reviewed and (_open_for(facts, 6) or _told(facts, "FL10")):
        yield "FL10", Band.MEDIUM
    if not reviewed and (_open_for(facts, 12) or _told(facts, "FL11")):
        yield "FL11", Band.HIGH
    if _is_new(facts, reviewed):
        yield "FL12", Band.MEDIUM


def _is_new(facts: ServiceFacts, reviewed: bool) -> bool:
    """New, moved or transferred in: until 12 months and one full review (FL12)."""
    if not reviewed or not _open_for(facts, 12) or facts.new_or_transferred:
        return True
    told = facts.told.get("FL12")
    if told is None or not told.holds:
        return False
    over = add_months(told.since, 12) <= facts.on
    return not (over and facts.last_review_on is not None and facts.last_review_on >= told.since)


def _people(facts: ServiceFacts) -> Iterator[tuple[str, Band]]:
    since = facts.vacant_since
    if since is not None and add_months(since, 3) < facts.on:
        yield "FL13", Band.HIGH if add_months(since, 6) < facts.on else Band.MEDIUM
    elif _told(facts, "FL13") and not facts.manager_known:
        # It holds from 3 months without a manager on, so 3 months later it is 6.
        long = add_months(facts.told["FL13"].since, 3) < facts.on
        yield "FL13", Band.HIGH if long else Band.MEDIUM
    if facts.service_review_due or _told_and_not_ended(facts, "FL17", facts.service_review_on):
        yield "FL17", Band.HIGH


def _told_and_not_ended(facts: ServiceFacts, code: str, ended_on: date | None) -> bool:
    told = facts.told.get(code)
    return told is not None and told.holds and (ended_on is None or ended_on < told.since)


def _open_for(facts: ServiceFacts, months: int) -> bool:
    return add_months(facts.opened_on, months) <= facts.on
