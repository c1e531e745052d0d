"""One thing that was found: the words as they were said, and what happens about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from action_plans.pages.asking import AskPage, Button, Field
from action_plans.pages.finding_words import source_words
from action_plans.pages.links import Link
from action_plans.permissions import why_not_plan
from action_plans.rules.embargo import UNTIL_PUBLISHED
from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.sources import NAMING_WORDS, Naming
from action_plans.rules.statuses import OPEN, STATUS_WORDS, VERIFIED, Status
from qa.framework_files import Framework
from qa.pages.shapes import Row
from qa.rules.london import LONDON
from qa.viewer import Viewer
from qa.words import day, day_and_time

_HISTORY: Mapping[str, str] = {
    "finding.raised": "wrote it down",
    "finding.loaded": "brought it in by a file",
    "finding.changed": "changed it by a file; the words stayed",
    "finding.told": "told the service",
    "joined": "joined it to the action",
    "unjoined": "took it away from the action",
    "came_back": "said that it came back, after the action",
}


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    words: str
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """``answer`` is where an action is joined or started; ``unjoin`` where it is let go."""

    title: str
    path: str
    service: str
    words: str
    suggested: str
    severity: str
    severity_words: str
    restricted: bool
    hidden_because: str
    facts: tuple[Fact, ...]
    action: Link | None
    action_state: str
    no_action_because: str
    answered: bool
    answer: str
    unjoin: str
    came_back: str
    before: Link | None
    history: tuple[HistoryLine, ...]


def finding_page(
    viewer: Viewer,
    one: Row,
    events: Sequence[Row],
    framework_items: Mapping[str, str],
    *,
    now: datetime,
) -> FindingPage:
    path = f"/findings/{one['id']}"
    plans = may_answer(viewer, one)
    status = Status(one["action_status"]) if one["action_status"] else None
    return FindingPage(
        title=f"{source_words(one['source'])}, {day(one['raised_on'])}",
        path=path,
        service=one["service_name"],
        words=one["text"],
        suggested=one["suggested_action"] or "",
        severity=one["severity"],
        severity_words=SEVERITY_WORDS[Severity(one["severity"])],
        restricted=one["restricted"],
        hidden_because=hidden_because(one["embargoed_until"], now),
        facts=tuple(_facts(one, framework_items)),
        action=Link(one["action_title"], f"/actions/{one['action']}") if one["action"] else None,
        action_state=STATUS_WORDS[status].capitalize() if status else "",
        no_action_because=one["outcome"] or "",
        answered=one["answered"],
        answer=f"{path}/answer" if plans and not one["answered"] else "",
        unjoin=f"{path}/unjoin" if plans and status in OPEN else "",
        came_back=f"{path}/came-back" if plans and one["before"] is None else "",
        before=Link(one["before_title"], f"/actions/{one['before']}") if one["before"] else None,
        history=tuple(_line(event) for event in events),
    )


def may_answer(viewer: Viewer, one: Row) -> bool:
    """Whether they join this finding to an action, or start one for it."""
    why_not = why_not_plan(
        viewer,
        service_id=one["service"],
        region_id=one["region"],
        restricted=one["restricted"],
    )
    return why_not is None


def hidden_because(embargoed_until: datetime | None, now: datetime) -> str:
    """Why somebody does not see it yet, for those who do."""
    if embargoed_until is None or embargoed_until <= now:
        return ""
    if embargoed_until >= UNTIL_PUBLISHED:
        return "This is from a draft of CQC's. Only the director and the quality team see it."
    until = day_and_time(embargoed_until.astimezone(LONDON))
    return f"The service sees this when its manager was told, at the latest on {until}."


def item_titles(frameworks: Sequence[Framework]) -> dict[str, str]:
    """The titles of all framework items by code."""
    return {item.code: item.title for framework in frameworks for item in framework.items}


def reason_page(one: Row, typed: str, faults: Mapping[str, str]) -> AskPage:
    """Before a restricted finding is shown: why does this person need to read it?"""
    hint = "Like: to plan what we do about it. The reason is kept with your name."
    return AskPage(
        title="This finding is restricted",
        about=one["service_name"],
        path=f"/findings/{one['id']}/read",
        back="/findings",
        back_words="What was found",
        fields=(Field("text", "reason", "Why do you need to read it?", hint, value=typed),),
        buttons=(Button("Read it"),),
        faults=faults,
    )


def may_have_come_back(action: Row) -> bool:
    return action["status"] in VERIFIED


def _facts(one: Row, titles: Mapping[str, str]) -> Iterator[Fact]:
    yield Fact("Reference", one["ref"])
    if one["who"]:
        yield Fact("Said by", one["who"])
    if one["naming"]:
        yield Fact("How we may use it", NAMING_WORDS[Naming(one["naming"])])
    if one["report_title"]:
        yield Fact("Part of", one["report_title"], f"/reports/{one['report']}")
    elif one["origin_address"] and one["origin_kind"] != "report":
        yield Fact("Found on", "the visit", one["origin_address"])
    if one["framework_item"]:
        code = one["framework_item"]
        yield Fact("Belongs to", f"{code} {titles.get(code, '')}".strip())
    if one["limit_on"] is not None:
        yield Fact("Last possible date", f"{day(one['limit_on'])}, set by an outside body")


def _line(event: Row) -> HistoryLine:
    when = day_and_time(event["at"].astimezone(LONDON))
    words = _HISTORY.get(event["kind"], "changed it")
    return HistoryLine(
        words=f"{when}: {event['by_name'] or 'the system'} {words}",
        action=event["action_title"] or "",
        href=f"/actions/{event['action']}" if event["action"] else "",
    )
