"""Services and facts for tests of the rating, as files bring them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schedules.risk_report import risk_report
from tests.files_to_load import load_rows

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FROM = "2026-11-01"


async def service(folder: Path, code: str = "S01", **more: str) -> None:
    """A service that opened long ago, unless something else is said."""
    await load_rows(folder, "services", {"code": code, "name": code, **more}, now=NOW)


async def tell(
    folder: Path, given: dict[str, str], code: str = "S01", *, restricted: str = "no"
) -> None:
    """Facts of a service, one row each."""
    rows = [
        {"service_code": code, "fact": fact, "from": FROM, "value": value, "restricted": restricted}
        for fact, value in given.items()
    ]
    await load_rows(folder, "facts", *rows, now=NOW)


async def report(code: str = "S01", *, as_at: datetime = NOW, now: datetime = NOW) -> Any:
    """What ``litestar report risk --service CODE --json`` prints of a service."""
    found = await risk_report(code, as_at=as_at, now=now)
    return found.as_data()["services"][0]


def part(found: Any, name: str) -> tuple[Any, int, bool]:
    """Value, points and known of an input, by the start of its name."""
    one = next(one for one in found["parts"] if one["input"].startswith(name))
    return one["value"], one["points"], one["known"]
