"""Regions, services and accounts of the demonstration, as the rows of the files it loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from schedules.demonstration.people import login, names

Row = dict[str, str]

REGIONS = ("Fellside", "Marches", "Fenland", "Downs")
PASSWORD = "larkfield-demo"
CONTRACTS = ("LCC", "MARCHES", "FENS")

# One sign-in for each role, in the order in which `make run` prints them.
CAST: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ros", "Ros Thwaites", ("quality_manager",)),
    ("tolu", "Tolu Ogunbiyi", ("service_manager",)),
    ("dee", "Dee Sowerbutts", ("deputy_manager",)),
    ("sam", "Sam Lightowler", ("regional_manager",)),
    ("helen", "Helen Rathbone", ("director",)),
    ("ian", "Ian Kettlewick", ("hs_manager",)),
    ("priya", "Priya Chaudhari", ("administrator",)),
    ("kofi", "Kofi Amankwah", ("support_worker",)),
    ("dev", "Dev Redfearn", ("quality_advisor",)),
    ("jo", "Jo Whitelaw", ("supporter",)),
    ("margaret", "Margaret Quarmby", ("committee_member",)),
    ("wyn", "Wyn Fairlamb", ("whistleblowing_lead",)),
)

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "residential",
        (
            "Ash House",
            "Beech House",
            "Cedar House",
            "Damson House",
            "Elder House",
            "Fern House",
            "Gorse House",
        ),
    ),
    (
        "supported_living",
        (
            "Alder Court",
            "Birch Row",
            "Canal Street",
            "Dove Lane",
            "Eastgate Flats",
            "Ford Street",
            "Granary Yard",
            "Harbour Flats",
        ),
    ),
    (
        "support_at_home",
        (
            "Fellside Support at Home",
            "Marches Support at Home",
            "Fenland Support at Home",
            "Downs Support at Home",
        ),
    ),
    (
        "community_support",
        ("Fellside Outreach", "Marches Outreach", "Fenland Outreach"),
    ),
    ("day_opportunities", ("The Potting Shed", "The Old Library")),
)


@dataclass(slots=True)
class Organisation:
    """What the demonstration's files hold, and who is who in it."""

    services: list[Row] = field(default_factory=list)
    users: list[Row] = field(default_factory=list)
    managers: dict[str, str] = field(default_factory=dict)
    deputies: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    regional: dict[str, str] = field(default_factory=dict)

    def region(self, code: str) -> str:
        return next(row["region"] for row in self.services if row["code"] == code)


MOST = sum(len(many) for _, many in _KINDS)


def organisation(chance: Random, today: date, years: int, services: int = MOST) -> Organisation:
    """Up to 24 services of all five kinds in four regions, and everybody who signs in."""
    made = Organisation()
    opened = today - timedelta(days=365 * years + 900)
    plain = [(kind, name) for kind, many in _KINDS for name in many]
    for number, (kind, name) in enumerate(plain[:services]):
        made.services.append(_service(chance, number, kind, name, opened))
    called = names(chance, 60)
    cast = {role: f"{short}@larkfield.example" for short, _, (role, *_) in CAST}
    for short, name, roles in CAST:
        if roles[0] not in (
            "service_manager",
            "deputy_manager",
            "support_worker",
            "regional_manager",
        ):
            made.users.append(_user(f"{short}@larkfield.example", name, roles))
    made.users.append(_user(login(called[0]), called[0], ("quality_manager",)))
    made.users.append(_user(login(called[1]), called[1], ("committee_member",)))
    made.users.append(_user("mina", "Mina Oldroyd", ("quality_advisor",)))
    for number, region in enumerate(REGIONS):
        who = cast["regional_manager"] if number == 0 else login(called[2 + number])
        name = "Sam Lightowler" if number == 0 else called[2 + number]
        made.regional[region] = who
        made.users.append(_user(who, name, ("regional_manager",), region=region))
    spare = iter(called[8:])
    for row in made.services:
        _people_of(made, row["code"], spare, cast)
    return made


def _people_of(made: Organisation, code: str, spare: Iterator[str], cast: dict[str, str]) -> None:
    """A manager for each service (the first has three), a deputy for every second, and
    somebody of the staff with an account."""
    number = int(code[1:])
    if number in (1, 8, 9):
        _add(made, cast["service_manager"], "Tolu Ogunbiyi", ("service_manager",), code)
        made.managers[code] = cast["service_manager"]
    else:
        name = next(spare)
        _add(made, login(name), name, ("service_manager",), code)
        made.managers[code] = login(name)
    if number == 1:
        _add(made, cast["deputy_manager"], "Dee Sowerbutts", ("deputy_manager",), code)
        made.deputies[code] = cast["deputy_manager"]
        _add(made, cast["support_worker"], "Kofi Amankwah", ("support_worker",), code)
        made.staff[code] = cast["support_worker"]
    elif number % 2 == 0:
        name = next(spare)
        _add(made, login(name), name, ("deputy_manager",), code)
        made.deputies[code] = login(name)


def _add(made: Organisation, email: str, name: str, roles: tuple[str, ...], service: str) -> None:
    for row in made.users:
        if row["email"] == email:
            row["service_codes"] += f";{service}"
            return
    made.users.append(_user(email, name, roles, services=service))


def _user(
    email: str, name: str, roles: tuple[str, ...], region: str = "", services: str = ""
) -> Row:
    return {
        "email": email,
        "name": name,
        "role": ";".join(roles),
        "region": region,
        "service_codes": services,
    }


def _service(chance: Random, number: int, kind: str, name: str, opened: date) -> Row:
    home = kind in ("residential", "supported_living")
    region = next((one for one in REGIONS if name.startswith(one)), REGIONS[number % 4])
    people = chance.randint(4, 9) if home else chance.randint(8, 24)
    flags = [
        flag
        for flag in ("restrictive_practice", "high_health_needs", "few_contacts", "remote")
        if chance.random() < 0.25
    ]
    contracts = [CONTRACTS[0], *[one for one in CONTRACTS[1:] if chance.random() < 0.3]]
    return {
        "code": f"S{number + 1:02d}",
        "name": name,
        "type": kind,
        "region": region,
        "regulated": "yes" if kind not in ("community_support", "day_opportunities") else "no",
        "cqc_location_id": f"1-99000{number:04d}" if home else "",
        "opened_on": (opened + timedelta(days=chance.randint(0, 500))).isoformat(),
        "closed_on": "",
        "contracts": ";".join(contracts),
        "nights_staffed": "yes" if home else "no",
        "people_supported": str(people),
        "flats": str(people) if kind == "supported_living" else "",
        "complexity_flags": ";".join(flags),
    }
