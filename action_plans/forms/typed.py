"""Reading what was typed: every fault is kept, in the order of the fields."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from qa.errors import Invalid
from qa.rules.london import parse_day

LONGEST = 4000
LONGEST_LINE = 300


class Typed:
    """One form as it came in. Read each field once, then call ``all_read``."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self._faults: list[tuple[str, str]] = []

    def words(self, name: str, missing: str, *, most: int = LONGEST) -> str:
        """Words that must be there; ``missing`` is said when they are not."""
        found = self.maybe_words(name, most=most)
        if found is None:
            self.fault(name, missing)
        return found or ""

    def maybe_words(self, name: str, *, most: int = LONGEST) -> str | None:
        """Words, or None when nothing was typed; too many are a fault."""
        found = self._fields.get(name, "").replace("\r\n", "\n").strip()
        if len(found) > most:
            self.fault(name, f"Use at most {most:,} characters: these are {len(found):,}")
        return found or None

    def day(self, name: str, missing: str) -> date:
        """A date as the browser's date field sends it."""
        found = self._fields.get(name, "").strip()
        if not found:
            self.fault(name, missing)
            return date.max
        try:
            return parse_day(found)
        except ValueError as wrong:
            self.fault(name, str(wrong).capitalize())
            return date.max

    def choice(self, name: str, allowed: Collection[str], missing: str) -> str:
        """One of the values offered."""
        found = self._fields.get(name, "")
        if found not in allowed:
            self.fault(name, missing)
        return found

    def identity(self, name: str, missing: str) -> UUID | None:
        """An id out of a list of choices."""
        found = self._fields.get(name, "")
        try:
            return UUID(found)
        except ValueError:
            self.fault(name, missing)
            return None

    def fault(self, name: str, words: str) -> None:
        self._faults.append((name, words))

    def all_read(self) -> None:
        """Raise Invalid with every fault, when there is one."""
        if self._faults:
            raise Invalid(self._faults)
