"""What happens when: each step runs at its own moment, in order, and may call for later ones."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from qa import db
from qa.viewer import Viewer, viewer_of

Step = Callable[[datetime], Awaitable[None]]


@dataclass(slots=True)
class Timeline:
    """The past, played forward to ``ends``; what would happen later does not happen."""

    chance: Random
    ends: datetime
    viewers: dict[str, Viewer] = field(default_factory=dict)
    services: dict[str, UUID] = field(default_factory=dict)
    _waiting: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _count: count[int] = field(default_factory=count)

    def at(self, when: datetime, step: Step) -> None:
        heapq.heappush(self._waiting, (when, next(self._count), step))

    def after(self, when: datetime, days: float, step: Step) -> None:
        """At that many days after ``when``, in office hours."""
        day = when + timedelta(days=days)
        self.at(
            day.replace(hour=self.chance.randint(8, 16), minute=self.chance.randint(0, 59)), step
        )

    async def play(self) -> None:
        while self._waiting and self._waiting[0][0] < self.ends:
            when, _, step = heapq.heappop(self._waiting)
            await step(when)

    async def meet_everybody(self) -> None:
        """Who is who, as the database has it."""
        for found in await db.rows("SELECT id, login FROM users WHERE ended_at IS NULL"):
            viewer = await viewer_of(found["id"])
            if viewer is not None:
                self.viewers[found["login"]] = viewer
        for found in await db.rows("SELECT id, code FROM service"):
            self.services[found["code"]] = found["id"]

    def who(self, login: str) -> Viewer:
        return self.viewers[login]

    def who_id(self, login: str) -> UUID:
        found = self.viewers[login].user_id
        assert found is not None
        return found
