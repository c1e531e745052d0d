"""Why a service has its level, in plain words (risk_rating.md section 6): what, why, what
would change it, what happens next, how to disagree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from qa.rules.percentages import plain_number
from schedules.rules import risk_model as m
from schedules.rules.risk_bands import SERVICE_WORDS, Band, highest, is_above, one_below
from schedules.rules.risk_floors import FLOOR_WORDS
from schedules.rules.risk_model import RiskModel

Stored = Mapping[str, Any]
_JUDGED = {
    "outstanding": "CQC rates you Outstanding",
    "good": "CQC rates you Good",
    "good_with_weaker_key_question": "CQC rates you Good, with a key question below Good",
    "requires_improvement": "CQC rates you Requires improvement",
    "inadequate": "CQC rates you Inadequate",
    "not_yet_rated": "CQC has not rated you yet",
    "la_met": "the council's last visit found standards met",
    "la_partly_met": "the council's last visit found standards partly met",
    "la_not_met": "the council's last visit found standards not met",
    "none": "nobody from outside has looked yet",
}
_OVERDUE = {
    "not_due": "your full review is in date",
    "up_to_3_months": "your full review is overdue",
    "over_3_months": "your full review is overdue by more than 3 months",
    "never_service_under_6_months": "you have not had your first full review yet",
    "never_service_6_months_or_more": "you have not had a full review yet",
}
_ASSURED = {
    "visit_in_time_all_returns": "your H&S visit is in time and all returns are in",
    "one_return_missing": "one H&S return is missing",
    "new_service_no_visit_yet": "you have not had an H&S visit yet",
    "two_returns_missing_or_visit_over_36_months": (
        "two or more H&S returns are missing, or your H&S visit is over 3 years old"
    ),
}
_LED = {
    "stable_12_months": "your manager post is filled",
    "new_under_12_months": "your manager has been in post for less than a year",
    "vacant_or_interim_up_to_3_months": "your manager post is vacant or covered for now",
    "vacant_or_interim_over_3_months": (
        "your manager post has been vacant or covered for over 3 months"
    ),
}
_FLAGS = {
    "restrictive_practice": "restrictive practice is used",
    "high_health_needs": "people have high health needs",
    "few_contacts": ("some people here may find it hard to tell us, so we look more often"),
    "lone_or_single_night": "staff work alone, or one at night",
    "new_or_transferred": "the service is new or was taken over",
    "remote": "it is far from other services and managers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Lines for the page. ``points`` is what the reasons add up to with all smaller ones."""

    level: str
    compared: str
    points: int
    reasons: tuple[str, ...]
    fixed_by: tuple[str, ...]
    going_well: tuple[str, ...]
    would_change: str
    not_known: tuple[str, ...]
    next_steps: tuple[str, ...]


def explain(
    model: RiskModel, stored: Stored, band: Band, before: Band | None, today: date
) -> Explanation:
    """From a stored service result; ``before`` is this service's own level before it."""
    parts = [part for part in stored["parts"] if part["points"]]
    known = [part for part in parts if part["known"]]
    ranked = sorted(parts, key=lambda part: -part["points"])
    return Explanation(
        level=SERVICE_WORDS[band],
        compared=_compared(band, before),
        points=stored["points"],
        reasons=tuple(f"{reason(part)} ({_points(part['points'])})" for part in ranked[:3]),
        fixed_by=tuple(FLOOR_WORDS[code] for code in stored["floors"]),
        going_well=tuple(
            reason(part)
            for part in stored["parts"]
            if part["known"] and part["points"] == 0 and part["input"] in _GOOD_NEWS
        )[:3],
        would_change=_would_change(model, stored, known, band),
        not_known=tuple(_not_known(stored["parts"])),
        next_steps=_next_steps(model, stored, band, today),
    )


def reason(part: Mapping[str, Any]) -> str:
    """One part in words, without its points."""
    said = _WORDS[part["input"]](part["value"])
    return f"{said} (inherited from the provider before)" if part.get("inherited") else said


def _number(value: Any) -> str:
    return plain_number(Fraction(str(value)))


def _count(one: str, many: str, zero: str) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        if value == "no_plan":
            return "there is no action plan in use yet"
        if value == m.UNKNOWN:
            return f"{many} are not known yet"
        return zero if value == 0 else (f"one {one}" if value == 1 else f"{_number(value)} {many}")

    return words


def _share(text: str) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        if value == "no_plan":
            return "there is no action plan in use yet"
        if value in (m.UNKNOWN, "never"):
            return f"{text.format('not known yet')}"
        return text.format(f"{_number(value)}%")

    return words


def _flags(value: Any) -> str:
    if isinstance(value, list):
        return "what makes it harder here: " + ", ".join(_FLAGS[flag] for flag in value)
    return "what makes it harder here"


