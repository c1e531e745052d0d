"""Lists of what waits for one person: to do, to give to somebody, to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from action_plans.pages import dates
from action_plans.pages.asking import NAMES_KEPT
from action_plans.pages.links import Link
from action_plans.pages.rows import ActionRow, action_row
from action_plans.rules.statuses import Status
from qa.pages.shapes import Row
from qa.paging import cursor_of, cut, with_query
from qa.rules.london import london_day
from qa.words import day


@dataclass(frozen=True, slots=True)
class MyRow:
    """``done_path`` is where the photo goes: with it the action is done in two taps."""

    about: ActionRow
    done_path: str


@dataclass(frozen=True, slots=True)
class MyActionsPage:
    rows: tuple[MyRow, ...]
    title: str = "My actions"


@dataclass(frozen=True, slots=True)
class Request:
    key: str
    asks: str
    about: ActionRow
    dates: str
    reason: str
    asked: str
    path: str
    field: str
    typed: str
    names_field: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class RequestsPage:
    requests: tuple[Request, ...]
    faults: Mapping[str, str] = field(default_factory=dict)
    title: str = "Waiting for your answer"


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class UnownedPage:
    parts: tuple[Part, ...]
    next: str | None
    title: str = "Actions without an owner"


@dataclass(frozen=True, slots=True)
class Refused:
    """One answer that could not be taken, with what was typed."""

    request_id: UUID
    decision: str
    faults: Mapping[str, str]


_ASKS = {
    "extension": ("More time, until {new_due_on}", "Give more time", "Keep the date"),
    "transfer": ("It is for {asked_body} to do", "Agree", "No, it stays with us"),
    "rejection": ("We cannot do this", "Agree that we cannot", "No, it has to be done"),
}


def my_actions_page(found: Sequence[Row], today: date) -> MyActionsPage:
    """What one person has to do, with a form to say that it is done on each row."""
    return MyActionsPage(tuple(_mine(one, today) for one in found))


def requests_page(
    found: Sequence[Row], today: date, refused: Refused | None = None
) -> RequestsPage:
    """Everything that waits for a yes or no; after a fault, what was typed is kept."""
    faults = {}
    if refused is not None:
        key = refused.request_id.hex
        faults = {
            f"names-{key}" if name == NAMES_KEPT else f"decision-{key}": words
            for name, words in refused.faults.items()
        }
    return RequestsPage(tuple(_request(one, today, refused, faults) for one in found), faults)


def unowned_page(found: Sequence[Row], *, size: int, today: date) -> UnownedPage:
    """Actions without an owner under the name of their service, the soonest due first."""
    shown, more = cut(found, size)
    following = cursor_of(shown[-1]["due_on"], shown[-1]["id"]) if more else None
    by_service = sorted(shown, key=lambda one: one["service_name"])
    return UnownedPage(
        parts=tuple(
            Part(name, tuple(_unowned(one, today) for one in rows))
            for name, rows in groupby(by_service, key=lambda one: str(one["service_name"]))
        ),
        next=with_query("/unowned", cursor=following) if following else None,
    )


def _mine(one: Row, today: date) -> MyRow:
    about = action_row(one, today, with_service=True)
    ready = one["status"] in (Status.AGREED, Status.IN_PROGRESS)
    return MyRow(about, f"{about.href}/done" if ready else "")


def _unowned(one: Row, today: date) -> ActionRow:
    about = action_row(one, today, with_service=False)
    return replace(about, next_step=Link("Name who does this", f"{about.href}/owner"))


def _request(one: Row, today: date, refused: Refused | None, faults: Mapping[str, str]) -> Request:
    asks, yes, no = _ASKS[one["kind"]]
    key = one["request"].hex
    again = refused is not None and refused.request_id == one["request"]
    first = one["first_due_on"]
    moved = f", first date {day(first)}" if first != one["due_on"] else ""
    late = f", {dates.due(one['due_on'], today)}" if one["due_on"] < today else ""
    return Request(
        key=key,
        asks=asks.format(
            new_due_on=day(one["new_due_on"]) if one["new_due_on"] else "",
            asked_body=one["asked_body"] or "",
        ),
        about=action_row(one, today, with_service=True),
        dates=f"due {day(one['due_on'])}{late}{moved}",
        reason=one["reason"],
        asked=f"Asked by {one['asked_by_name']}, {dates.ago(london_day(one['asked_at']), today)}",
        path=f"/requests/{one['kind']}/{one['request']}",
        field=f"decision-{key}",
        typed=refused.decision if refused is not None and again else "",
        names_field=f"names-{key}" if again and f"names-{key}" in faults else "",
        yes=yes,
        no=no,
    )
