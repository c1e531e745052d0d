"""The right open action is offered to whoever writes down the same improvement again."""

import csv
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from action_plans import queries
from action_plans.commands import join_finding
from action_plans.rules.sources import Source
from tests.factories import NOW
from tests.integration.action_plans.cast import Cast, cast, closed, found, started

pytestmark = pytest.mark.usefixtures("db")

VOICES = Path(__file__).parents[2] / "data" / "findings_many_voices.csv"
SOURCES = {
    "QM review": Source.QUALITY_MANAGER,
    "LA quality monitoring": Source.LOCAL_AUTHORITY,
    "Occurrence": Source.OCCURRENCE,
    "H&S themed visit": Source.HEALTH_AND_SAFETY,
    "House meeting": Source.HOUSE_MEETING,
    "Quality Advisor": Source.QUALITY_ADVISOR,
    "Family complaint": Source.FAMILY,
    "Fire authority": Source.FIRE_AUTHORITY,
    "CQC report": Source.CQC,
}


def voices() -> list[dict[str, str]]:
    with VOICES.open(encoding="utf-8") as lines:
        return sorted(csv.DictReader(lines), key=lambda row: row["date"])


async def test_the_same_improvement_is_among_the_first_three_offered() -> None:
    """All sixteen groups and the single voices in the plan of one service: the hard case.

    Each voice that is not the first of its group asks before it is joined.
    """
    people = await cast()
    actions: dict[str, UUID] = {}
    asked = right = 0
    for number, row in enumerate(voices()):
        group = row["duplicate_group"] or f"single {number}"
        finding_id = await _found(people, row)
        if group not in actions:
            actions[group] = await started(
                people, finding_id, title=row["suggested_action"], severity=row["severity"]
            )
            continue
        offered = await _offered(people, row)
        asked += 1
        right += actions[group] in offered[:3]
        await join_finding(
            viewer=people.ros, finding_id=finding_id, action_id=actions[group], now=NOW
        )
    assert asked == 31
    assert right >= 27  # 28 when measured


async def test_nothing_is_offered_for_words_that_nobody_used() -> None:
    people = await cast()
    await started(people)
    for words in ("Zebra crossing", "the and of", "", "it's a 'test' | & !"):
        assert await queries.similar_actions(people.ros, people.service, words, None, NOW) == []


async def test_the_same_item_of_the_framework_is_offered_without_a_common_word() -> None:
    people = await cast()
    finding_id = await found(people, framework_item="S5")
    action_id = await started(people, finding_id)
    offered = await queries.similar_actions(people.ros, people.service, "Zebra", "S5", NOW)
    assert [(row["id"], row["same_item"]) for row in offered] == [(action_id, True)]


async def test_only_open_actions_of_that_service_are_offered() -> None:
    people = await cast()
    await closed(people)
    await started(people, await found(people, service_id=people.sibling))
    words = "Review every plan"
    assert await queries.similar_actions(people.ros, people.service, words, None, NOW) == []


async def _found(people: Cast, row: dict[str, str]) -> UUID:
    return await found(
        people,
        source=SOURCES[row["source"]],
        text=row["text"],
        suggested_action=row["suggested_action"],
        severity=row["severity"],
        raised_on=date.fromisoformat(row["date"]) if row["date"] <= "2026-11-02" else NOW.date(),
        framework_item=row["cqc_quality_statement"],
    )


async def _offered(people: Cast, row: dict[str, str]) -> list[UUID]:
    offered = await queries.similar_actions(
        people.ros,
        people.service,
        f"{row['text']} {row['suggested_action']}",
        row["cqc_quality_statement"],
        NOW,
    )
    return [each["id"] for each in offered]
