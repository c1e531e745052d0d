"""Facts of the risk rating that are told until the system has data of its own."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from qa.loads.checks import known_service
from qa.loads.columns import code, day, line, one_of, yes_no
from qa.loads.loading import Loader
from qa.loads.staging import Load
from schedules.loads.columns import SERVICE
from schedules.loads.versions import Versions, store_versions
from schedules.risk_model_files import newest
from schedules.rules.risk_facts import LOADABLE, parse_value
from schedules.rules.risk_floors import ALWAYS_RESTRICTED

COLUMNS = (
    code("service_code"),
    one_of("fact", LOADABLE),
    day("from"),
    line("value", most=300),
    yes_no("restricted", empty=False),
)
RESTRICTED = " OR ".join(
    ["t.restricted", *(f"t.fact = '{code}'" for code in sorted(ALWAYS_RESTRICTED))]
)


def look(row: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, str]]:
    """Whether the value is one that this fact can have."""
    if row["fact"] is not None and row["value"] is not None:
        try:
            parse_value(newest(), row["fact"], row["value"])
        except ValueError as wrong:
            yield "value", str(wrong)


async def store(load: Load) -> None:
    """A disclosure is always restricted, whatever the file says (risk_rating.md FL16)."""
    await store_versions(
        load,
        Versions(
            table="risk_fact",
            columns={
                "service": "s.id",
                "fact": "t.fact",
                "from_on": 't."from"',
                "value": "t.value",
                "restricted": f"({RESTRICTED})",
            },
            joins=SERVICE,
            happened='t."from"',
            audience=f"CASE WHEN {RESTRICTED} THEN 'restricted' ELSE 'quality_team' END",
        ),
    )


LOADER = Loader(
    kind="facts",
    columns=COLUMNS,
    key=("service_code", "fact", "from"),
    known=(
        "risk_fact",
        """k.superseded_at IS NULL AND k.fact = s.fact AND k.from_on = s."from"
           AND k.service = (SELECT x.id FROM service x WHERE x.code = s.service_code)""",
    ),
    look=look,
    checks=lambda load: (known_service(),),
    store=store,
)
