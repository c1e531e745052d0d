"""The worked examples of risk_rating.md section 8, as facts and as what must come out."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from schedules.risk_model_files import newest
from schedules.rules import risk_model as m
from schedules.rules.risk_facts import Reading, ServiceFacts, Told, Value, parse_value

ON = date(2026, 11, 21)
MODEL = newest()
# A service about which everything is known, and nothing is wrong.
GOOD = {
    m.A1: "good",
    m.A2: "1",
    m.B1: "95",
    m.B2: "not_due",
    m.B3: "visit_in_time_all_returns",
    m.C1: "0",
    m.C2: "0",
    m.C3: "0",
    m.D1: "0",
    m.D2: "0",
    m.D3: "not_rising",
    m.D4: "0",
    m.E1: "stable_12_months",
    m.E2: "0",
    m.E3: "95",
    m.E4: "65",
    m.F: "none",
}
TWO_FLAGS = "high_health_needs;remote"
THREE_FLAGS = "restrictive_practice;high_health_needs;few_contacts"


def readings(given: dict[str, str]) -> dict[str, Reading]:
    """Readings from words as a file would hold them; ``unknown`` gives none."""
    found: dict[str, Value | bool | None] = {
        name: parse_value(MODEL, name, text) for name, text in given.items()
    }
    return {name: Reading(value) for name, value in found.items()
            if value is not None and not isinstance(value, bool)}  # fmt: skip


def facts(given: dict[str, str] | None = None, **more: object) -> ServiceFacts:
    """A good, long established residential home, but for what is given."""
    plain = ServiceFacts(
        on=ON,
        regulated=True,
        opened_on=date(2012, 4, 1),
        readings=readings({**GOOD, **(given or {})}),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def told(*codes: str, days_ago: int = 20) -> dict[str, Told]:
    return {code: Told(True, ON - timedelta(days=days_ago)) for code in codes}


@dataclass(frozen=True)
class Example:
    name: str
    facts: ServiceFacts
    parts: str
    total: int
    by_points: str
    floors: tuple[str, ...]
    band: str
    missing: int = 0


EXAMPLES = (
    Example(
        "Alder House",
        facts({m.A2: "3", m.B1: "92", m.C2: "6", m.D2: "1", m.E2: "4", m.E3: "93", m.E4: "64",
               m.F: TWO_FLAGS}),
        "A1 2, A2 1, D2 2, F 4", 9, "low", (), "low",
    ),
    Example(
        "Birch Court",
        facts(
            {m.A1: "requires_improvement", m.A2: "0.7", m.B1: "74", m.B3: "one_return_missing",
             m.C1: "3", m.C2: "28", m.C3: "1", m.D1: "1", m.D2: "2", m.D3: "rising", m.D4: "1",
             m.E1: "vacant_or_interim_up_to_3_months", m.E2: "22", m.E3: "84", m.E4: "45",
             m.F: THREE_FLAGS},
            critical_fail=True,
            open_enquiry=True,
        ),
        "A1 12, B1 11, B3 2, C1 6, C2 4, C3 2, D1 5, D2 4, D3 3, D4 1, E1 3, E2 2, E3 1, E4 1,"
        " F 6", 63, "high", ("FL2 high", "FL9 medium"), "high",
    ),
    Example(
        "Cedar View",
        facts(
            {m.A1: "not_yet_rated", m.A2: "never", m.B1: "never",
             m.B2: "never_service_under_6_months", m.B3: "new_service_no_visit_yet", m.D2: "1",
             m.D4: "1", m.E1: "new_under_12_months", m.E2: "12", m.E3: "88", m.E4: "62",
             m.F: "new_or_transferred;restrictive_practice;few_contacts"},
            opened_on=date(2026, 7, 21),
            new_or_transferred=True,
        ),
        "A1 8, A2 4, B1 12, B2 2, B3 2, D2 2, D4 1, E1 2, E2 1, E3 1, F 6", 41, "medium",
        ("FL12 medium", "FL15 medium"), "medium", 28,
    ),
    Example(
        "Dale Road",
        facts(
            {m.A2: "7", m.B1: "never", m.B2: "never_service_6_months_or_more",
             m.B3: "two_returns_missing_or_visit_over_36_months", m.C1: "no_plan",
             m.C2: "no_plan", m.C3: "no_plan", m.D4: "2", m.E3: "unknown", m.E4: "unknown",
             m.F: TWO_FLAGS},
            opened_on=date(2025, 9, 21),
        ),
        "A1 2, A2 4, B1 12, B2 5, B3 5, C1 3, C2 2, D4 3, E3 1, E4 2, F 4", 43, "medium",
        ("FL10 medium", "FL11 high", "FL12 medium", "FL15 medium"), "high", 20,
    ),
    Example(
        "Elm Street Hub",
        facts(
            {m.A1: "la_partly_met", m.A2: "0.8", m.B1: "86", m.C1: "1", m.C2: "12", m.D2: "1",
             m.E2: "2", m.E3: "91", m.E4: "50", m.F: "remote"},
            regulated=False,
        ),
        "A1 7, B1 4, C1 3, C2 2, D2 2, E4 1, F 2", 21, "low", (), "low",
    ),
    Example(
        "Elm Street Hub, no council visit",
        facts(
            {m.A1: "none", m.A2: "never", m.B1: "86", m.C1: "1", m.C2: "12", m.D2: "1",
             m.E2: "2", m.E3: "91", m.E4: "50", m.F: "remote"},
            regulated=False,
        ),
        "A1 8, A2 4, B1 4, C1 3, C2 2, D2 2, E4 1, F 2", 26, "medium",
        ("FL14 medium", "FL15 medium"), "medium", 12,
    ),
    Example(
        "Fern Lodge",
        facts(
            {m.A1: "outstanding", m.A2: "5", m.B1: "94", m.D1: "1", m.D2: "1", m.D4: "2",
             m.E1: "vacant_or_interim_up_to_3_months", m.E2: "31", m.E4: "35", m.F: THREE_FLAGS},
            open_enquiry=True,
            told=told("FL5", "FL6", "FL16"),
            service_review_due=True,
        ),
        "A2 2, D1 5, D2 2, D4 3, E1 3, E2 3, E4 2, F 6", 26, "medium",
        ("FL5 very_high", "FL6 high", "FL16 medium", "FL17 high"), "very_high",
    ),
)  # fmt: skip
