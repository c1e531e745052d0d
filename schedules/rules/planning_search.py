"""Finding a day and people for a visit; moving others aside where that makes room.

No visit is moved past its due date or ahead of its own chain, so that what was on time stays
on time.
"""

from collections.abc import Iterable, Iterator

from schedules.rules.planning_diary import Calendar, Diary
from schedules.rules.planning_dues import after
from schedules.rules.planning_jobs import Job
from schedules.rules.planning_people import able_for, teams
from schedules.rules.planning_shapes import Asked, Kind, Place

Team = tuple[int, ...]
NEAR = 20  # working days around the best day within which work is shared evenly
TRIES_FOR_ONE, TRIES_IN_ALL, DEEPEST = 400, 20_000, 2


class Board:
    """Where every visit stands."""

    def __init__(self, asked: Asked, calendar: Calendar) -> None:
        self.asked, self.calendar = asked, calendar
        self.diary = Diary(asked, calendar)
        self.in_week: list[list[list[Job]]] = [[[] for _ in calendar.weeks] for _ in asked.visitors]
        self.tries = TRIES_IN_ALL
        self._able = {kind: able_for(asked.visitors, kind, asked.settings) for kind in Kind}
        self._teams: dict[tuple[str, Kind], list[tuple[Team, int]]] = {}

    def teams(self, place: Place, kind: Kind) -> list[tuple[Team, int]]:
        """Who may go, each with the number of the first day on which they may."""
        key = (place.code, kind)
        if key not in self._teams:
            self._teams[key] = [
                (team, self.calendar.from_day(day))
                for team, day in teams(
                    self.asked.visitors, self._able[kind], place, kind, self.asked.settings
                )
            ]
        return self._teams[key]

    def put(self, job: Job, team: Team, start: int) -> None:
        job.team, job.start, job.on = team, start, self.calendar.days[start]
        self.diary.take(team, start, job.pieces, job.place.region)
        for who in team:
            self.in_week[who][self.calendar.week[start]].append(job)

    def lift(self, job: Job) -> tuple[Team, int]:
        """Take a visit off again; gives where it stood."""
        assert job.team is not None
        team, start = job.team, job.start
        self.diary.give_back(team, start, job.pieces)
        for who in team:
            self.in_week[who][self.calendar.week[start]].remove(job)
        job.team, job.start, job.on = None, -1, None
        return team, start

    def place(self, job: Job) -> bool:
        """Put a visit on the best day on which somebody is free; False when nobody is.

        Not who made the last one where another can; whoever has done least so far; near the
        best day rather than early.
        """
        spot = self._spot(job)
        if spot is None:
            return False
        self.put(job, *spot)
        return True

    def place_early(self, job: Job, low: int) -> bool:
        """Put a visit on the first day from ``low`` on: for what is late. Somebody other than
        last time when that costs two weeks at most."""
        days = range(low, len(self.calendar.days) - len(job.pieces) + 1)
        ranked = self._ranked(job)
        fresh = [one for one in ranked if not self.again(job, one[0])]
        for which, when in ((fresh, days[:10]), (ranked, days)):
            for day in when:
                for team, opens in which:
                    if day >= opens and self._fits(job, team, day):
                        self.put(job, team, day)
                        return True
        return False

    def make_room(self, job: Job) -> bool:
        """Put a visit where another stands that can go elsewhere and still be on time."""
        allowed = min(TRIES_FOR_ONE, self.tries)
        left = [allowed]
        found = self._push(job, left, DEEPEST, {id(job)})
        self.tries -= allowed - left[0]
        return found

    def logins(self, members: Iterable[int]) -> Iterator[str]:
        for who in members:
            yield self.asked.visitors[who].login

    def again(self, job: Job, team: Team) -> bool:
        """Whether somebody of the team made the last one."""
        return any(self.asked.visitors[who].login in job.last_by for who in team)

    def _push(self, job: Job, left: list[int], depth: int, moving: set[int]) -> bool:
        low, high = self._window(job)
        last = high - len(job.pieces) + 1
        if last < low:
            return False
        for team, opens in self._ranked(job):
            first = max(low, opens)
            for week in self._weeks(first, last, job.target):
                days = [day for day in self.calendar.weeks[week] if first <= day <= last]
                for other in self._movable(team, week, moving):
                    if left[0] <= 0:
                        return False
                    left[0] -= 1
                    before = self.lift(other)
                    day = next((day for day in days if self._fits(job, team, day)), None)
                    if day is not None:
                        self.put(job, team, day)
                        if self.place(other) or (
                            depth > 1 and self._push(other, left, depth - 1, moving | {id(other)})
                        ):
                            return True
                        self.lift(job)
                    self.put(other, *before)
        return False

    def _movable(self, team: Team, week: int, moving: set[int]) -> list[Job]:
        found: dict[int, Job] = {}
        for who in team:
            for job in self.in_week[who][week]:
                if not job.fixed and not job.was_late and id(job) not in moving:
                    found[id(job)] = job
        return list(found.values())

    def _weeks(self, first: int, last: int, target: int) -> list[int]:
        if last < first:
            return []
        week_of = self.calendar.week
        best = week_of[min(max(target, first), last)]
        return sorted(
            range(week_of[first], week_of[last] + 1), key=lambda week: (abs(week - best), week)
        )

    def _spot(self, job: Job) -> tuple[Team, int] | None:
        low, high = self._window(job)
        last = high - len(job.pieces) + 1
        if last < low:
            return None
        ranked = self._ranked(job)
        best = min(max(job.target, low), last)
        near = sorted(
            range(max(low, best - NEAR), min(last, best + NEAR) + 1),
            key=lambda day: (abs(day - best), day),
        )
        far = [*range(best - NEAR - 1, low - 1, -1), *range(best + NEAR + 1, last + 1)]
        again = [self.again(job, team) for team, _ in ranked]
        for wanted in (False, True):
            which = [one for one, was in zip(ranked, again, strict=True) if was is wanted]
            for days in (near, far):
                for team, opens in which:
                    for day in days:
                        if day >= opens and self._fits(job, team, day):
                            return team, day
        return None

    def _window(self, job: Job) -> tuple[int, int]:
        """First and last day; a visit with one after it that is on time stays so near to that
        one that it remains on time."""
        low, following = job.low, job.after
        if job.months is not None and following is not None and following.on is not None:
            needed = min(following.on, following.due)
            days = self.calendar.days
            while low <= job.high and after(days[low], job.months) < needed:
                low += 1
        return low, job.high

    def _ranked(self, job: Job) -> list[tuple[Team, int]]:
        return sorted(
            self.teams(job.place, job.kind),
            key=lambda one: (
                self.again(job, one[0]),
                sum(self.diary.share(who) for who in one[0]),
                one[0],
            ),
        )

    def _fits(self, job: Job, team: Team, day: int) -> bool:
        return self.diary.fits(team, day, job.pieces, job.place, job.kind)
