"""What still stands in the way of completing an audit, all of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.rules.answers import Answer, Value, unanswered
from audits.rules.definitions import Definition, Question, Section
from audits.rules.fields import required_fields
from audits.rules.scoring import AuditScore, score_audit

Faults = list[tuple[str, str]]

NOT_ANSWERED = "Answer this, or say why you did not look at it."
NO_FINDING = "Write what you found, or say why nothing needs to be put right."
NOT_SAFE = "Say what you did to make this safe before you left."
CRITICAL = "This failed and is critical: the finding must be critical too."
CRITICAL_NONE = "This failed and is critical, so it needs a finding."
CRITICAL_ACTION = "This failed and is critical: join it to an action, or start one."
NOTHING_WRONG = (
    "Nothing is to be put right here any more. Take the finding out, or change the answer."
)
DUE_PASSED = "The first due date has gone by while this was a draft. Choose a later one."
VISIT_AHEAD = "The visit has not taken place yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """What is known of a draft; ``raised`` when it is in the plan already."""

    text: str | None = None
    severity: str | None = None
    none_because: str | None = None
    has_action: bool = False
    first_due_on: date | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An audit as it stands. ``asides`` are the notes beside an answer, by key and aspect."""

    definition: Definition
    sections: tuple[Section, ...]
    visit_on: date
    answers: Mapping[str, Answer]
    fields: Mapping[str, Value]
    asides: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    drafts: Mapping[str, DraftFacts] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def ended_early(self) -> bool:
        """Whether the visitor said at the end that the visit was cut short."""
        return dict(self.fields.get("closing.ended_early", {})).get("answer") == "yes"

    def score(self) -> AuditScore:
        return score_audit(self.sections, self.answers, self.visit_on)


def open_questions(work: Work) -> tuple[str, ...]:
    """The keys of questions neither answered nor said not to have been looked at."""
    return tuple(
        question.key
        for question in work.questions
        if unanswered(question, work.answers.get(question.key, {}))
        and not work.asides.get((question.key, "not_looked"))
    )


def faults(work: Work, score: AuditScore, today: date) -> Faults:
    """Every reason why the audit cannot be completed, in the order asked.

    A shortfall needs a finding, or a reason why none; a failed critical question also that
    it was made safe, a critical finding and an action (audit_templates.md, Conventions).
    """
    found: Faults = []
    if work.visit_on > today:
        found.append(("visit_on", VISIT_AHEAD))
    missing = [key for key in required_fields(work.definition) if not work.fields.get(key)]
    found += [(key, "Fill this in.") for key in missing if key.startswith("header.")]
    still_open = frozenset(() if work.ended_early else open_questions(work))
    for question in work.questions:
        if question.key in still_open:
            found.append((question.key, NOT_ANSWERED))
        found += _of_question(work, score, question, today)
    found += [(key, "Fill this in.") for key in missing if not key.startswith("header.")]
    return found


def _of_question(work: Work, score: AuditScore, question: Question, today: date) -> Faults:
    key = question.key
    draft = work.drafts.get(key, DraftFacts())
    failed = key in score.critical_failed
    found: Faults = []
    if failed and not work.asides.get((key, "safe")):
        found.append((f"{key}.safe", NOT_SAFE))
    if draft.raised:
        return found
    if draft.first_due_on is not None and draft.first_due_on < today:
        found.append((f"{key}.new.first_due_on", DUE_PASSED))
    if key in score.shortfalls:
        if not draft.text and not draft.none_because:
            found.append((f"{key}.text", NO_FINDING))
        elif failed and not draft.text:
            found.append((f"{key}.text", CRITICAL_NONE))
        elif failed and draft.severity != "critical":
            found.append((f"{key}.severity", CRITICAL))
        elif failed and not draft.has_action:
            found.append((f"{key}.join", CRITICAL_ACTION))
    elif draft.text and question.scored:
        found.append((f"{key}.text", NOTHING_WRONG))
    return found
