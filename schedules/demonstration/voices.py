"""Findings from everybody else: CQC, families, house meetings, councils, the fire authority."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from action_plans import commands
from action_plans.rules.reports import Reported, ReportedFinding
from qa import db
from qa.rules.london import london_day
from qa.viewer import Viewer
from schedules.demonstration.life import Life
from schedules.demonstration.organisation import Organisation
from schedules.demonstration.timeline import Timeline
from schedules.demonstration.topics import Topic, topics

# Found on visits, which make their own findings.
BY_VISIT = frozenset({"quality_manager", "health_and_safety"})
TITLES = {
    "cqc": "Inspection report",
    "fire_authority": "Letter after a fire safety audit",
    "local_authority": "Report of a monitoring visit",
    "environmental_health": "Food hygiene inspection",
    "hse": "Letter of an inspector",
}
OUTSIDE = frozenset(TITLES)


class Voices:
    """Records what others found, and joins it to what is being done about the same thing."""

    def __init__(self, time: Timeline, made: Organisation, life: Life) -> None:
        self.time = time
        self.made = made
        self.life = life
        self.open: dict[tuple[str, str], UUID] = {}

    def spread(self, starts: datetime, years: int) -> None:
        """A score of findings for each service over the years, more of the frequent kinds."""
        days = 365 * years
        for service in self.made.services:
            for _ in range(13 * years):
                topic = self.time.chance.choice(topics())
                voices = [voice for voice in topic.voices if voice not in BY_VISIT]
                if voices:
                    self._plan(
                        service["code"], topic, self.time.chance.choice(voices), starts, days
                    )

    def _plan(self, service: str, topic: Topic, voice: str, starts: datetime, days: int) -> None:
        async def step(now: datetime) -> None:
            await self.hear(service, topic, voice, now)

        self.time.after(starts, self.time.chance.uniform(20, days - 1), step)

    async def hear(self, service: str, topic: Topic, voice: str, now: datetime) -> None:
        """One finding in its own words; joined to the open action on the same point, else
        to a new one, else left for the quality team to look at."""
        chance = self.time.chance
        quality = self.time.who("ros@larkfield.example")
        listener = (
            self.time.who(self.made.managers[service])
            if voice in ("house_meeting", "staff", "person", "occurrence")
            else quality
        )
        suggested = topic.title if chance.random() < 0.5 else None
        raised_on = london_day(now) - timedelta(days=chance.randint(0, 3))
        if voice in OUTSIDE:
            finding = await self._report(listener, service, topic, voice, suggested, raised_on, now)
        else:
            finding = await commands.raise_finding(
                viewer=listener,
                service_id=self.time.services[service],
                source=voice,
                text=topic.voices[voice],
                suggested_action=suggested,
                severity=topic.severity,
                raised_on=raised_on,
                framework_item=topic.item,
                hs_content=topic.hs,
                naming=chance.choice((None, "named", "theme_only")) if voice == "family" else None,
                who_said_it="A sister" if voice == "family" else None,
                now=now,
            )
        if now > self.time.ends - timedelta(days=21) and chance.random() < 0.4:
            return
        await self.answer(listener, service, topic, finding, now)

    async def _report(
        self,
        viewer: Viewer,
        service: str,
        topic: Topic,
        voice: str,
        suggested: str | None,
        raised_on: date,
        now: datetime,
    ) -> UUID:
        """What an outside body wrote; the director sends it on within days (rules.md R008)."""
        report = await commands.record_report(
            viewer=viewer,
            report=Reported(
                source=voice,
                title=f"{TITLES[voice]}, {raised_on:%B %Y}",
                received_on=raised_on,
                limit_on=london_day(now) + timedelta(days=60),
                findings=[
                    ReportedFinding(
                        service_ids=(self.time.services[service],),
                        text=topic.voices[voice],
                        severity=topic.severity,
                        suggested_action=suggested,
                        framework_item=topic.item,
                        hs_content=topic.hs,
                    )
                ],
            ),
            now=now,
        )
        manager = self.time.who_id(self.made.managers[service])

        async def send_on(then: datetime) -> None:
            await commands.mark_sent_on(
                viewer=self.time.who("helen@larkfield.example"),
                report_id=report,
                person_ids=[manager],
                now=then,
            )

        self.time.at(now + timedelta(days=9), send_on)
        found: UUID = await db.value("SELECT id FROM finding WHERE report = {}", report)
        return found

    async def answer(
        self, viewer: Viewer, service: str, topic: Topic, finding: UUID, now: datetime
    ) -> UUID:
        """Join the finding to the open action on the same point, or start one."""
        key = (service, topic.title)
        action = self.open.get(key)
        if action is not None and await self.is_open(action):
            await commands.join_finding(
                viewer=viewer, finding_id=finding, action_id=action, now=now
            )
            return action
        owner_id, owner_name = self.owner(service, topic)
        fresh = now > self.time.ends - timedelta(days=30)
        action = await commands.start_action(
            viewer=viewer,
            finding_ids=[finding],
            title=topic.title,
            severity=topic.severity,
            difference=topic.difference,
            how_known=topic.known,
            steps=topic.steps,
            help_needed=topic.help or None,
            status="proposed" if fresh and self.time.chance.random() < 0.25 else "agreed",
            owner_id=owner_id,
            owner_name=owner_name,
            now=now,
        )
        await self._merge(viewer, service, topic, action, now)
        self.open[key] = action
        self.life.begin(action, service, topic, now)
        return action

    async def _merge(
        self, viewer: Viewer, service: str, topic: Topic, action: UUID, now: datetime
    ) -> None:
        """Now and then the same thing was started twice, and one goes into the other."""
        if self.time.chance.random() > 0.04:
            return
        finding = await commands.raise_finding(
            viewer=viewer,
            service_id=self.time.services[service],
            source="other",
            text=f"Said again at handover: {topic.difference.lower()}.",
            severity=topic.severity,
            raised_on=london_day(now),
            now=now,
        )
        owner_id, owner_name = self.owner(service, topic)
        again = await commands.start_action(
            viewer=viewer,
            finding_ids=[finding],
            title=topic.title,
            severity=topic.severity,
            owner_id=owner_id,
            owner_name=owner_name,
            now=now,
        )
        await commands.merge_action(viewer=viewer, action_id=again, into_id=action, now=now)

    def owner(self, service: str, topic: Topic) -> tuple[UUID | None, str | None]:
        """The manager, the deputy, somebody of the staff, or somebody without an account."""
        draw = self.time.chance.random()
        if topic.owner == "landlord":
            return None, "Property team"
        if topic.help.startswith("HR"):
            return None, "HR recruitment"
        if draw < 0.25 and service in self.made.deputies:
            return self.time.who_id(self.made.deputies[service]), None
        if draw < 0.4 and service in self.made.staff:
            return self.time.who_id(self.made.staff[service]), None
        return self.time.who_id(self.made.managers[service]), None

    async def is_open(self, action: UUID) -> bool:
        status = await db.value("SELECT status FROM action WHERE id = {}", action)
        return status in ("proposed", "agreed", "in_progress", "done")
