"""The states of an action, and the ways between them (glossary.md section 6)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """`done` is the owner's claim; `checked` means that somebody else looked."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CHECKED = "checked"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    TRANSFERRED = "transferred"


STATUS_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.PROPOSED: "proposed",
        Status.AGREED: "agreed",
        Status.IN_PROGRESS: "in progress",
        Status.DONE: "done, waiting to be checked",
        Status.CHECKED: "checked",
        Status.CLOSED: "closed",
        Status.REJECTED: "we could not, because",
        Status.MERGED: "joined",
        Status.TRANSFERRED: "with another body",
    }
)

# Side exits: neither put right by us nor still to do (contract.md "left_out").
LEFT_OUT = frozenset({Status.REJECTED, Status.MERGED, Status.TRANSFERRED})
VERIFIED = frozenset({Status.CHECKED, Status.CLOSED})
SETTLED = LEFT_OUT | VERIFIED
OPEN = frozenset(Status) - SETTLED

# Done goes back to in progress when it is sent back, checked and closed when it came to
# nothing; it ends unchecked only when its service has closed. A transfer is a request until
# the regional manager agrees; only then it is a move, and it can be taken back.
TRANSITIONS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.PROPOSED: frozenset({Status.AGREED}) | LEFT_OUT,
        Status.AGREED: frozenset({Status.IN_PROGRESS, Status.DONE}) | LEFT_OUT,
        Status.IN_PROGRESS: frozenset({Status.DONE}) | LEFT_OUT,
        Status.DONE: frozenset({Status.CHECKED, Status.IN_PROGRESS, Status.REJECTED}),
        Status.CHECKED: frozenset({Status.CLOSED, Status.IN_PROGRESS}),
        Status.CLOSED: frozenset({Status.IN_PROGRESS}),
        Status.REJECTED: frozenset(),
        Status.MERGED: frozenset(),
        Status.TRANSFERRED: frozenset({Status.IN_PROGRESS}),
    }
)

_NOW_WORDS: Mapping[Status, str] = MappingProxyType(
    {**STATUS_WORDS, Status.REJECTED: 'ended as "we could not, because"'}
)


def why_not_move(old: Status, new: Status) -> str | None:
    """Why an action cannot go from one state to another, or None."""
    if new in TRANSITIONS[old]:
        return None
    if new is old:
        return f"This action is already {_NOW_WORDS[old]}."
    return f"This action is {_NOW_WORDS[old]}, so this cannot be done to it now."
