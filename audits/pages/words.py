"""An answer, a status, how far an audit is: in words."""

from collections.abc import Mapping

from audits.pages.questions import ANSWER_WORDS
from audits.rules.answers import Answer, Value
from audits.rules.definitions import AnswerType, Field, FieldType, Part, Question
from audits.rules.fields import value_name
from qa.rules.london import parse_day
from qa.words import day

STATUS = {"open": "Open", "complete": "Complete", "ended_early": "Ended early"}


def answer_words(question: Question, answer: Answer) -> str:
    """``No``, ``3 of 5``, ``47.5 °C``; of several parts each with its label."""
    said = [
        (part, part_words(part, value))
        for part in question.parts
        if (value := answer.get(part.code))
    ]
    if len(said) == 1:
        return said[0][1]
    return "; ".join(f"{part.label}: {words}" if part.label else words for part, words in said)


def part_words(part: Part, value: Value) -> str:
    """One part of an answer as a person reads it."""
    if "na" in value:
        return f"Does not apply: {value['na']}"
    match part.type:
        case AnswerType.N_OF_N | AnswerType.N_OF_N_D:
            counted = f"{value.get('n')} of {value.get('of')}"
            declined = value.get("declined")
            return f"{counted}, {declined} offered and declined" if declined else counted
        case AnswerType.TEMP | AnswerType.NUM:
            return f"{value['value']} {part.unit}".strip()
        case AnswerType.DATE:
            return day(parse_day(str(value["on"])))
        case AnswerType.CHOICE:
            labels = {option.code: option.label for option in part.options}
            return labels.get(str(value["choice"]), str(value["choice"]))
        case AnswerType.TXT | AnswerType.PHOTO:
            return str(value["text"])
        case _:
            return ANSWER_WORDS.get(str(value["answer"]), str(value["answer"]))


def field_words(field: Field, value: Value) -> str:
    """What stands in a field at head or end."""
    given = str(value[value_name(field)])
    if field.type is FieldType.YN:
        return ANSWER_WORDS.get(given, given)
    if field.type is FieldType.CHOICE:
        labels: Mapping[str, str] = {option.code: option.label for option in field.options}
        return labels.get(given, given)
    return given


def progress_words(answered: int, asked: int, to_put_right: int, critical: int) -> str:
    """``12 of 32 answered, 3 to put right, 1 critical``."""
    words = f"{answered} of {asked} answered"
    if to_put_right:
        words += f", {to_put_right} to put right"
    if critical:
        words += f", {critical} critical"
    return words
