"""Everything that is known of each service on one day, put together for its rating.

The system's own data comes first; a told fact serves until there is some
(contract.md, "Files that can be loaded").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from uuid import UUID

from qa import db
from qa.db import SQL
from qa.rules.periods import add_months
from schedules.queries.moment import Moment
from schedules.queries.risk_checks import OwnChecks, own_checks
from schedules.queries.risk_outside import OutsideView, cqc_views, outside_looks
from schedules.queries.risk_people import People, people
from schedules.queries.risk_plan import PlanCounts, plan_counts
from schedules.queries.risk_safety import Recorded, Safety, nothing_heard, recorded, safety
from schedules.queries.risk_told import Word, told
from schedules.rules import risk_model as m
from schedules.rules.risk_facts import Reading, ServiceFacts, Told, Value
from schedules.rules.risk_readings import (
    LEAVERS,
    any_inadequate,
    came_together,
    judgement,
    manager_word,
    months_back,
    safety_assurance,
    trend,
    years_since,
)


@dataclass(slots=True)
class _Known:
    """What each source says of one service."""

    service: db.Row
    moment: Moment
    has: Recorded
    told: Mapping[str, Word]
    view: OutsideView | None
    checks: OwnChecks
    plan: PlanCounts | None
    safety: Safety
    people: People
    readings: dict[str, Reading] = field(default_factory=dict)

    def put(self, name: str, own: Value | None, *, inherited: bool = False) -> None:
        """The system's own value, else what was told, else nothing."""
        word = self.told.get(name)
        if own is not None:
            self.readings[name] = Reading(own, inherited)
        elif word is not None and word.value is not None and not isinstance(word.value, bool):
            self.readings[name] = Reading(word.value)

    def says(self, fact: str) -> bool:
        word = self.told.get(fact)
        return word is not None and word.value is True


async def service_facts(moment: Moment, model: m.RiskModel, which: SQL) -> dict[UUID, ServiceFacts]:
    """By service that is open then and fits a condition on ``s``: the facts on that day.

    B2 of a service whose last full review the system knows is left out: it depends on the
    interval of the band, which ``rating`` decides.
    """
    services = await services_open(moment, which)
    words = await told(moment, model)
    views, looks = await cqc_views(moment), await outside_looks(moment)
    checks, plans = await own_checks(moment), await plan_counts(moment)
    safe, staff, has = await safety(moment), await people(moment), await recorded(moment)
    found = {}
    for row in services:
        key = row["id"]
        known = _Known(
            service=row,
            moment=moment,
            has=has,
            told=words.get(key, {}),
            view=views.get(key),
            checks=checks.get(key, OwnChecks()),
            plan=plans.get(key),
            safety=safe.get(key, Safety()),
            people=staff.get(key, People()),
        )
        found[key] = _facts(known, looks.get(key))
    return found


async def services_open(moment: Moment, which: SQL) -> Sequence[db.Row]:
    return await db.rows(
        """SELECT s.id, s.code, s.name, s.regulated, s.opened_on, s.complexity_flags,
                  s.people_supported, s.nights_staffed, s.region
           FROM service s
           WHERE s.opened_on <= {} AND (s.closed_on IS NULL OR s.closed_on > {}) AND {}
           ORDER BY s.code""",
        moment.on,
        moment.on,
        which,
    )


def _facts(known: _Known, look_on: date | None) -> ServiceFacts:
    _outside(known)
    _own(known)
    _safe(known)
    vacant_since, manager_known = _led(known)
    flags = known.service["complexity_flags"]
    known.put(m.F, frozenset(flags) if flags else None)
    chosen = known.readings.get(m.F)
    view, checks, on = known.view, known.checks, known.moment.on
    cleared = known.told.get("FL2")
    published = view.published_on if view else None
    own_critical = checks.critical_fail if checks.critical_known else None
    return ServiceFacts(
        on=on,
        regulated=known.service["regulated"],
        opened_on=known.service["opened_on"],
        new_or_transferred=chosen is not None
        and isinstance(chosen.value, frozenset)
        and "new_or_transferred" in chosen.value,
        readings=known.readings,
        told={
            fact: Told(word.value, word.since)
            for fact, word in known.told.items()
            if fact in m.FLOOR_CODES and isinstance(word.value, bool)
        },
        critical_fail=known.says(m.CRITICAL_FAIL) if own_critical is None else own_critical,
        life_safety_overdue=checks.life_safety_overdue,
        open_enquiry=known.safety.open_enquiry
        if known.safety.any_referral
        else known.says(m.OPEN_ENQUIRY),
        key_question_inadequate=view is not None and any_inadequate(view.by_domain),
        cqc_known=view is not None and judgement(view.by_domain) is not None,
        no_breach_confirmed=cleared is not None
        and cleared.value is False
        and (published is None or cleared.since >= published),
        last_review_on=checks.reviewed_on,
        vacant_since=vacant_since,
        manager_known=manager_known,
        outside_look_on=look_on,
        service_review_due=came_together(_events(known), checks.service_review_on, on),
        service_review_on=checks.service_review_on,
    )


