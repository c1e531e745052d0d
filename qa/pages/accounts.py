"""What the pages about accounts show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from qa.auth.permissions import why_not_end
from qa.forms.accounts import STATES, AccountFilters, TypedAccount
from qa.pages.shapes import Option, Row
from qa.paging import cursor_of, cut, with_query
from qa.roles import WORDS, Role
from qa.viewer import Viewer

ROLES: tuple[Option, ...] = tuple((str(role), words) for role, words in WORDS.items())


@dataclass(frozen=True, slots=True)
class AccountRow:
    href: str
    name: str
    login: str
    roles: str
    where: str
    ended: bool
    set_up: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    filters: AccountFilters
    rows: tuple[AccountRow, ...]
    next_href: str | None
    roles: tuple[Option, ...]
    states: tuple[Option, ...]
    title: str = "Accounts"


@dataclass(frozen=True, slots=True)
class AccountPage:
    title: str
    login: str
    facts: tuple[tuple[str, str], ...]
    created_at: datetime
    signed_in_at: datetime | None
    ended_at: datetime | None
    set_up: bool
    change_href: str | None
    link_href: str | None
    end_href: str | None


@dataclass(frozen=True, slots=True)
class AccountForm:
    title: str
    action: str
    back_href: str
    new: bool
    typed: TypedAccount
    regions: tuple[Option, ...]
    button: str
    roles: tuple[Option, ...] = ROLES
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkMade:
    name: str
    link: str
    days: int
    back_href: str
    title: str = "A sign-in link"


def accounts_page(filters: AccountFilters, found: Sequence[Row], *, size: int) -> AccountsPage:
    shown, more = cut(found, size)
    return AccountsPage(
        filters=filters,
        rows=tuple(_row(one) for one in shown),
        next_href=_next(filters, shown[-1]) if more else None,
        roles=(("", "All roles"), *ROLES),
        states=tuple(STATES.items()),
    )


def account_page(viewer: Viewer, found: Row) -> AccountPage:
    path = f"/accounts/{found['id']}"
    ended = found["ended_at"] is not None
    may_end = why_not_end(viewer, account=found["id"], ended=ended) is None
    return AccountPage(
        title=found["name"],
        login=found["login"],
        facts=(
            ("Signs in with", found["login"]),
            ("Roles", _roles(found)),
            ("Region", found["region"] or "None"),
            ("Services", ", ".join(found["services"]) or "None"),
        ),
        created_at=found["created_at"],
        signed_in_at=found["signed_in_at"],
        ended_at=found["ended_at"],
        set_up=found["set_up"],
        change_href=None if ended else f"{path}/change",
        link_href=None if ended else f"{path}/link",
        end_href=f"{path}/end" if may_end else None,
    )


def new_account_form(
    typed: TypedAccount, regions: Mapping[str, str], faults: dict[str, str] | None = None
) -> AccountForm:
    return AccountForm(
        title="A new account",
        action="/accounts/new",
        back_href="/accounts",
        new=True,
        typed=typed,
        regions=_regions(regions),
        button="Make the account",
        faults=faults or {},
    )


def change_account_form(
    user_id: UUID,
    name: str,
    typed: TypedAccount,
    regions: Mapping[str, str],
    faults: dict[str, str] | None = None,
) -> AccountForm:
    return AccountForm(
        title=f"Change what {name} may do",
        action=f"/accounts/{user_id}/change",
        back_href=f"/accounts/{user_id}",
        new=False,
        typed=typed,
        regions=_regions(regions),
        button="Save",
        faults=faults or {},
    )


def as_typed(found: Row) -> TypedAccount:
    """What stands now, as a form would have it."""
    return TypedAccount(
        login=found["login"],
        name=found["name"],
        roles=tuple(found["roles"]),
        region=str(found["region_id"] or ""),
        services="\n".join(found["services"]),
    )


def _next(filters: AccountFilters, last: Row) -> str:
    return with_query(
        "/accounts",
        q=filters.text,
        role=filters.role,
        state=filters.state,
        cursor=cursor_of(last["name"], last["id"]),
    )


def _regions(regions: Mapping[str, str]) -> tuple[Option, ...]:
    return (("", "No region"), *regions.items())


def _roles(found: Row) -> str:
    return ", ".join(WORDS[Role(role)] for role in found["roles"]) or "None"


def _row(one: Row) -> AccountRow:
    places = ", ".join(one["services"][:5])
    if len(one["services"]) > 5:
        places = f"{places} and {len(one['services']) - 5} more"
    return AccountRow(
        href=f"/accounts/{one['id']}",
        name=one["name"],
        login=one["login"],
        roles=_roles(one),
        where=", ".join(part for part in (one["region"], places) if part),
        ended=one["ended_at"] is not None,
        set_up=one["set_up"],
    )
