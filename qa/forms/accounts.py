"""What was typed on the pages about accounts, and everything that is wrong with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from qa.errors import Invalid
from qa.roles import WORDS, Role

STATES = {
    "in_use": "In use",
    "new": "No password chosen yet",
    "ended": "Ended",
    "all": "All accounts",
}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class AccountFilters:
    """What a list of accounts is narrowed to; empty means all."""

    text: str = ""
    role: str = ""
    state: str = "in_use"


@dataclass(frozen=True, slots=True)
class TypedAccount:
    """The fields as they were typed, to show them again."""

    login: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    region: str = ""
    services: str = ""

    def codes(self) -> list[str]:
        """Service codes, separated by spaces, commas, semicolons or new lines."""
        return [code for code in re.split(r"[\s,;]+", self.services) if code]


@dataclass(frozen=True, slots=True)
class AccountValues:
    login: str
    name: str
    roles: frozenset[Role]
    region_id: UUID | None
    service_ids: frozenset[UUID]


def account_filters(query: Mapping[str, str]) -> AccountFilters:
    """Filters from an address; what we do not know is left out."""
    role, state = query.get("role", ""), query.get("state", "")
    return AccountFilters(
        text=query.get("q", "").strip()[:LONGEST],
        role=role if role in set(Role) else "",
        state=state if state in STATES else "in_use",
    )


def typed_account(fields: Mapping[str, str], roles: Sequence[str]) -> TypedAccount:
    return TypedAccount(
        login=fields.get("login", "").strip(),
        name=fields.get("name", "").strip(),
        roles=tuple(roles),
        region=fields.get("region", ""),
        services=fields.get("services", ""),
    )


def account_values(
    typed: TypedAccount, *, regions: Collection[str], services: Mapping[str, UUID], new: bool
) -> AccountValues:
    """The values of a form, or Invalid with every fault.

    ``regions`` are the ids of all regions, ``services`` ids by code in small letters. A login
    and a name are asked for only when the account is new.
    """
    faults = _name_faults(typed) if new else []
    if not typed.roles:
        faults.append(("roles", "Choose at least one role"))
    elif unknown := [role for role in typed.roles if role not in set(Role)]:
        faults.append(("roles", f"There is no role “{unknown[0]}”"))
    if typed.region and typed.region not in regions:
        faults.append(("region", "Choose a region from the list"))
    elif Role.REGIONAL_MANAGER in typed.roles and not typed.region:
        faults.append(("region", f"Choose the region of this {WORDS[Role.REGIONAL_MANAGER]}"))
    if missing := [code for code in typed.codes() if code.lower() not in services]:
        words = ", ".join(f"“{code}”" for code in missing)
        faults.append(("services", f"No service has the code {words}"))
    if faults:
        raise Invalid(faults)
    return AccountValues(
        login=typed.login,
        name=typed.name,
        roles=frozenset(Role(role) for role in typed.roles),
        region_id=UUID(typed.region) if typed.region else None,
        service_ids=frozenset(services[code.lower()] for code in typed.codes()),
    )


def _name_faults(typed: TypedAccount) -> list[tuple[str, str]]:
    faults = []
    if not typed.login:
        faults.append(("login", "Enter an e-mail address or a name to sign in with"))
    elif len(typed.login) > LONGEST or re.search(r"\s", typed.login):
        faults.append(("login", f"Use at most {LONGEST} characters, without spaces"))
    if not typed.name:
        faults.append(("name", "Enter the person's name"))
    elif len(typed.name) > LONGEST:
        faults.append(("name", f"Use at most {LONGEST} characters"))
    return faults
