"""What can be done to an action, and in which states of it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from action_plans.rules.statuses import OPEN, STATUS_WORDS, VERIFIED, Status


class Verb(StrEnum):
    AGREE = "agree"
    JOIN = "join"
    MERGE = "merge"
    SET_SEVERITY = "set_severity"
    NAME_OWNER = "name_owner"
    RECORD_PROGRESS = "record_progress"
    CHANGE_STEPS = "change_steps"
    ADD_PROOF = "add_proof"
    ASK_FOR_TIME = "ask_for_time"
    SAY_OTHER_BODY = "say_other_body"
    TAKE_BACK = "take_back"
    SAY_WE_CANNOT = "say_we_cannot"
    DECIDE = "decide"
    MARK_DONE = "mark_done"
    CHECK = "check"
    CHECK_AT_NEXT_VISIT = "check_at_next_visit"
    REOPEN = "reopen"
    MOVE_OR_END = "move_or_end"


_UNDER_WAY = frozenset({Status.AGREED, Status.IN_PROGRESS})
_NOT_DONE = _UNDER_WAY | {Status.PROPOSED}

STATES: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.AGREE: frozenset({Status.PROPOSED}),
        Verb.JOIN: OPEN,
        Verb.MERGE: _NOT_DONE,
        Verb.SET_SEVERITY: OPEN,
        Verb.NAME_OWNER: OPEN,
        Verb.RECORD_PROGRESS: _UNDER_WAY,
        Verb.CHANGE_STEPS: _NOT_DONE,
        Verb.ADD_PROOF: OPEN,
        Verb.ASK_FOR_TIME: _NOT_DONE,
        Verb.SAY_OTHER_BODY: _NOT_DONE,
        Verb.TAKE_BACK: frozenset({Status.TRANSFERRED}),
        Verb.SAY_WE_CANNOT: _NOT_DONE,
        Verb.DECIDE: _NOT_DONE,
        Verb.MARK_DONE: _UNDER_WAY,
        Verb.CHECK: frozenset({Status.DONE}),
        Verb.CHECK_AT_NEXT_VISIT: frozenset({Status.DONE}),
        Verb.REOPEN: VERIFIED,
        Verb.MOVE_OR_END: OPEN,
    }
)


def why_not_now(verb: Verb, status: Status) -> str | None:
    """Why this cannot be done to an action in that state, or None."""
    if status in STATES[verb]:
        return None
    if status is Status.REJECTED:
        return 'This action ended as "we could not, because", so this cannot be done now.'
    return f"This action is {STATUS_WORDS[status]}, so this cannot be done now."
