"""The plan of visits: who visits which service when (rules.md R010 to R026, A06, A07, A35).

What is late already goes first. Then every visit in the order in which it is due: on the best
day on which somebody is free, or where moving others makes room. What cannot be on time takes
what time is left after that, and is named in a shortfall. The same input gives the same plan.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count

from schedules.rules.planning_diary import Calendar, pieces_of
from schedules.rules.planning_dues import (
    CEILING_MONTHS,
    after,
    first_due,
    interval,
    next_due,
    urgency,
    words_of,
)
from schedules.rules.planning_jobs import Job
from schedules.rules.planning_rounds import best_day, places_for_theme, return_jobs, themed_jobs
from schedules.rules.planning_search import Board
from schedules.rules.planning_shapes import INTERVALS, Asked, Done, Kind, Place, Plan, Standing
from schedules.rules.planning_shortfalls import is_short, shortfalls
from schedules.rules.planning_words import visit_of

BEST_DAYS_BEFORE = 21  # a visit is best three weeks before it is due, or an eighth of its interval
ORDER = {kind: n for n, kind in enumerate(Kind)}


def plan(asked: Asked) -> Plan:
    """Every visit due in the period, on time or named in a shortfall; no hard rule is broken.

    Days before today cannot be planned. Unannounced visits are never in this plan.
    """
    start = max(asked.from_on, asked.today)
    if start > asked.to_on:
        return Plan(visits=(), shortfalls=())
    asked = replace(
        asked,
        services=tuple(sorted(asked.services, key=lambda place: place.code)),
        visitors=tuple(sorted(asked.visitors, key=lambda visitor: visitor.login)),
    )
    made = _Making(asked, start)
    made.run()
    jobs = sorted(
        made.jobs, key=lambda job: (job.on or job.due, ORDER[job.kind], job.place.code, job.due)
    )
    return Plan(
        visits=tuple(visit_of(made.board, job) for job in jobs if job.on is not None),
        shortfalls=shortfalls(made.board, [job for job in jobs if is_short(job, made.board)], jobs),
    )


@dataclass(slots=True)
class _Making:
    asked: Asked
    start: date
    board: Board = field(init=False)
    jobs: list[Job] = field(default_factory=list)
    waiting: list[tuple[bool, date, int, int, str, int, Job]] = field(default_factory=list)
    number: "count[int]" = field(default_factory=count)
    kept: dict[tuple[str, Kind], list[Job]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = self.asked
        self.board = Board(asked, Calendar(self.start, asked.to_on, asked.days_off))

    def run(self) -> None:
        self._keep()
        for place in self.asked.services:
            for kind in INTERVALS:
                self._begin(place, kind)
        self._begin_rounds()
        while self.waiting:
            later = []
            while self.waiting:
                job = heappop(self.waiting)[-1]
                if self._is_due(job):
                    if self._settle(job):
                        self._follow(job)
                    else:
                        later.append(job)
            for job in sorted(later, key=self._turn):
                if not self.board.place(job) and job.months is not None:
                    self.board.place_early(job, max(job.high + 1, job.low))
                self._follow(job)
            for job in list(self.jobs):  # one that was moved forward may have a next one now
                if job.after is None:
                    self._follow(job)
        for job in self.jobs:
            self._count_on(job)
        self.jobs += [job for jobs in self.kept.values() for job in jobs if job not in self.jobs]
        self.jobs = [job for job in self.jobs if job.on or job.due <= self.asked.to_on]

    def _begin_rounds(self) -> None:
        """What comes by the calendar; what stays as it was planned counts."""
        for kind, make in (
            (Kind.HS_THEMED_VISIT, themed_jobs),
            (Kind.HS_QUARTERLY_RETURN, return_jobs),
        ):
            kept = [job for key, jobs in self.kept.items() if key[1] is kind for job in jobs]
            self.jobs += kept
            for job in make(self.asked, self.start, kept):
                self._add(job)

    def _begin(self, place: Place, kind: Kind) -> None:
        """The first visit of a chain: after the last one, or the first ever."""
        asked = self.asked
        last = place.last.get(kind)
        for standing in asked.standing:  # before the period: it will have taken place by then
            if (standing.service, standing.kind) == (place.code, kind) and (
                standing.on < self.start and self._stays(standing)
            ):
                last = Done(on=standing.on, visitors=frozenset(standing.visitors))
        due = next_due(asked, place, kind, last.on) if last else first_due(asked, place, kind)
        opens = max(self.start, place.opened_on)
        months = interval(asked, place, kind)
        if last is not None:
            opens = max(opens, last.on + (after(last.on, months) - last.on) / 2)
        self._add(
            Job(
                place=place,
                kind=kind,
                due=due.on,
                because=due.because,
                pieces=pieces_of(asked.settings.days[kind]),
                months=months,
                last_by=last.visitors if last else frozenset(),
                opens=min(opens, max(due.on, self.start)),
            )
        )

    def _follow(self, job: Job) -> None:
        """The next visit of the same chain, if it is due in the period."""
        if job.months is None or not self._matters(job, after(job.stood_on, job.months)):
            return
        following = Job(
            place=job.place,
            kind=job.kind,
            due=self.asked.to_on,
            because="",
            pieces=job.pieces,
            months=job.months,
            before=job,
            opens=job.stood_on,
        )
        job.after = following
        self._add(following)

    def _add(self, job: Job) -> None:
        self._count_on(job)
        if not self._matters(job, job.due):
            return
        heappush(self.waiting, (*self._turn(job), next(self.number), job))

    def _matters(self, job: Job, due: date) -> bool:
        """Whether it is due in the period, or a visit of its chain stays as it was planned."""
        return due <= self.asked.to_on or bool(self._kept_of(job))

    def _kept_of(self, job: Job) -> list[Job]:
        return [] if job.months is None else self.kept.get((job.place.code, job.kind), [])

    def _turn(self, job: Job) -> tuple[bool, date, int, int, str]:
        late = job.before is None and job.due < self.start
        return (not late, job.due, urgency(job.place), ORDER[job.kind], job.place.code)

    def _count_on(self, job: Job) -> None:
        """When it is due, counted from the one before as that stands now."""
        before = job.before
        if before is None or job.months is None:
            return
        stood = before.stood_on
        job.due = after(stood, job.months)
        job.opens = stood + (job.due - stood) / 2
        band = job.place.band.replace("_", " ")
        last = f"last on {stood}" if before.on else f"the one due on {stood} could not be planned"
        job.because = f"{band}: {words_of(job.months)}, {last}"
        team = before.team or ()
        job.last_by = frozenset(self.asked.visitors[who].login for who in team) or before.last_by

    def _is_due(self, job: Job) -> bool:
        """Whether it is still due in the period, at a service that is still open then."""
        self._count_on(job)
        closed = job.place.closed_on
        if closed is not None and job.due >= closed:
            return False
        if self._matters(job, job.due):
            self.jobs.append(job)
            return True
        if job.before is not None:
            job.before.after = None
        return False

    def _settle(self, job: Job) -> bool:
        """Give a visit its day and people. False when it cannot be on time."""
        calendar = self.board.calendar
        if self._take_over(job):
            return True
        job.low = calendar.from_day(job.opens)
        job.high = calendar.until_day(job.due)
        if job.months is None:
            return self._settle_round(job)
        if job.due < self.start:
            job.was_late = True
            self.board.place_early(job, job.low)
            return True
        margin = min(BEST_DAYS_BEFORE, (after(job.due, job.months) - job.due).days // 8)
        job.target = calendar.until_day(job.due - timedelta(days=margin))
        return self.board.place(job) or self.board.make_room(job)

    def _settle_round(self, job: Job) -> bool:
        job.target = self.board.calendar.until_day(best_day(job))
        if job.kind is Kind.HS_QUARTERLY_RETURN:
            if not self.board.place(job) and job.low <= job.high:
                # It is due all the same; the visit then names nobody.
                self.board.put(job, (), min(max(job.target, job.low), job.high))
            return True
        places = places_for_theme(self.asked, best_day(job), self.jobs)
        for attempt in (self.board.place, self.board.make_room):
            for place in places:
                job.place = place
                if attempt(job):
                    return True
        job.place = places[0]
        return False

    def _take_over(self, job: Job) -> bool:
        """A visit that stays as it was planned is the next of its chain, unless that breaks
        the ceiling between two full H&S visits."""
        kept = self._kept_of(job)
        if not kept or kept[0].on is None or job.months is None:
            return False
        if kept[0].on > after(max(job.due, self.start), job.months):
            return False
        team, start = self.board.lift(kept.pop(0))
        on = self.board.calendar.days[start]
        done = job.place.last.get(job.kind)
        before = job.before.stood_on if job.before else (done.on if done else None)
        if (
            job.kind is Kind.HS_FULL_VISIT
            and before is not None
            and (on > after(before, Fraction(CEILING_MONTHS)) >= self.start)
        ):
            return self._take_over(job)
        job.fixed = True
        self.board.put(job, team, start)
        return True

    def _keep(self) -> None:
        """What is agreed or near stays, unless a hard rule breaks."""
        asked = self.asked
        places = {place.code: place for place in asked.services}
        numbers = {visitor.login: n for n, visitor in enumerate(asked.visitors)}
        calendar = self.board.calendar
        for one in sorted(asked.standing, key=lambda it: (not it.agreed, it.on, it.service)):
            place = places.get(one.service)
            day = calendar.from_day(one.on)
            if (
                place is None
                or not place.opened_on <= one.on < (place.closed_on or date.max)
                or one.on < self.start
                or not self._stays(one)
                or day >= len(calendar.days)
                or calendar.days[day] != one.on
                or any(login not in numbers for login in one.visitors)
            ):
                continue
            team = tuple(numbers[login] for login in one.visitors)
            pieces = pieces_of(asked.settings.days[one.kind])
            may = {frozenset(who): opens for who, opens in self.board.teams(place, one.kind)}
            if may.get(frozenset(team), len(calendar.days)) > day or not self.board.diary.fits(
                team, day, pieces, place, one.kind
            ):
                continue
            job = Job(
                place=place,
                kind=one.kind,
                due=one.on,
                because="planned before",
                pieces=pieces,
                opens=one.on,
                fixed=True,
            )
            self.board.put(job, team, day)
            self.kept.setdefault((one.service, one.kind), []).append(job)
        for jobs in self.kept.values():
            jobs.sort(key=lambda job: job.start)

    def _stays(self, standing: Standing) -> bool:
        near = self.asked.today + timedelta(days=self.asked.settings.stays_within_days)
        return standing.agreed or self.asked.today <= standing.on <= near
