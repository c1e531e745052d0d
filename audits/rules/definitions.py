"""What an audit asks: one version of a definition, as frozen values."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    FULL_REVIEW = "full_review"
    THEMED_REVIEW = "themed_review"
    HS_FULL_VISIT = "hs_full_visit"
    HS_THEMED_VISIT = "hs_themed_visit"
    HS_QUARTERLY_RETURN = "hs_quarterly_return"
    SPOT_CHECK = "spot_check"
    NIGHT_CHECK = "night_check"
    KEY_OUTCOMES = "key_outcomes"


class AnswerType(StrEnum):
    """How one part of a question is answered (audit_templates.md, Conventions)."""

    YPN = "ypn"
    YN = "yn"
    N_OF_N = "n_of_n"
    N_OF_N_D = "n_of_n_d"
    OBS = "obs"
    TEMP = "temp"
    NUM = "num"
    DATE = "date"
    TXT = "txt"
    PHOTO = "photo"
    CHOICE = "choice"


ALWAYS_SCORED = frozenset(
    {AnswerType.YPN, AnswerType.YN, AnswerType.N_OF_N, AnswerType.N_OF_N_D, AnswerType.OBS}
)
COUNTED = frozenset({AnswerType.N_OF_N, AnswerType.N_OF_N_D})
LIMITED = frozenset({AnswerType.TEMP, AnswerType.NUM, AnswerType.DATE})


class EvidenceKind(StrEnum):
    """A judgement resting on `DOCUMENTS` alone is flagged (audit_templates.md, Conventions)."""

    TALKED_TO_PEOPLE = "talked_to_people"
    TALKED_TO_STAFF = "talked_to_staff"
    TALKED_TO_FAMILIES_OR_PROFESSIONALS = "talked_to_families_or_professionals"
    WATCHED = "watched"
    DOCUMENTS = "documents"
    RECORDS_OR_NUMBERS = "records_or_numbers"


class FieldType(StrEnum):
    """How a field at the head or the end is filled in; none of them is scored.

    `COUNT` is a number of people, never names. `SAFEGUARDING_ROUTE` keeps no answer: it shows
    the way to the safeguarding lead.
    """

    WORKER = "worker"
    SERVICE = "service"
    TIME = "time"
    CHOICE = "choice"
    YN = "yn"
    TXT = "txt"
    COUNT = "count"
    SAFEGUARDING_ROUTE = "safeguarding_route"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`min` and `max` are inside the limits, `below` is the first value outside.

    A date is inside when it is no older, on the day of the audit, than the months or weeks.
    """

    min: Decimal | None = None
    max: Decimal | None = None
    below: Decimal | None = None
    not_older_than_months: int | None = None
    not_older_than_weeks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One answer of a question.

    Only an unscored part may be not required, and stay blank. A scored one is answered or said
    not to apply, with a reason.
    """

    code: str
    type: AnswerType
    label: str = ""
    unit: str = ""
    limits: Limits | None = None
    options: tuple[Option, ...] = ()
    required: bool = True
    skip_for: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """TEMP, NUM and DATE are scored only where they have limits (Conventions, Score)."""
        return self.type in ALWAYS_SCORED or (self.type in LIMITED and self.limits is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    service_type: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`key` is stable over versions and never re-used; `severity` is that of a shortfall."""

    key: str
    text: str
    parts: tuple[Part, ...]
    items: tuple[str, ...]
    suggest: str
    evidence: tuple[str, ...]
    evidence_kinds: tuple[EvidenceKind, ...]
    critical: bool = False
    severity: str = "medium"
    applies_na: bool = True
    hint: str = ""
    n_label: str = ""
    target: Decimal | None = None
    skip_for: tuple[str, ...] = ()
    wording: tuple[Wording, ...] = ()

    @property
    def scored(self) -> bool:
        return any(part.scored for part in self.parts)

    def part(self, code: str) -> Part:
        """The part with this code; `KeyError` when there is none."""
        for part in self.parts:
            if part.code == code:
                return part
        raise KeyError(f"{self.key} has no part {code}")

    def for_service_type(self, service_type: str) -> "Question | None":
        """The question as it is asked there: its wording and its parts; `None` when it is not."""
        parts = tuple(part for part in self.parts if service_type not in part.skip_for)
        if service_type in self.skip_for or not parts:
            return None
        texts = {wording.service_type: wording.text for wording in self.wording}
        return replace(self, text=texts.get(service_type, self.text), parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    code: str
    title: str
    questions: tuple[Question, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`each_section` says that the field is asked at the end of every section."""

    code: str
    label: str
    type: FieldType
    hint: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True
    each_section: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of what an audit asks. A published version never changes."""

    id: str
    version: int
    title: str
    purpose: str
    kind: Kind
    framework: str
    who_may_audit: tuple[str, ...]
    service_types: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[Field, ...]
    applies_when: str = ""
    guidance: tuple[str, ...] = ()
    header: tuple[Field, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question with this key; `KeyError` when there is none."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(f"{self.id} version {self.version} has no question {key}")

    def sections_for(self, service_type: str) -> tuple[Section, ...]:
        """The sections as they are asked at a service of this type; empty ones are left out."""
        sections = []
        for section in self.sections:
            asked = tuple(
                question
                for one in section.questions
                if (question := one.for_service_type(service_type)) is not None
            )
            if asked:
                sections.append(replace(section, questions=asked))
        return tuple(sections)

    def questions_for(self, service_type: str) -> tuple[Question, ...]:
        """The questions as they are asked at a service of this type (skips and wording)."""
        return tuple(
            question
            for section in self.sections_for(service_type)
            for question in section.questions
        )

    def to_json(self) -> str:
        """The text kept in the row of a published version; `from_json` gives the same back."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> "Definition":
        return msgspec.json.decode(text, type=cls)
