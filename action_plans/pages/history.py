"""What happened to an action, in plain words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from action_plans.rules.severities import SEVERITY_WORDS, Severity
from qa.pages.shapes import Row
from qa.rules.london import LONDON
from qa.words import day_and_time

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "action.started": "started this action",
        "action.changed": "changed it by a file",
        "action.agreed": "agreed to it",
        "action.progress": "said how it is going",
        "action.step_added": "added a step",
        "action.step_ticked": "ticked a step",
        "action.step_unticked": "said that a step is not done after all",
        "action.proof_added": "added proof",
        "action.finding_joined": "joined something that was found to it",
        "action.finding_unjoined": "took something that was found away from it",
        "action.extension_asked": "asked for more time",
        "action.transfer_asked": "said that somebody else has to do it",
        "action.rejection_asked": "said that we cannot do it",
        "action.owner_named": "named who does it",
        "action.owner_ended": "ended the account of its owner",
        "action.done": "marked it done",
        "action.left_for_visit": "will look at it on the next visit",
        "action.checked": "looked, and it worked",
        "action.closed": "closed it",
        "action.sent_back": "looked, and sent it back",
        "action.reopened": "opened it again",
        "action.taken_back": "took it back from somebody else",
        "action.transferred": "gave it to somebody else",
        "action.we_cannot": "ended it: we could not do it",
        "action.ended": "ended it, because the service closed",
        "action.moved": "moved it to the plan of another service",
        "action.merged": "put it together with another action",
        "action.came_back": "said that the same thing came back",
    }
)


def history_lines(events: Sequence[Row]) -> tuple[str, ...]:
    """One line for each event, latest first: ``21 November 2026 at 3pm: Ann marked it done``."""
    return tuple(
        f"{day_and_time(event['at'].astimezone(LONDON))}: "
        f"{event['by_name'] or 'the system'} {_words(event['kind'], event['data'])}"
        for event in events
    )


def _words(kind: str, data: Mapping[str, object]) -> str:
    if kind == "action.severity_set":
        return f"changed how serious it is to {SEVERITY_WORDS[Severity(str(data['to']))]}"
    if kind == "action.request_decided":
        return "said yes to what was asked" if data["agreed"] else "said no to what was asked"
    return _WORDS.get(kind, "changed it")
