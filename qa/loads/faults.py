"""What is wrong with a file: every fault, up to a thousand of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappush, heapreplace

from qa.errors import Invalid

MOST_SHOWN = 1_000
LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: where it stands, what stands there, and what is wrong with it."""

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return (
            f"{place}, “{self.value}”: {self.reason}" if self.value else f"{place}: {self.reason}"
        )


class LoadFaults(Invalid):
    """A file that was refused. ``rows`` holds the first faults, ``more`` counts the others."""

    def __init__(self, rows: list[Fault], more: int = 0) -> None:
        super().__init__([("", str(fault)) for fault in rows])
        self.rows = rows
        self.more = more

    def __str__(self) -> str:
        total = len(self.rows) + self.more
        return f"Nothing was loaded: the file has {total:,} fault{'' if total == 1 else 's'}."


@dataclass(slots=True)
class Faults:
    """Collects faults in bounded memory: keeps those that stand first, counts the others."""

    most: int = MOST_SHOWN
    total: int = 0
    _kept: list["_Last"] = field(default_factory=list)

    def add(self, line: int, column: str, value: object, reason: str) -> None:
        self.total += 1
        last = _Last(Fault(line, column, shown(value), reason))
        if len(self._kept) < self.most:
            heappush(self._kept, last)
        elif self._kept[0] < last:
            heapreplace(self._kept, last)

    def add_all(
        self, faults: Iterable[tuple[int, str, object, str]], *, uncounted: int = 0
    ) -> None:
        """Add faults; ``uncounted`` more of them were found and are not among these."""
        for fault in faults:
            self.add(*fault)
        self.total += uncounted

    def refuse_if_any(self) -> None:
        """Raise LoadFaults when there is any fault."""
        if self.total:
            kept = sorted(last.fault for last in self._kept)
            raise LoadFaults(kept, self.total - len(kept))


@dataclass(slots=True)
class _Last:
    """A fault in a heap whose first one is the one to drop: the fault that stands last."""

    fault: Fault

    def __lt__(self, other: "_Last") -> bool:
        return self.fault > other.fault


def shown(value: object) -> str:
    """A value as a fault prints it: one line, at most 80 characters."""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 1]}…"
