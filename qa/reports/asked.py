"""What a figure is asked for: a period, two times, and filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from qa.errors import Invalid
from qa.rules.london import london_day, parse_day, parse_when
from qa.rules.periods import Period

FIRST_YEAR = 1900
FILTERS = ("service", "contract", "source", "severity", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``service`` and ``contract`` are codes, ``region`` a name.

    ``as_at`` is about happening, ``known_at`` about recording (contract.md, "Time").
    """

    period: Period
    as_at: datetime
    known_at: datetime
    now: datetime
    service: str | None = None
    contract: str | None = None
    source: str | None = None
    severity: str | None = None
    region: str | None = None

    @property
    def is_now(self) -> bool:
        """Whether things are asked for as they stand: nothing later is left out."""
        return self.as_at >= self.now and self.known_at >= self.now

    @property
    def today(self) -> date:
        """The London day of ``as_at``: what is late is late on that day."""
        return london_day(self.as_at)

    def before(self) -> "Asked":
        """The same for the period of equal length before."""
        return replace(self, period=self.period.previous())


def asked(given: Mapping[str, str | None], *, now: datetime) -> Asked:
    """From ``from``, ``to``, ``as_at``, ``known_at`` and filters, as they were typed.

    A date in ``as_at`` or ``known_at`` means the end of that day in London. Raises Invalid
    with every fault.
    """
    faults: list[tuple[str, str]] = []
    days: dict[str, date] = {}
    times = {"as_at": now, "known_at": now}
    for name in ("from", "to"):
        try:
            days[name] = parse_day(_required(given.get(name)))
        except ValueError as error:
            faults.append((name, f"{name}: {error}."))
    for name in times:
        if text := (given.get(name) or "").strip():
            try:
                times[name] = parse_when(text)
            except ValueError as error:
                faults.append((name, f"{name}: {error}."))
            if times[name].year < FIRST_YEAR:
                faults.append((name, f"{name}: nothing is known from before {FIRST_YEAR}."))
    if len(days) == 2 and days["to"] < days["from"]:
        faults.append(("to", "to: the last day is before the first."))
    if faults:
        raise Invalid(faults)
    try:
        period = Period(days["from"], days["to"])
        period.previous()
    except (ValueError, OverflowError):
        raise Invalid([("from", "from: there is no period of equal length before.")]) from None
    filters = {name: (given.get(name) or "").strip() or None for name in FILTERS}
    return Asked(
        period=period, as_at=times["as_at"], known_at=times["known_at"], now=now, **filters
    )


def _required(text: str | None) -> str:
    if not (text or "").strip():
        raise ValueError("give a date like 2026-07-01")
    return str(text)
