"""When visitors can be planned, where, for what, and where they may not go."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_code, known_services
from qa.loads.columns import day, many
from qa.loads.loading import Check, Loader
from qa.loads.staging import Load
from schedules.loads.columns import VISIT_KINDS, email, number
from schedules.loads.versions import Versions, store_versions

COLUMNS = (
    email("email"),
    day("from"),
    day("to", required=False),
    number("days_per_week", most=7),
    many("regions"),
    many("kinds", VISIT_KINDS),
    many("may_not_visit"),
)
KNOWN_REGION = Check(
    """SELECT t.line, 'regions' AS "column", e.entry AS value,
              'no services file named this region' AS reason
       FROM todo t CROSS JOIN unnest(t.regions) AS e(entry)
       LEFT JOIN region r ON r.name = e.entry WHERE r.id IS NULL"""
)


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """What one row shows by itself."""
    if row["from"] and row["to"] and row["to"] < row["from"]:
        yield "to", "is before from"


async def store(load: Load) -> None:
    await store_versions(
        load,
        Versions(
            table="availability",
            columns={
                "person": "u.id",
                "from_on": 't."from"',
                "to_on": 't."to"',
                "days_per_week": "t.days_per_week",
                "regions": "t.regions",
                "kinds": "t.kinds",
                "may_not_visit": "t.may_not_visit",
            },
            joins="JOIN users u ON u.login = t.email",
            service="NULL::uuid",
            audience="'quality_team'",
            happened='t."from"',
        ),
    )


LOADER = Loader(
    kind="availability",
    columns=COLUMNS,
    key=("email", "from", "to"),
    known=(
        "availability",
        """k.superseded_at IS NULL AND k.from_on = s."from"
           AND k.to_on IS NOT DISTINCT FROM s."to"
           AND k.person = (SELECT u.id FROM users u WHERE u.login = s.email)""",
    ),
    look=look,
    checks=lambda load: (
        known_code("email", "users", "no users file named this account", name="login"),
        known_services("may_not_visit"),
        KNOWN_REGION,
    ),
    store=store,
)
