"""One action as one short row, the same in every list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from action_plans.pages import dates
from action_plans.pages.links import Link
from action_plans.permissions import manages
from action_plans.rules.severities import HIGH_OR_CRITICAL, SEVERITY_WORDS, Severity
from action_plans.rules.sources import SOURCE_WORDS, Source
from action_plans.rules.statuses import OPEN, SETTLED, STATUS_WORDS, Status
from qa.pages.shapes import Row
from qa.viewer import Viewer
from qa.words import day

NO_OWNER = "nobody yet"
_ASKED = {
    "extension": "more time asked for, no answer yet",
    "transfer": "said to be somebody else's, no answer yet",
    "rejection": "we could not, because: no answer yet",
}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """``look`` picks the edge of the row; the words always say the same."""

    title: str
    href: str
    service: str
    severity: str
    severity_words: str
    look: str
    owner: str
    due: str
    late: bool
    first_due: str
    status: str
    raised_by: str
    next_step: Link | None = None


def voices(sources: str) -> tuple[str, ...]:
    """Who raised it in plain words, each once: ``CQC``, ``a family``, ``a house meeting``."""
    known = (SOURCE_WORDS[Source(part)] for part in sources.split(";") if part)
    return tuple(dict.fromkeys(known))


def raised_by(sources: str) -> str:
    """All voices on one line: ``CQC, a family, a house meeting``."""
    return ", ".join(voices(sources)) or "nobody recorded"


def owner_words(found: Row) -> str:
    return found["owner_name"] or NO_OWNER


def action_row(
    found: Row, today: date, *, with_service: bool, viewer: Viewer | None = None
) -> ActionRow:
    """A row of any list of actions; with a viewer it offers the next step."""
    status, severity = Status(found["status"]), Severity(found["severity"])
    is_late = status in OPEN - {Status.DONE} and found["due_on"] < today
    return ActionRow(
        title=found["title"],
        href=f"/actions/{found['id']}",
        service=found["service_name"] if with_service else "",
        severity=severity,
        severity_words=SEVERITY_WORDS[severity],
        look=_look(status, severity, found["due_on"], today),
        owner=owner_words(found),
        due=_when(status, found, today),
        late=is_late,
        first_due=day(found["first_due_on"]) if found["first_due_on"] != found["due_on"] else "",
        status=_status_words(status, found),
        raised_by=raised_by(found["sources"]) if found["sources"] or viewer is None else "",
        next_step=None if viewer is None else _next_step(viewer, found, status),
    )


def action_rows(
    viewer: Viewer, found: Iterable[Row], today: date, *, with_service: bool
) -> tuple[ActionRow, ...]:
    return tuple(action_row(one, today, with_service=with_service, viewer=viewer) for one in found)


def _look(status: Status, severity: Severity, due_on: date, today: date) -> str:
    """Calm on purpose: only what is late and high or critical gets the red edge."""
    if status is Status.TRANSFERRED:
        return "waiting"
    if status is Status.DONE or status in SETTLED:
        return "done"
    if due_on < today:
        return "late" if severity in HIGH_OR_CRITICAL else "soon"
    return "soon" if (due_on - today).days <= 7 else "open"


def _when(status: Status, found: Row, today: date) -> str:
    if status in (Status.CHECKED, Status.CLOSED):
        return f"checked on {day(found['checked_on'])}"
    if status is Status.DONE:
        return f"done on {day(found['done_on'])}"
    if status in SETTLED - {Status.TRANSFERRED}:
        return ""
    return dates.due(found["due_on"], today)


def _status_words(status: Status, found: Row) -> str:
    if status is Status.TRANSFERRED and found["other_body"]:
        return f"with {found['other_body']}"
    if found.get("asked"):
        return "; ".join(_ASKED[kind] for kind in found["asked"].split(";"))
    return STATUS_WORDS[status]


def _next_step(viewer: Viewer, found: Row, status: Status) -> Link | None:
    """What its owner or who runs the service would do next; the page of it decides."""
    own = viewer.user_id is not None and found["owner"] == viewer.user_id
    if not own and not manages(viewer, found["service"]):
        return None
    path = f"/actions/{found['id']}"
    if status is Status.PROPOSED:
        return Link("Agree to it", path)
    if found["owner_name"] is None and status in OPEN:
        return Link("Name who does this", f"{path}/owner")
    if status in (Status.AGREED, Status.IN_PROGRESS):
        return Link("Done, here is the proof", f"{path}/done")
    return None
