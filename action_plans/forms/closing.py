"""What becomes of each open action of a closed service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from qa.errors import Invalid

LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class TypedChoice:
    """The two fields of one action: a service's code to move it to, or why it ends."""

    to: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    moves: dict[UUID, UUID]
    ends: dict[UUID, str]


def typed_choices(fields: Mapping[str, str], action_ids: Sequence[UUID]) -> dict[UUID, TypedChoice]:
    """What was typed for each action; nothing typed leaves it open for now."""
    return {
        one: TypedChoice(
            fields.get(f"to-{one}", "").strip(), fields.get(f"because-{one}", "").strip()
        )
        for one in action_ids
    }


def choices(typed: Mapping[UUID, TypedChoice], services: Mapping[str, UUID]) -> Choices:
    """Moves and ends, or Invalid with every fault; ``services`` by code in small letters."""
    faults, moves, ends = [], {}, {}
    for one, choice in typed.items():
        if choice.to and choice.because:
            faults.append((f"to-{one}", "Move it or end it: fill in one of the two"))
        elif choice.to and choice.to.lower() not in services:
            faults.append((f"to-{one}", f"No open service of yours has the code “{choice.to}”"))
        elif len(choice.because) > LONGEST_REASON:
            faults.append((f"because-{one}", f"Use at most {LONGEST_REASON:,} characters"))
        elif choice.to:
            moves[one] = services[choice.to.lower()]
        elif choice.because:
            ends[one] = choice.because
    if not faults and not moves and not ends:
        faults.append(("", "Say for at least one action where it moves, or why it ends"))
    if faults:
        raise Invalid(faults)
    return Choices(moves, ends)
