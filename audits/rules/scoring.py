"""What an audit scores, and what is to be put right (audit_templates.md, Conventions)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from audits.rules.answers import Answer, Value, count, is_blank, is_na, number, why_not_valid
from audits.rules.definitions import AnswerType, Limits, Part, Question, Section
from qa.rules.london import parse_day
from qa.rules.percentages import percentage
from qa.rules.periods import add_months

_SCORES = {
    "yes": Fraction(1),
    "partly": Fraction(1, 2),
    "no": Fraction(0),
    "seen": Fraction(1),
    "not_seen": Fraction(0),
}


@dataclass(frozen=True)
class SectionScore:
    """`percentage` is None when nothing was scored."""

    code: str
    percentage: str | None
    scored: int


@dataclass(frozen=True)
class AuditScore:
    """Internal only; a failed critical question stands beside the score whatever the percentage.

    `shortfalls` are the keys of questions to put right, `critical_failed` those among them
    that must be made safe before leaving; both in the order asked.
    """

    percentage: str | None
    scored: int
    sections: tuple[SectionScore, ...]
    shortfalls: tuple[str, ...]
    critical_failed: tuple[str, ...]


def part_score(part: Part, value: Value | None, audited_on: date) -> Fraction | None:
    """The score of one part from 0 to 1; None when blank, not applicable or not scored.

    Conventions: Yes 1, Partly 0.5, No 0; n of N, with "offered and declined" of N - d;
    Seen 1, Not seen 0, No chance left out; 1 inside the limits and 0 outside.
    Raises ValueError for a value that `why_not_valid` refuses.
    """
    if value is None or is_blank(value):
        return None
    reason = why_not_valid(part, value)
    if reason is not None:
        raise ValueError(f"part {part.code}: {reason}")
    if is_na(value) or not part.scored:
        return None
    match part.type:
        case AnswerType.N_OF_N | AnswerType.N_OF_N_D:
            of = count(value, "of") - count(value, "declined")
            return Fraction(count(value, "n"), of) if of else None
        case AnswerType.TEMP | AnswerType.NUM:
            return Fraction(_number_inside(number(value), part.limits))
        case AnswerType.DATE:
            return Fraction(_date_inside(parse_day(str(value["on"])), part.limits, audited_on))
        case _:
            return _SCORES.get(str(value["answer"]))


def question_score(question: Question, answer: Answer, audited_on: date) -> Fraction | None:
    """The lowest score of the question's parts; None when no part is scored."""
    scores = _part_scores(question, answer, audited_on)
    return min((score for _, score in scores), default=None)


def is_shortfall(score: Fraction | None) -> bool:
    """Whether there is something to put right: any score under 1."""
    return score is not None and score < 1


def critical_failed(question: Question, answer: Answer, audited_on: date) -> bool:
    """Whether a critical question failed: No, Not seen, n under N, or out of limits.

    Partly is only to put right (Conventions, C).
    """
    return question.critical and any(
        score < 1 and (part.type is not AnswerType.YPN or score == 0)
        for part, score in _part_scores(question, answer, audited_on)
    )


def score_audit(
    sections: Sequence[Section], answers: Mapping[str, Answer], audited_on: date
) -> AuditScore:
    """The score of the sections as they were asked, with answers by question key.

    Overall = sum of scores / number of scored questions, not the mean of sections; a
    section likewise; in percent with two decimals, half up (Conventions, Score).
    """
    scores = {
        question.key: question_score(question, answers.get(question.key, {}), audited_on)
        for section in sections
        for question in section.questions
    }
    overall, scored = _mean(scores.values())
    return AuditScore(
        percentage=overall,
        scored=scored,
        sections=tuple(
            SectionScore(section.code, *_mean(scores[asked.key] for asked in section.questions))
            for section in sections
        ),
        shortfalls=tuple(key for key, score in scores.items() if is_shortfall(score)),
        critical_failed=tuple(
            question.key
            for section in sections
            for question in section.questions
            if critical_failed(question, answers.get(question.key, {}), audited_on)
        ),
    )


def _part_scores(
    question: Question, answer: Answer, audited_on: date
) -> list[tuple[Part, Fraction]]:
    scores = (
        (part, part_score(part, answer.get(part.code), audited_on)) for part in question.parts
    )
    return [(part, score) for part, score in scores if score is not None]


def _mean(scores: Iterable[Fraction | None]) -> tuple[str | None, int]:
    """The mean in percent, and of how many."""
    scored = [score for score in scores if score is not None]
    total = sum(scored, Fraction(0))
    return percentage(total.numerator, total.denominator * len(scored)), len(scored)


def _number_inside(value: Decimal, limits: Limits | None) -> bool:
    return limits is None or (
        (limits.min is None or limits.min <= value)
        and (limits.max is None or value <= limits.max)
        and (limits.below is None or value < limits.below)
    )


def _date_inside(day: date, limits: Limits | None, audited_on: date) -> bool:
    """Not older than the months or weeks, the anniversary itself being inside."""
    if limits is None or day >= audited_on:
        return True
    months, weeks = limits.not_older_than_months, limits.not_older_than_weeks
    return (months is None or add_months(day, months) >= audited_on) and (
        weeks is None or day + timedelta(weeks=weeks) >= audited_on
    )
