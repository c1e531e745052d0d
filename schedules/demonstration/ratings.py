"""What the ratings of the demonstration rest on: CQC, occurrences, referrals, training, facts.

Most services do well. A few do not, each in its own way, so that every band occurs.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from qa.rules.periods import quarter_containing
from schedules.demonstration.organisation import Organisation, Row
from schedules.rules import risk_model as m

INADEQUATE, REQUIRES, TROUBLED, TOGETHER, REVIEWED, SECRET = (
    "S03", "S04", "S05", "S08", "S10", "S06",
)  # fmt: skip
# The CQC ratings that are not Good all through: the whole and its safest or weakest part.
JUDGED = {
    INADEQUATE: ("Inadequate", "Inadequate"),
    REQUIRES: ("Requires improvement", "Requires improvement"),
    TROUBLED: ("Good", "Requires improvement"),
    "S11": ("Outstanding", "Good"),
}
DOMAINS = ("Safe", "Effective", "Caring", "Responsive", "Well-led", "Overall")
THEMES = ("falls", "medicines", "behaviour that challenges", "moving and handling", "doors")
# Days ago of serious occurrences and of referrals about us.
SERIOUS = {TROUBLED: (60, 110), TOGETHER: (20,), REVIEWED: (80,), INADEQUATE: (40, 70), "S15": (9,)}
REFERRED = {
    TROUBLED: (150, "substantiated"),
    TOGETHER: (12, "open"),
    REVIEWED: (75, "not_substantiated"),
    INADEQUATE: (130, "substantiated"),
}


def cqc_ratings(chance: Random, made: Organisation, today: date) -> list[Row]:
    """CQC's file for the services that have a location of their own."""
    rows = []
    for service in made.services:
        if not service["cqc_location_id"]:
            continue
        whole, weakest = JUDGED.get(service["code"], ("Good", "Good"))
        published = today - timedelta(days=chance.randint(200, 1_300))
        for domain in DOMAINS:
            rating = whole if domain == "Overall" else "Good"
            rows.append(
                {
                    "Location ID": service["cqc_location_id"],
                    "Location Name": service["name"],
                    "Location Primary Inspection Category": "Residential social care"
                    if service["type"] == "residential"
                    else "Community based adult social care services",
                    "Location Local Authority": service["region"],
                    "Service / Population Group": "Overall",
                    "Domain": domain,
                    "Latest Rating": weakest if domain == "Safe" else rating,
                    "Publication Date": f"{published:%d/%m/%Y}",
                    "Report Type": "Location",
                    "Inherited Rating (Y/N)": "Y" if service["code"] == "S12" else "N",
                    "Provider ID": "1-99000",
                    "Provider Name": "Larkfield Support",
                }
            )
    return rows


def visits(made: Organisation, today: date) -> list[Row]:
    """The H&S returns of the last four quarters from before this system, and a Service Review."""
    rows = []
    for service in made.services:
        code, quarter = service["code"], quarter_containing(today)
        for number in range(4):
            quarter = quarter.previous()
            if code != TROUBLED or number > 2:
                on = quarter.from_on + timedelta(days=45)
                rows.append(_visit(f"HQ{code}{number}", code, "hs_quarterly_return", on))
        if service["nights_staffed"] == "yes":
            rows.append(_visit(f"N{code}", code, "night_check", today - timedelta(days=100)))
    rows.append(_visit(f"SR{REVIEWED}", REVIEWED, "service_review", today - timedelta(days=60)))
    return [row for row in rows if row["service_code"] in {one["code"] for one in made.services}]


def occurrences(chance: Random, made: Organisation, today: date) -> list[Row]:
    """One to three a month for sixteen months; at one service more and more."""
    rows: list[Row] = []
    for service in made.services:
        code = service["code"]
        days = [day for day in range(480) if chance.random() < 1 / 16]
        if code == TROUBLED:
            days += [chance.randint(35, 64) for _ in range(14)]
        serious = SERIOUS.get(code, ())
        for ago in sorted({*days, *serious}, reverse=True):
            rows.append(
                {
                    "ref": f"OC{len(rows) + 1:05d}",
                    "service_code": code,
                    "kind": chance.choice(("accident", "incident", "incident", "near_miss")),
                    "theme": chance.choice(THEMES),
                    "serious": "yes" if ago in serious else "no",
                    "occurred_on": (today - timedelta(days=ago)).isoformat(),
                    "notified_to": "cqc" if ago in serious else "",
                    "issue": "",
                    "outcome": "",
                }
            )
    return rows


def safeguarding(made: Organisation, today: date) -> list[Row]:
    """A few referrals about our support; who was told, and how."""
    rows = []
    for code in (service["code"] for service in made.services):
        if code in REFERRED:
            ago, outcome = REFERRED[code]
            raised = (today - timedelta(days=ago)).isoformat()
            rows.append(
                {
                    "ref": f"SG{code}",
                    "service_code": code,
                    "raised_on": raised,
                    "told_how": "phone",
                    "told_on": raised,
                    "about_us": "yes",
                    "issue": "medicines",
                    "outcome": outcome,
                    "restricted": "no",
                }
            )
    return rows


def training(chance: Random, staff: list[Row], today: date) -> list[Row]:
    """Mandatory training of everybody who works here: most of it achieved."""
    return [
        {
            "worker_code": worker["code"],
            "subject": "mandatory",
            "on": (today - timedelta(days=chance.randint(10, 300))).isoformat(),
            "status": "achieved" if chance.random() < 0.93 else "required",
        }
        for worker in staff
        if not worker["left_on"]
    ]


def facts(chance: Random, made: Organisation, today: date) -> list[Row]:
    """What no other file holds: council letters, agency hours, one manager's leaving; and one
    thing that only planners may know."""
    rows: list[Row] = []

    def tell(code: str, fact: str, value: str, days_ago: int, restricted: str = "no") -> None:
        rows.append(
            {
                "service_code": code,
                "fact": fact,
                "from": (today - timedelta(days=days_ago)).isoformat(),
                "value": value,
                "restricted": restricted,
            }
        )

    for service in made.services:
        code, regulated = service["code"], service["regulated"] == "yes"
        agency = 22 if code == TROUBLED else chance.randint(0, 9)
        tell(code, m.E2, str(agency), 52)
        if not service["cqc_location_id"]:
            tell(code, m.A1, "good" if regulated else "la_met", 300)
            tell(code, m.A2, "1.2", 300)
    tell(TROUBLED, m.E1, "vacant_or_interim_up_to_3_months", 50)
    if any(service["code"] == SECRET for service in made.services):
        tell(SECRET, "FL16", "yes", 14, restricted="yes")
    return rows


def _visit(ref: str, code: str, kind: str, on: date) -> Row:
    return {
        "ref": ref,
        "service_code": code,
        "kind": kind,
        "on": on.isoformat(),
        "visitors": "",
        "announced": "no" if kind == "night_check" else "yes",
        "score": "",
        "critical_failed": "",
    }
