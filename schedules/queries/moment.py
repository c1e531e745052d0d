"""As of when something is asked for, and whether what is restricted counts."""

from dataclasses import dataclass
from datetime import date, datetime

from qa.db import SQL
from qa.reports.asked import Asked
from qa.rules.london import london_day
from qa.rules.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """``as_at`` is about happening, ``known_at`` about recording (contract.md, "Time").

    ``restricted`` False gives what a service may see: as if nothing restricted were there.
    """

    as_at: datetime
    known_at: datetime
    now: datetime
    restricted: bool = True

    @property
    def on(self) -> date:
        return london_day(self.as_at)

    @property
    def asked(self) -> Asked:
        """The same for the figures, whose period plays no part in how things stand."""
        return Asked(
            period=Period(self.on, self.on),
            as_at=self.as_at,
            known_at=self.known_at,
            now=self.now,
        )

    def current(self, alias: str) -> SQL:
        """The version of a row that held at ``known_at``."""
        return SQL(
            f"{alias}.recorded_at <= {{}}"
            f" AND ({alias}.superseded_at IS NULL OR {alias}.superseded_at > {{}})",
            self.known_at,
            self.known_at,
        )

    def open_to(self, column: str) -> SQL:
        """Leaves out what is restricted when it does not count."""
        return SQL("TRUE") if self.restricted else SQL(f"NOT {column}")
