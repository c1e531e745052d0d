"""A visit while the plan is made: when it must be, and where it stands so far."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from schedules.rules.planning_shapes import Kind, Place


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """One visit of a chain: the one before is ``before``, the one after is ``after``.

    ``team`` and ``start`` say who goes and the number of the first day; ``fixed`` stays where
    it is; ``months`` is the interval to the next, for kinds that have one.
    """

    place: Place
    kind: Kind
    due: date
    because: str
    pieces: tuple[int, ...]
    months: Fraction | None = None
    last_by: frozenset[str] = frozenset()
    before: "Job | None" = None
    after: "Job | None" = None
    opens: date
    low: int = 0
    high: int = -1
    target: int = 0
    team: tuple[int, ...] | None = None
    start: int = -1
    on: date | None = None
    fixed: bool = False
    was_late: bool = False

    @property
    def ends_at(self) -> int:
        return self.start + len(self.pieces) - 1

    @property
    def stood_on(self) -> date:
        """Where the next one counts from: the day of the visit, or, when it could not be
        planned, the day it was due."""
        return self.on or max(self.due, self.opens)
