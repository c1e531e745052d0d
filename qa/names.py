"""Names of people in free text: pointed out before it is saved, never changed.

glossary.md 7.4: no personal names in findings, actions, titles or file names. A name counts
when somebody of ours has it, or when it is on a packaged list of first names.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from faker.providers.person.en_GB import Provider

# Words of every day that are names too: pointed out in mid-sentence only ("Told Grace").
_EVERYDAY = """
amber art autumn baker bell best bill bird black bob brook brown butler carol carter
charity chase christian church clay cliff cole cook cooper cross dale dawn day dean drew
eve faith fern field finch fisher flint ford forest forrest fox frank gale gardener
gardner gene ginger glen good grace grant gray green grey guy hall hand hardy harmony
hart hazel heath heather hill holly hope hunt hunter iris ivy jack jade jasmine jay jean
jordan joy king knight lake lane law lily little long love major mark marsh mason max
may melody mercy mill miller miles moore nick noble north olive page pat patience pearl
penny pike pleasant pole poppy porter pound power price prudence ray reed rich rob robin
rosemary rose ruby rusty sage sandy shepherd short sky small smart south star sterling
stone storm street sue summer sunny swan taylor temple trinity verity violet wade walker
ward warren waters way webb wells west white will winter wood woods wren young
"""
EVERYDAY = frozenset(_EVERYDAY.split())
# Months, places and things that are written with a capital wherever they stand.
_NEVER = """
april august avon bradley chelsea georgia house jordan june kent lincoln london may
preston stanley sydney trinity victoria virginia wales west north south day hall
street road lane hill field lake forest ward sunday saturday monday tuesday
wednesday thursday friday english care support service manager deputy director quality
home team unit centre center lodge court close gardens
"""
NEVER = frozenset(_NEVER.split())

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")


def names_in(text: str, known: frozenset[str]) -> list[str]:
    """The names that this text seems to hold, as written, each once, in order.

    ``known`` holds full names of our workers and users; each part of two letters or more
    counts. Whole words with a capital only. Words of every day that are names too ("Will",
    "Grace") are passed over where a sentence starts, and months and places everywhere.
    """
    ours = _parts(known)
    found: dict[str, None] = {}
    for run in _runs(text, ours):
        found.setdefault(run)
    return list(found)


def _runs(text: str, ours: frozenset[str]) -> Iterator[str]:
    """Names, with the parts of one name that stand side by side taken together."""
    start = end = -1
    for match in _WORD.finditer(text):
        word = re.sub(r"[’']s$", "", match.group())
        if not _is_name(word, ours) or _starts_sentence(word, text, match.start()):
            continue
        if end >= 0 and text[end : match.start()] in (" ", "-"):
            end = match.start() + len(word)
            continue
        if end >= 0:
            yield text[start:end]
        start, end = match.start(), match.start() + len(word)
    if end >= 0:
        yield text[start:end]


def _is_name(word: str, ours: frozenset[str]) -> bool:
    lower = word.lower().replace("’", "'")
    if lower in NEVER or not (lower in ours or lower in _first_names()):
        return False
    if word.isupper():  # MAY, PAT and the like are abbreviations, SARAH is a name
        return len(word) >= 4 and lower not in EVERYDAY
    return word[0].isupper()


def _starts_sentence(word: str, text: str, at: int) -> bool:
    """Whether a word of every day has its capital only because a sentence begins."""
    if word.lower() not in EVERYDAY:
        return False
    before = text[max(0, at - 80) : at].rstrip(' \t-–—*"“(•')
    return not before or before[-1] in ".!?:;\n\r"


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    return frozenset(
        name.lower() for name in (*Provider.first_names_male, *Provider.first_names_female)
    )


@lru_cache(maxsize=2)
def _parts(known: frozenset[str]) -> frozenset[str]:
    return frozenset(
        part
        for name in known
        for part in (word.lower().replace("’", "'") for word in _WORD.findall(name))
        if len(part) > 1
    )
