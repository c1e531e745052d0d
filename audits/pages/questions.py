"""A question as it stands on the page of its section: plain values that a template arranges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from audits.rules.definitions import (
    COUNTED,
    AnswerType,
    EvidenceKind,
    Limits,
    Part,
    Question,
)
from qa.words import plural

BUTTONS: Mapping[AnswerType, tuple[tuple[str, str], ...]] = {
    AnswerType.YPN: (("yes", "Yes"), ("partly", "Partly"), ("no", "No")),
    AnswerType.YN: (("yes", "Yes"), ("no", "No")),
    AnswerType.OBS: (("seen", "Seen"), ("not_seen", "Not seen"), ("no_chance", "No chance to see")),
}
ANSWER_WORDS = {code: words for options in BUTTONS.values() for code, words in options}
NA = "na"
NA_WORDS = "Does not apply"
EVIDENCE_WORDS = {
    EvidenceKind.TALKED_TO_PEOPLE: "talk with people",
    EvidenceKind.TALKED_TO_STAFF: "talk with staff",
    EvidenceKind.TALKED_TO_FAMILIES_OR_PROFESSIONALS: "talk with families or professionals",
    EvidenceKind.WATCHED: "watch",
    EvidenceKind.DOCUMENTS: "read",
    EvidenceKind.RECORDS_OR_NUMBERS: "look at records",
}
KIND_WORDS = {
    EvidenceKind.TALKED_TO_PEOPLE: "Talked with people we support",
    EvidenceKind.TALKED_TO_STAFF: "Talked with staff",
    EvidenceKind.TALKED_TO_FAMILIES_OR_PROFESSIONALS: "Talked with families or professionals",
    EvidenceKind.WATCHED: "Watched",
    EvidenceKind.DOCUMENTS: "Documents",
    EvidenceKind.RECORDS_OR_NUMBERS: "Records or numbers",
}

# What stands in a field, by its name: kept answers and what was just typed look the same.
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    words: str
    id: str
    checked: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """One answer of a question. ``look`` names the block of the template that draws it."""

    name: str
    look: str
    label: str
    fault: str
    options: tuple[Option, ...] = ()
    sent_as: str = "answer"
    typed: Typed = field(default_factory=dict)
    limits: str = ""
    of_words: str = ""
    reading_words: str = ""
    applies_na: bool = True


@dataclass(frozen=True, slots=True)
class EvidenceView:
    id: str
    href: str
    small: str
    is_photo: bool
    words: str


@dataclass(frozen=True, slots=True)
class LastTime:
    """What was answered the time before, and what became of it."""

    words: str
    action: str = ""
    action_href: str = ""
    action_state: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A free text of a question: its note, how the sample was picked, how it was made safe."""

    name: str
    text: str
    fault: str = ""
    looks_like_a_name: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    key: str
    number: int
    text: str
    hint: str
    how: str
    critical: bool
    parts: tuple[PartView, ...]
    note: Words
    not_looked: Words
    sample: Words | None
    safe: Words | None
    kinds: tuple[Option, ...]
    evidence: tuple[EvidenceView, ...]
    photo_fault: str
    caption: str
    pointer: str
    pointer_fault: str
    last_time: LastTime | None
    failed: bool
    put_right_href: str
    saved: str
    seen: str
    more_open: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one question of one audit, for its view."""

    typed: Typed = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[EvidenceView, ...] = ()
    last_time: LastTime | None = None
    failed: bool = False
    put_right_href: str = ""
    saved: bool = False
    seen: str = ""


def question_view(question: Question, number: int, standing: Standing) -> QuestionView:
    """Everything that stands on the page about one question."""
    key, typed, faults = question.key, standing.typed, standing.faults
    counted = any(part.type in COUNTED for part in question.parts)
    behind = [f"{key}.{name}" for name in ("photo", "pointer", "note", "not_looked")]
    behind += [f"{key}.{part.code}.na" for part in question.parts if not _has_buttons(part)]
    return QuestionView(
        key=key,
        number=number,
        text=question.text,
        hint=question.hint,
        how=", ".join(EVIDENCE_WORDS[kind] for kind in question.evidence_kinds),
        critical=question.critical,
        parts=tuple(part_view(question, part, typed, faults) for part in question.parts),
        note=_words(f"{key}.note", standing),
        not_looked=_words(f"{key}.not_looked", standing),
        sample=_words(f"{key}.sample", standing) if counted else None,
        safe=_words(f"{key}.safe", standing) if question.critical else None,
        kinds=tuple(
            Option(kind, words, f"{key}.kinds-{kind}", f"{key}.kinds.{kind}" in typed)
            for kind, words in KIND_WORDS.items()
        ),
        evidence=standing.evidence,
        photo_fault=faults.get(f"{key}.photo", ""),
        caption=typed.get(f"{key}.caption", ""),
        pointer=typed.get(f"{key}.pointer", "") if faults.get(f"{key}.pointer") else "",
        pointer_fault=faults.get(f"{key}.pointer", ""),
        last_time=standing.last_time,
        failed=standing.failed,
        put_right_href=standing.put_right_href,
        saved="Saved" if standing.saved else "",
        seen=standing.seen,
        more_open=bool(standing.evidence)
        or any(typed.get(name) or faults.get(name) for name in behind),
    )


def part_view(question: Question, part: Part, typed: Typed, faults: Mapping[str, str]) -> PartView:
    """One part of a question with what stands in it."""
    name = f"{question.key}.{part.code}"
    reading = part.label or "Reading"
    return PartView(
        name=name,
        look=_LOOKS[part.type],
        label=part.label,
        fault=faults.get(name, ""),
        options=_options(question, part, name, typed),
        sent_as=_sent_as(part),
        typed={
            key.removeprefix(f"{name}."): words
            for key, words in typed.items()
            if key.startswith(f"{name}.")
        },
        limits=limits_words(part.limits, part.unit),
        of_words=f"Out of how many {question.n_label}?" if question.n_label else "Out of how many?",
        reading_words=f"{reading} ({part.unit})" if part.unit else reading,
        applies_na=question.applies_na,
    )


def limits_words(limits: Limits | None, unit: str) -> str:
    """``2 to 8 °C``, ``44 °C or less``, ``under 20 °C``, ``not older than 6 months``."""
    if limits is None:
        return ""
    if limits.not_older_than_months is not None:
        return f"not older than {plural(limits.not_older_than_months, 'month')}"
    if limits.not_older_than_weeks is not None:
        return f"not older than {plural(limits.not_older_than_weeks, 'week')}"
    mark = f" {unit}" if unit else ""
    low, high = limits.min, limits.max
    if limits.below is not None:
        return f"under {_plain(limits.below)}{mark}"
    if low is not None and high is not None:
        return f"{_plain(low)} to {_plain(high)}{mark}"
    if low is not None:
        return f"{_plain(low)}{mark} or more"
    return f"{_plain(high)}{mark} or less" if high is not None else ""


_LOOKS = {
    AnswerType.YPN: "buttons",
    AnswerType.YN: "buttons",
    AnswerType.OBS: "buttons",
    AnswerType.CHOICE: "buttons",
    AnswerType.N_OF_N: "counts",
    AnswerType.N_OF_N_D: "counts_declined",
    AnswerType.TEMP: "number",
    AnswerType.NUM: "number",
    AnswerType.DATE: "date",
    AnswerType.TXT: "text",
    AnswerType.PHOTO: "text",
}


def _has_buttons(part: Part) -> bool:
    return _LOOKS[part.type] == "buttons"


def _sent_as(part: Part) -> str:
    return "choice" if part.type is AnswerType.CHOICE else "answer"


def _options(question: Question, part: Part, name: str, typed: Typed) -> tuple[Option, ...]:
    if not _has_buttons(part):
        return ()
    if part.type is AnswerType.CHOICE:
        offered = [(one.code, one.label) for one in part.options]
    else:
        offered = list(BUTTONS[part.type])
    if question.applies_na:
        offered.append((NA, NA_WORDS))
    chosen = typed.get(f"{name}.{_sent_as(part)}", "")
    return tuple(
        Option(code, words, name if place == 0 else f"{name}-{code}", code == chosen)
        for place, (code, words) in enumerate(offered)
    )


def _words(name: str, standing: Standing) -> Words:
    return Words(
        name=name,
        text=standing.typed.get(name, ""),
        fault=standing.faults.get(name, ""),
        looks_like_a_name=standing.names.get(name, ""),
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
