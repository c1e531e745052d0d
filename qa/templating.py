"""The Jinja environment: our templates over those of nhsuk-frontend-jinja."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PackageLoader
from jinja2.loaders import ChoiceLoader

from qa.words import day, day_and_time, plural

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LONDON = ZoneInfo("Europe/London")


def environment() -> Environment:
    """Autoescaping, strict about nothing the NHS macros need (they rely on undefined)."""
    made = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PackageLoader("nhsuk_frontend_jinja", "templates"),
            ]
        ),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters["day"] = _day
    made.filters["plural"] = plural
    return made


def _day(value: date | datetime | None) -> str:
    """``21 November 2026``; a time is shown as London sees it; nothing for None."""
    if value is None:
        return ""
    return day_and_time(value.astimezone(LONDON)) if isinstance(value, datetime) else day(value)
