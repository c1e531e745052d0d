"""What can go wrong, in plain English. Only app.py turns these into HTTP answers."""


class DomainError(Exception):
    """A refusal that a person can read."""


class NotFound(DomainError):
    """There is no such thing, or this viewer may not know of it: the two read the same."""

    def __init__(self) -> None:
        super().__init__("We could not find that.")


class NotAllowed(DomainError):
    """The viewer can see the thing but may not do this to it."""


class WrongState(DomainError):
    """The thing has moved on since the page was opened."""


class Conflict(WrongState):
    """Somebody else did it first."""


class Invalid(DomainError):
    """Input that cannot be taken. Holds every fault as (field, words)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(words for _, words in faults))
        self.faults = faults


def require(reason: str | None) -> None:
    """Raise NotAllowed when a ``why_not_…`` function gave a reason."""
    if reason is not None:
        raise NotAllowed(reason)