def _word(words: Mapping[str, str], otherwise: str) -> Callable[[Any], str]:
    return lambda value: words.get(str(value), otherwise)


def _age(value: Any) -> str:
    if value in ("never", m.UNKNOWN):
        return "there is no outside view yet"
    years = int(float(value))
    return f"the outside view is {years} year{'' if years == 1 else 's'} old"


def _reviewed(value: Any) -> str:
    if value in ("never", m.UNKNOWN):
        return "you have not had a full review yet"
    return f"your last full review scored {_number(value)}%"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    m.A1: _word(_JUDGED, "there is no outside view yet"),
    m.A2: _age,
    m.B1: _reviewed,
    m.B2: _word(_OVERDUE, "when your full review is due is not known yet"),
    m.B3: _word(_ASSURED, "H&S checks are not known yet"),
    m.C1: _count(
        "important action is past its date",
        "important actions are past their date",
        "no important action is past its date",
    ),
    m.C2: _share("{} of open actions are past their first date"),
    m.C3: _count("thing came back", "things came back", "nothing came back"),
    m.D1: _count(
        "concern about our support was found to be right",
        "concerns about our support were found to be right",
        "no concern about our support was found to be right",
    ),
    m.D2: _count("serious occurrence", "serious occurrences", "no serious occurrence"),
    m.D3: _word(
        {"rising": "more occurrences than is usual here", "not_rising": "occurrences are as usual"},
        "the trend of occurrences is not known yet",
    ),
    m.D4: _count(
        "sign that we should listen more closely",
        "signs that we should listen more closely",
        "we hear from people, families and staff",
    ),
    m.E1: _word(_LED, "who manages is not known yet"),
    m.E2: _share("{} of hours were agency"),
    m.E3: _share("mandatory training stands at {}"),
    m.E4: _share("spot checks reached {} of workers"),
    m.F: _flags,
}
_GOOD_NEWS = (m.B3, m.E1, m.C1, m.B2, m.D4, m.E3, m.E4)
# What to send so that it is known; missing ones that add points come first.
_TO_SEND = {
    m.A1: "the last report of CQC or the council",
    m.A2: "the last report of CQC or the council",
    m.B3: "the H&S returns",
    m.D1: "the log of safeguarding referrals",
    m.D2: "occurrences",
    m.D3: "12 months of occurrences",
    m.D4: "occurrences, complaints, concerns and compliments",
    m.E1: "who manages the service, and since when",
    m.E2: "the agency share of hours",
    m.E3: "training figures",
    m.E4: "spot checks of workers",
    m.F: "what makes it harder here, or that nothing does",
}


def _not_known(parts: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    said = set()
    for part in sorted(parts, key=lambda part: -part["points"]):
        thing = _TO_SEND.get(part["input"])
        if part["known"] or thing is None or thing in said:
            continue
        said.add(thing)
        if part["points"]:
            yield f"Not known yet: send us {thing} (now {_points(part['points'])})"
        else:
            yield f"Not known yet: send us {thing}"


def _compared(band: Band, before: Band | None) -> str:
    if before is None:
        return "This is the first time that a level was worked out."
    if before is band:
        return f"It was {SERVICE_WORDS[before]} before, too."
    return f"Before, it was {SERVICE_WORDS[before]}."


def _would_change(
    model: RiskModel, stored: Stored, known: Sequence[Mapping[str, Any]], band: Band
) -> str:
    """What late actions cost, and where that would lead at the next monthly check."""
    late = sum(part["points"] for part in known if part["input"] in (m.C1, m.C2))
    if not late or any(part["value"] == "no_plan" for part in known if part["input"] == m.C1):
        return ""
    after = highest((model.band_of(stored["points"] - late), *map(Band, stored["floor_bands"])))
    said = f"If the late actions are finished and checked, you would drop by {_points(late)}."
    if is_above(band, after):
        lower = SERVICE_WORDS[one_below(band)]
        said += f" If nothing else changes that means {lower} at the next monthly check."
    return said


def _next_steps(model: RiskModel, stored: Stored, band: Band, today: date) -> tuple[str, ...]:
    due = stored["review_due_on"]
    day = None if due is None else date.fromisoformat(due)
    if day is None:
        first = "Your first full review will be within 60 days."
    elif day < today:
        first = "Your next full review is late; it goes first."
    else:
        first = f"Your next full review will be by {day.day} {day:%B %Y}."
    months = model.intervals[band]["plan_review_by_regional_manager"]
    every = {1: "every month", 2: "every two months", 3: "every three months"}.get(
        int(months) if months == int(months) else 0, "every two weeks"
    )
    return first, f"Your regional manager will look at the plan with you {every}."


def _points(points: int) -> str:
    return f"{points} point{'' if points == 1 else 's'}"