def _outside(known: _Known) -> None:
    """A1 and A2; told words serve for services that CQC's file does not name."""
    view = known.view
    word = judgement(view.by_domain) if view else None
    inherited = view is not None and view.inherited
    known.put(m.A1, word, inherited=inherited)
    age = None
    if word is not None and view is not None and view.published_on is not None:
        age = years_since(view.published_on, known.moment.on)
    known.put(m.A2, age, inherited=inherited)


def _own(known: _Known) -> None:
    """B1, B3 and C; B2 only as it was told."""
    checks, on = known.checks, known.moment.on
    known.put(m.B1, None if checks.score is None else Fraction(checks.score))
    known.put(m.B2, None)
    seen = checks.hs_visit_on is not None or checks.returned_on
    opened = known.service["opened_on"]
    assurance = safety_assurance(checks.hs_visit_on, checks.returned_on, opened, on)
    known.put(m.B3, assurance if seen else None)
    plan = known.plan
    share = Fraction(100 * plan.overdue, plan.open) if plan and plan.open else Fraction(0)
    known.put(m.C1, Fraction(plan.overdue_high) if plan else None)
    known.put(m.C2, share if plan else None)
    known.put(m.C3, Fraction(plan.repeats) if plan else None)
    for name in (m.C1, m.C2, m.C3):
        if plan is None and name not in known.told:
            known.readings[name] = Reading("no_plan")  # known: it never had an action


def _safe(known: _Known) -> None:
    """D: what is not recorded for a service where others record it is a known 0."""
    safe, has, on = known.safety, known.has, known.moment.on
    half_a_year = months_back(on, 6)
    serious = Fraction(sum(day >= half_a_year for day in safe.serious_on))
    known.put(m.D1, Fraction(safe.substantiated) if safe.any_referral else None)
    known.put(m.D2, serious if safe.occurred_on else None)
    known.put(m.D3, trend(safe.occurred_on, on))
    for name, recorded_at_all in ((m.D1, has.referrals), (m.D2, has.occurrences)):
        if recorded_at_all and name not in known.readings:
            known.readings[name] = Reading(Fraction(0))
    known.put(m.D4, _signs(known))


def _signs(known: _Known) -> Fraction | None:
    """D4: the signs that the system can see; a reviewer tells the others as a fact, and the
    larger count holds. Quiet is a sign where others record such things; where a fact was told,
    only where this service has rows of that kind itself. None with nothing to see them by."""
    staff, moment, word = known.people, known.moment, known.told.get(m.D4)
    has = known.has if word is None else _own_rows(known)
    if not (has.occurrences or has.feedback or has.unannounced or staff.workers):
        return None
    signs = int(staff.leavers >= LEAVERS)
    if add_months(known.service["opened_on"], 6) <= moment.on:
        people_there = known.service["people_supported"]
        signs += nothing_heard(known.safety, people_there, has, moment) + _unseen(known, has)
    seen = word.value if word is not None and isinstance(word.value, Fraction) else 0
    return max(Fraction(signs), Fraction(seen))


def _own_rows(known: _Known) -> Recorded:
    """Of which kinds this service has rows itself."""
    safe, checks = known.safety, known.checks
    return Recorded(
        referrals=safe.any_referral,
        occurrences=bool(safe.occurred_on),
        feedback=safe.heard_on is not None,
        night_checks=checks.night_on is not None,
        unannounced=bool(checks.unannounced_on or known.people.checked_on),
    )


def _unseen(known: _Known, has: Recorded) -> bool:
    """No unannounced visit for a quarter, or no night check for a year where nights are
    staffed: the longest intervals of section 3."""
    checks, on = known.checks, known.moment.on
    days = [day for day in (checks.unannounced_on, known.people.checked_on) if day]
    unseen = has.unannounced and (not days or max(days) < months_back(on, 3))
    night = checks.night_on is None or checks.night_on < months_back(on, 12)
    return unseen or (has.night_checks and known.service["nights_staffed"] and night)


def _led(known: _Known) -> tuple[date | None, bool]:
    """E1, E2, E3 and E4: the last word on the manager holds, whoever said it. Gives since when
    the post is vacant, and whether the system saw who manages."""
    staff, on = known.people, known.moment.on
    change, word = staff.manager, known.told.get(m.E1)
    newer = change is not None and (word is None or word.since < change[0])
    seen = staff.manager_seen_since
    own = None
    if change is not None and newer:
        own = manager_word(change[0], change[1], on)
    elif word is None and seen is not None and add_months(seen, 12) <= on:
        own = "stable_12_months"
    known.put(m.E1, own)
    known.put(m.E2, None)
    known.put(m.E3, _share(staff.trained))
    known.put(m.E4, _share(staff.checked))
    vacant = change[0] if change is not None and newer and change[1] else None
    return vacant, own is not None


def _share(counts: tuple[int, int] | None) -> Fraction | None:
    return None if counts is None else Fraction(100 * counts[0], counts[1])


def _events(known: _Known) -> list[tuple[str, date]]:
    """The kinds of event of FL17, with their days."""
    safe = known.safety
    agency = known.told.get(m.E2)
    events = [("manager", day) for day in known.people.manager_left_on]
    events += [("enquiry", day) for day in safe.referred_on]
    events += [("serious", day) for day in safe.serious_on]
    if agency is not None and isinstance(agency.value, Fraction) and agency.value >= 30:
        events.append(("agency", agency.since))
    return events
