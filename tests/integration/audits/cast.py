"""The people of these tests, the service they meet at, and audits filled in on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from audits.commands.answering import save_answer
from audits.commands.definitions import publish_all
from audits.commands.drafts import save_draft
from audits.commands.opening import open_audit
from audits.queries.audits import audit
from audits.rules.definitions import AnswerType, Field, FieldType, Question
from audits.rules.fields import required_fields, value_name
from qa.roles import Role
from qa.viewer import COMMAND_LINE, Viewer
from tests.factories import NOW, make_region, make_service, make_user, make_worker

VISIT = date(2026, 11, 2)
LATER = NOW + timedelta(hours=8)
CRITICAL = "t01.q06"
SHORT = "t01.q03"


@dataclass(frozen=True)
class Cast:
    """Ros and Ben review, Ian is H&S, Tolu manages the service, Sam the region, Helen all."""

    region: UUID
    service: UUID
    elsewhere: UUID
    ros: Viewer
    ben: Viewer
    ian: Viewer
    tolu: Viewer
    sam: Viewer
    helen: Viewer
    worker: str


async def cast() -> Cast:
    await publish_all(viewer=COMMAND_LINE, now=NOW)
    region = await make_region()
    service = await make_service(region)
    return Cast(
        region=region,
        service=service,
        elsewhere=await make_service(await make_region()),
        ros=await make_user(Role.QUALITY_MANAGER),
        ben=await make_user(Role.QUALITY_MANAGER),
        ian=await make_user(Role.HS_MANAGER),
        tolu=await make_user(Role.SERVICE_MANAGER, services=(service,)),
        sam=await make_user(Role.REGIONAL_MANAGER, region_id=region),
        helen=await make_user(Role.DIRECTOR),
        worker=await make_worker(service),
    )


async def opened(people: Cast, viewer: Viewer | None = None, definition: str = "t01") -> UUID:
    return await open_audit(
        viewer=viewer or people.ros,
        service_id=people.service,
        definition=definition,
        visit_on=VISIT,
        now=NOW,
    )


async def say(
    viewer: Viewer,
    audit_id: UUID,
    key: str,
    value: Mapping[str, Any] | None,
    aspect: str = "answer",
    now: datetime = NOW,
) -> None:
    await save_answer(
        viewer=viewer,
        audit_id=audit_id,
        change_id=uuid4(),
        question_key=key,
        aspect=aspect,
        value=value,
        now=now,
    )


def best(question: Question) -> dict[str, dict[str, Any]]:
    """The best answer to every part of a question."""
    values: dict[AnswerType, dict[str, Any]] = {
        AnswerType.YPN: {"answer": "yes"},
        AnswerType.YN: {"answer": "yes"},
        AnswerType.OBS: {"answer": "seen"},
        AnswerType.N_OF_N: {"n": 3, "of": 3},
        AnswerType.N_OF_N_D: {"n": 3, "of": 3},
        AnswerType.TXT: {"text": "As it should be."},
        AnswerType.PHOTO: {"text": "See the photo."},
        AnswerType.DATE: {"on": "2026-10-30"},
    }
    answer = {}
    for part in question.parts:
        if part.type is AnswerType.CHOICE:
            answer[part.code] = {"choice": part.options[0].code}
        elif part.type in values:
            answer[part.code] = values[part.type]
        else:
            limits = part.limits
            inside = limits.min if limits and limits.min is not None else 0
            answer[part.code] = {"value": str(inside)}
    return answer


def filled(field: Field, worker: str) -> dict[str, Any]:
    values: dict[FieldType, Any] = {
        FieldType.TXT: "People were at ease.",
        FieldType.COUNT: 2,
        FieldType.TIME: "14:30",
        FieldType.YN: "yes",
        FieldType.WORKER: worker,
    }
    value = field.options[0].code if field.options else values[field.type]
    return {value_name(field): value}


async def fill_in(
    people: Cast,
    viewer: Viewer,
    audit_id: UUID,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    fields: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Answer everything as well as can be, but for the answers and fields given."""
    head = (await audit(viewer=viewer, audit_id=audit_id, now=NOW)).head
    for section in head.sections:
        for question in section.questions:
            value = (answers or {}).get(question.key, best(question))
            await say(viewer, audit_id, question.key, value)
    no = {"header.on_shift", "closing.ended_early"}
    for key, field in required_fields(head.definition).items():
        value = {"answer": "no"} if key in no else filled(field, people.worker)
        await say(viewer, audit_id, key, (fields or {}).get(key, value))


NEW_ACTION = {"title": "Invite people to the next check", "owner_name": "Team leader"}


async def draft(
    viewer: Viewer,
    audit_id: UUID,
    key: str,
    severity: str = "medium",
    **more: Any,
) -> None:
    await save_draft(
        viewer=viewer,
        audit_id=audit_id,
        question_key=key,
        text="People were not asked.",
        severity=severity,
        new_action=more.pop("new_action", NEW_ACTION),
        now=NOW,
        **more,
    )


async def ready(people: Cast) -> UUID:
    """A T01 audit with one shortfall and one failed critical question, ready to complete."""
    audit_id = await opened(people)
    await fill_in(
        people,
        people.ros,
        audit_id,
        {SHORT: {"a": {"answer": "partly"}}, CRITICAL: {"a": {"answer": "no"}}},
    )
    await say(people.ros, audit_id, CRITICAL, {"text": "Unlocked the door."}, "safe")
    await draft(people.ros, audit_id, SHORT)
    await draft(people.ros, audit_id, CRITICAL, "critical")
    return audit_id
