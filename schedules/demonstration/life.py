"""What becomes of an action: progress, more time, the landlord's, done, checked, sent back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from action_plans import commands
from qa import db
from qa.errors import DomainError
from qa.rules.london import london_day
from qa.viewer import Viewer
from schedules.demonstration.organisation import Organisation
from schedules.demonstration.timeline import Timeline
from schedules.demonstration.topics import Topic

_PROGRESS = (
    "Started. The first step is done.",
    "Talked about it at the team meeting; everybody knows what to do.",
    "Waiting for a date from the contractor.",
    "Half way. People have noticed the change.",
    "Slower than planned: two of us were off sick.",
)
_DONE = (
    "Done. Please look at it on your next visit.",
    "All steps are done and it has held for three weeks.",
    "Finished this week. People say it is better.",
)
_LOOKED = (
    "Looked on a visit without telling the day, and asked two people. It has held.",
    "Sampled five records again and talked to staff. All as it should be.",
    "Watched at lunch and asked people. It is better now.",
)
_SENT_BACK = (
    "Three of five records still have blanks. Please look again at the cause.",
    "It worked by day but night staff did not know of it.",
)


class Life:
    """Plays the life of each action that is started in the demonstration."""

    def __init__(self, time: Timeline, made: Organisation) -> None:
        self.time = time
        self.made = made

    def begin(self, action: UUID, service: str, topic: Topic, started: datetime) -> None:
        """Draw what will happen to it; some are forgotten, the old ones put right late."""
        chance = self.time.chance
        fate = chance.random()
        days = {"critical": 5, "high": 12, "medium": 35, "low": 75}[topic.severity]
        manager = self.time.who(self.made.managers[service])
        if fate < 0.2 and started > self.time.ends - timedelta(days=75):
            return
        self._progress(action, manager, started, days)
        if topic.owner == "landlord" and fate < 0.5:
            self._transfer(action, service, manager, started)
        elif fate < 0.05:
            self._refuse(action, manager, started)
        elif fate < 0.32:
            self._extend(action, service, manager, started, days)
            self._finish(action, service, manager, topic, started, days * 1.5)
        else:
            self._finish(action, service, manager, topic, started, days * chance.uniform(0.5, 1.3))

    def _progress(self, action: UUID, who: Viewer, started: datetime, days: float) -> None:
        async def step(now: datetime) -> None:
            if not await _under_way(action):
                return
            await commands.record_progress(
                viewer=who, action_id=action, text=self.time.chance.choice(_PROGRESS), now=now
            )
            await _tick(action, who, now, most=1)

        self.time.after(started, days * 0.3, step)

    def _transfer(self, action: UUID, service: str, who: Viewer, started: datetime) -> None:
        regional = self.time.who(self.made.regional[self.made.region(service)])

        async def ask(now: datetime) -> None:
            if not await _under_way(action):
                return
            request = await commands.say_other_body(
                viewer=who,
                action_id=action,
                other_body="Northmoor Homes, the landlord",
                reason="The building is theirs. Reported with photos.",
                now=now,
            )

            async def agree(later: datetime) -> None:
                await commands.decide_other_body(
                    viewer=regional,
                    request_id=request,
                    agreed=True,
                    decision="Agreed. I will chase them at the monthly meeting.",
                    now=later,
                )

            self.time.after(now, 3, agree)

        self.time.after(started, 6, ask)

    def _refuse(self, action: UUID, who: Viewer, started: datetime) -> None:
        quality = self.time.who("ros@larkfield.example")

        async def ask(now: datetime) -> None:
            try:
                request = await commands.say_we_cannot(
                    viewer=who,
                    action_id=action,
                    reason="The house is to close next spring; people have chosen new homes.",
                    now=now,
                )
            except DomainError:  # what Quality Advisors said must change cannot be turned down
                return

            async def agree(later: datetime) -> None:
                await commands.decide_we_cannot(
                    viewer=quality,
                    request_id=request,
                    agreed=True,
                    decision="Agreed: told the people who live there why.",
                    now=later,
                )

            if now < self.time.ends - timedelta(days=20):
                self.time.after(now, 5, agree)

        self.time.after(started, 9, ask)

    def _extend(
        self, action: UUID, service: str, who: Viewer, started: datetime, days: float
    ) -> None:
        regional = self.time.who(self.made.regional[self.made.region(service)])

        async def ask(now: datetime) -> None:
            due = await db.value("SELECT due_on FROM action WHERE id = {}", action)
            try:
                request = await commands.ask_for_time(
                    viewer=who,
                    action_id=action,
                    new_due_on=max(due, london_day(now)) + timedelta(days=21),
                    reason="The contractor cannot come before the end of next month.",
                    now=now,
                )
            except DomainError:  # done by then, or an outside body's date
                return

            async def decide(later: datetime) -> None:
                yes = self.time.chance.random() < 0.8
                await commands.decide_time(
                    viewer=regional,
                    request_id=request,
                    agreed=yes,
                    decision="Agreed." if yes else "Please do the first two steps now.",
                    now=later,
                )

            if self.time.chance.random() < 0.85:
                self.time.after(now, 2, decide)

        self.time.after(started, days * 0.8, ask)

    def _finish(
        self,
        action: UUID,
        service: str,
        who: Viewer,
        topic: Topic,
        started: datetime,
        days: float,
        rounds: int = 0,
    ) -> None:
        chance = self.time.chance

        async def done(now: datetime) -> None:
            if not await _under_way(action):
                return
            await _tick(action, who, now)
            await commands.add_proof(
                viewer=who,
                action_id=action,
                kind="where",
                text="Records in the office, red file, this month",
                now=now,
            )
            await commands.mark_done(
                viewer=who, action_id=action, note=chance.choice(_DONE), now=now
            )
            if chance.random() < 0.8 or now < self.time.ends - timedelta(days=70):
                self.time.after(now, chance.randint(4, 40), check)

        async def check(now: datetime) -> None:
            worked = rounds > 0 or chance.random() < 0.86
            await commands.check_action(
                viewer=self._checker(service, topic),
                action_id=action,
                worked=worked,
                how=chance.choice(_LOOKED if worked else _SENT_BACK),
                now=now,
            )
            if not worked and rounds == 0:
                self._finish(action, service, who, topic, now, 20, rounds=1)

        self.time.after(started, days, done)

    def _checker(self, service: str, topic: Topic) -> Viewer:
        """Rule A39: from outside for high and critical; H&S content by the H&S Manager."""
        if topic.hs:
            return self.time.who("ian@larkfield.example")
        if topic.severity in ("high", "critical") or self.time.chance.random() < 0.5:
            return self.time.who("ros@larkfield.example")
        return self.time.who(self.made.regional[self.made.region(service)])


async def _tick(action: UUID, who: Viewer, now: datetime, most: int = 100) -> None:
    """Tick the steps that are still to be done, in their order."""
    left = await db.rows(
        """SELECT id FROM action_step WHERE action = {} AND done_at IS NULL
           ORDER BY position LIMIT {}""",
        action,
        most,
    )
    for one in left:
        await commands.tick_step(viewer=who, step_id=one["id"], now=now)


async def _under_way(action: UUID) -> bool:
    status = await db.value("SELECT status FROM action WHERE id = {}", action)
    return status in ("agreed", "in_progress")
