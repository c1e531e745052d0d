"""Two years of audits, answered question by question through the same commands as on site."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from action_plans.rules.due_dates import first_due_on
from action_plans.rules.severities import Severity
from audits import commands
from audits.definition_files import load_all
from audits.rules.definitions import Definition, FieldType, Question
from audits.rules.fields import required_fields, value_name
from audits.rules.scoring import critical_failed, is_shortfall, question_score
from qa import db
from qa.rules.london import london_day
from qa.viewer import Viewer
from schedules.demonstration.answers import answer
from schedules.demonstration.organisation import Organisation
from schedules.demonstration.timeline import Timeline
from schedules.demonstration.topics import Topic, by_question, good
from schedules.demonstration.voices import Voices

ROS, IAN = "ros@larkfield.example", "ian@larkfield.example"
THEMES = ("t04", "t05", "t06", "t07", "t08", "t09", "t11", "t12")


class Visits:
    """Plans the visits of the demonstration and makes them."""

    def __init__(self, time: Timeline, made: Organisation, voices: Voices) -> None:
        self.time = time
        self.made = made
        self.voices = voices
        self.definitions = {one.id: one for one in load_all()}

    def spread(self, starts: datetime, years: int) -> None:
        """Full reviews, H&S visits, a theme each month, quarterly returns, medicine themes."""
        chance = self.time.chance
        for number, service in enumerate(self.made.services):
            code, kind = service["code"], service["type"]
            for year in range(years):
                self._plan(ROS, code, "t01", starts, 365 * year + chance.randint(15, 330))
            self._plan(IAN, code, "t03", starts, chance.randint(20, 365 * years - 10))
            if kind in ("residential", "supported_living") and number % 3 == 0:
                self._plan(ROS, code, "t02", starts, chance.randint(200, 365 * years - 10))
            if kind == "supported_living" and number % 2 == 0:
                self._plan(ROS, code, "t21", starts, 365 * years - chance.randint(20, 60))
            for quarter in range(2):
                self._plan(
                    self.made.managers[code],
                    code,
                    "t13",
                    starts,
                    365 * years - 91 * quarter - chance.randint(4, 20),
                )
        for month in range(12 * years):
            self._theme(starts, month)
        self._still_open()

    def _theme(self, starts: datetime, month: int) -> None:
        theme = self.time.chance.choice(THEMES)
        fitting = [
            row["code"]
            for row in self.made.services
            if row["type"] in self.definitions[theme].service_types
        ]
        self._plan(
            IAN,
            self.time.chance.choice(fitting),
            theme,
            starts,
            30 * month + self.time.chance.randint(2, 28),
        )

    def _plan(self, who: str, service: str, definition: str, starts: datetime, day: int) -> None:
        async def step(now: datetime) -> None:
            await self.make(self.time.who(who), service, self.definitions[definition], now)

        self.time.after(starts, day, step)

    def _still_open(self) -> None:
        """A review begun this morning at the first manager's home, and not finished."""

        async def step(now: datetime) -> None:
            await self.make(self.time.who(ROS), "S01", self.definitions["t01"], now, stop_after=14)

        self.time.at(self.time.ends - timedelta(hours=3), step)

    async def make(
        self,
        viewer: Viewer,
        service: str,
        definition: Definition,
        now: datetime,
        stop_after: int | None = None,
    ) -> None:
        """One audit, from opening to completing; most questions are answered well."""
        kind = next(row["type"] for row in self.made.services if row["code"] == service)
        if kind not in definition.service_types:
            return
        audit = await commands.open_audit(
            viewer=viewer,
            service_id=self.time.services[service],
            definition=definition.id,
            visit_on=london_day(now),
            now=now,
        )
        failed: list[tuple[Question, dict[str, Any]]] = []
        for number, question in enumerate(definition.questions_for(kind)):
            if number == stop_after:
                return
            moment = now + timedelta(minutes=number)
            value = answer(self.time.chance, question, moment)
            await self._save(viewer, audit, question.key, "answer", value, moment)
            if is_shortfall(question_score(question, value, london_day(now))):
                failed.append((question, value))
                topic = by_question().get(question.key)
                seen = topic.voices.get("quality_manager", "") if topic else ""
                await self._save(
                    viewer,
                    audit,
                    question.key,
                    "note",
                    {"text": seen or "Not as it should be on the day."},
                    moment,
                )
        end = now + timedelta(hours=2)
        for question, value in failed:
            if critical_failed(question, value, london_day(now)):
                await self._save(
                    viewer,
                    audit,
                    question.key,
                    "safe",
                    {"text": "Put right with the manager before I left."},
                    end,
                )
            await self._draft(viewer, audit, service, question, value, end)
        await self._close(viewer, audit, definition, kind, end)
        told = end + timedelta(minutes=10) if self.time.chance.random() < 0.9 else None
        done = end + timedelta(minutes=20)
        if done >= self.time.ends:
            return
        await commands.complete_audit(viewer=viewer, audit_id=audit, told_manager_at=told, now=done)
        await self._follow(audit, service, done)

    async def _save(
        self, viewer: Viewer, audit: UUID, key: str, aspect: str, value: Any, now: datetime
    ) -> None:
        await commands.save_answer(
            viewer=viewer,
            audit_id=audit,
            change_id=uuid4(),
            question_key=key,
            aspect=aspect,
            value=value,
            now=now,
        )

    async def _draft(
        self,
        viewer: Viewer,
        audit: UUID,
        service: str,
        question: Question,
        value: dict[str, Any],
        now: datetime,
    ) -> None:
        critical = critical_failed(question, value, london_day(now))
        topic = by_question().get(question.key)
        if not critical and topic is None and self.time.chance.random() < 0.45:
            await commands.save_draft(
                viewer=viewer,
                audit_id=audit,
                question_key=question.key,
                none_because="Put right while I was there.",
                now=now,
            )
            return
        severity = Severity.CRITICAL if critical else Severity(question.severity or "medium")
        await commands.save_draft(
            viewer=viewer,
            audit_id=audit,
            question_key=question.key,
            text=self._words(topic, question),
            suggested_action=question.suggest,
            severity=severity,
            framework_item=question.items[0] if question.items else None,
            **await self._action(service, topic, question, severity, now),
            now=now,
        )

    async def _action(
        self,
        service: str,
        topic: Topic | None,
        question: Question,
        severity: Severity,
        now: datetime,
    ) -> dict[str, Any]:
        """Join what is open on the same point at this service, or start something new."""
        title = topic.title if topic else question.suggest.replace(";", ",")
        known = self.voices.open.get((service, title))
        if known is not None and await self.voices.is_open(known):
            return {"join_action_id": known}
        owner = self.time.who_id(self.made.managers[service])
        return {
            "new_action": {
                "title": title,
                "owner_id": str(owner),
                "first_due_on": first_due_on(london_day(now), severity).isoformat(),
                "difference": topic.difference if topic else None,
                "how_known": topic.known if topic else "Looked at again on the next visit",
                "steps": topic.steps if topic else [],
                "help_needed": (topic.help or None) if topic else None,
            }
        }

    def _words(self, topic: Topic | None, question: Question) -> str:
        if topic is not None:
            for voice in ("quality_manager", "health_and_safety"):
                if voice in topic.voices:
                    return topic.voices[voice]
        return f"Not so on the day: {question.text.rstrip('?')}."

    async def _follow(self, audit: UUID, service: str, now: datetime) -> None:
        """Give each action that this audit started its life."""
        for row in await db.rows(
            """SELECT f.action, f.question_key, a.title, a.severity FROM finding f
               JOIN action a ON a.id = f.action
               WHERE f.origin_id = {} AND a.raised_at >= {} ORDER BY f.question_key""",
            audit,
            now - timedelta(hours=1),
        ):
            topic = by_question().get(row["question_key"]) or Topic(
                questions=[],
                item="",
                severity=row["severity"],
                title=row["title"],
                difference="",
                known="",
                steps=[],
                voices={},
            )
            self.voices.open[(service, row["title"])] = row["action"]
            self.voices.life.begin(row["action"], service, topic, now)

    async def _close(
        self, viewer: Viewer, audit: UUID, definition: Definition, kind: str, now: datetime
    ) -> None:
        for key, one in required_fields(definition).items():
            given: dict[FieldType, Any] = {
                FieldType.TXT: self.time.chance.choice(good()),
                FieldType.COUNT: self.time.chance.randint(1, 6),
                FieldType.TIME: "15:45" if key.endswith("out") else "09:30",
                FieldType.YN: "no" if "early" in key else "yes",
                FieldType.CHOICE: one.options[0].code if one.options else "",
            }
            if one.type in given:
                await self._save(
                    viewer, audit, key, "answer", {value_name(one): given[one.type]}, now
                )
        for section in definition.sections_for(kind)[:3]:
            if any(one.each_section for one in definition.closing):
                await self._save(
                    viewer,
                    audit,
                    f"good.{section.code}",
                    "answer",
                    {"text": self.time.chance.choice(good())},
                    now,
                )
