"""Findings in short words, the same on every page that shows them."""

from dataclasses import dataclass

from action_plans.rules.severities import SEVERITY_WORDS, Severity
from action_plans.rules.sources import SOURCE_WORDS, Source
from qa.pages.shapes import Row
from qa.words import day

SHORT = 160
RESTRICTED = "Restricted. Open it to say why you need to read it."


@dataclass(frozen=True, slots=True)
class FindingRow:
    """``words`` is what was said, cut short; of what is restricted it says only that."""

    href: str
    words: str
    service: str
    said_by: str
    severity: str
    severity_words: str
    look: str
    state: str
    action: str
    action_href: str


def source_words(source: str) -> str:
    """Who said it, at the start of a line: ``A family``."""
    words = SOURCE_WORDS[Source(source)]
    return f"{words[0].upper()}{words[1:]}"


def shown_words(one: Row) -> str:
    """The finder's words; those of a restricted finding are read with a reason only."""
    return RESTRICTED if one["restricted"] else str(one["text"])


def finding_row(one: Row) -> FindingRow:
    words = " ".join(shown_words(one).split())
    if one["answered"]:
        state, look = "Answered", "done"
    elif one["outcome"]:
        state, look = "No action needed", "done"
    else:
        state, look = "Not answered yet", "soon"
    return FindingRow(
        href=f"/findings/{one['id']}",
        words=words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …",
        service=one["service_name"],
        said_by=f"{source_words(one['source'])}, {day(one['raised_on'])}",
        severity=one["severity"],
        severity_words=SEVERITY_WORDS[Severity(one["severity"])],
        look=look,
        state=state,
        action=one["action_title"] or "",
        action_href=f"/actions/{one['action']}" if one["action"] else "",
    )
