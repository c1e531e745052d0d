"""Answers as a visitor of the demonstration gives them: mostly good, now and then not."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from audits.rules.definitions import AnswerType, Limits, Part, Question
from qa.rules.london import london_day
from schedules.demonstration.topics import by_question


def answer(chance: Random, question: Question, now: datetime) -> dict[str, Any]:
    share = 0.16 if question.key in by_question() else 0.05
    fails = chance.random() < share * (0.4 if question.critical else 1.0)
    return {
        part.code: _value(chance, part, fails, now)
        for part in question.parts
        if part.required and part.type is not AnswerType.PHOTO
    }


def _value(chance: Random, part: Part, fails: bool, now: datetime) -> dict[str, Any]:
    match part.type:
        case AnswerType.YPN:
            return {"answer": chance.choice(("partly", "no")) if fails else "yes"}
        case AnswerType.YN:
            return {"answer": "no" if fails else "yes"}
        case AnswerType.OBS:
            return {"answer": "not_seen" if fails else "seen"}
        case AnswerType.N_OF_N | AnswerType.N_OF_N_D:
            of = chance.randint(3, 6)
            return {
                "n": of - chance.randint(1, of - 1) if fails else of,
                "of": of,
                **({"declined": 0} if part.type is AnswerType.N_OF_N_D else {}),
            }
        case AnswerType.TEMP | AnswerType.NUM:
            return {"value": _reading(part, fails)}
        case AnswerType.DATE:
            back = 700 if fails else 20
            return {"on": (london_day(now) - timedelta(days=back)).isoformat()}
        case _:
            return {"text": "Talked about with staff."}


def _reading(part: Part, fails: bool) -> str:
    if part.unit == "%":
        return "78" if fails else "94"
    limits = part.limits or Limits()
    low = float(limits.min) if limits.min is not None else None
    ceiling = limits.max if limits.max is not None else limits.below
    high = float(ceiling) if ceiling is not None else None
    if high is not None:
        return f"{high + 4 if fails else high - 1:.1f}"
    if low is not None:
        return f"{low - 5 if fails else low + 1:.1f}"
    return "3"
