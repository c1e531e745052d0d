"""Working days, and how much of each person's time is still free."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from schedules.rules.planning_people import Offer, offer_on
from schedules.rules.planning_shapes import DAY, Asked, Kind, Place, Visitor, VisitSettings


class Calendar:
    """The working days of a period: no weekends, no bank holidays. Days have numbers."""

    def __init__(self, from_on: date, to_on: date, days_off: frozenset[date]) -> None:
        count = (to_on - from_on).days + 1
        every = (from_on + timedelta(days=n) for n in range(count))
        self.days = [day for day in every if day.weekday() < 5 and day not in days_off]
        mondays = [day - timedelta(days=day.weekday()) for day in self.days]
        numbers = {monday: n for n, monday in enumerate(dict.fromkeys(mondays))}
        self.week = [numbers[monday] for monday in mondays]
        self.weeks: list[range] = [
            range(bisect_left(self.week, n), bisect_right(self.week, n))
            for n in range(len(numbers))
        ]

    def from_day(self, day: date) -> int:
        """The number of the first working day from this day on."""
        return bisect_left(self.days, day)

    def until_day(self, day: date) -> int:
        """The number of the last working day until this day; -1 when there is none."""
        return bisect_right(self.days, day) - 1


def pieces_of(days: int) -> tuple[int, ...]:
    """How much of each of the days one after the other a visit takes."""
    whole, rest = divmod(days, DAY)
    return (DAY,) * whole + ((rest,) if rest or not whole else ())


class Diary:
    """What is free, and what is taken, of everybody's days."""

    def __init__(self, asked: Asked, calendar: Calendar) -> None:
        self.calendar = calendar
        self.offers = [_offers(visitor, calendar, asked.settings) for visitor in asked.visitors]
        self.left_day = [[DAY] * len(calendar.days) for _ in asked.visitors]
        # The days a week of the row with the fewest, in a week in which another row begins.
        self.cap = [
            [
                min((found.days_per_week for n in week if (found := own[n]) is not None), default=0)
                for week in calendar.weeks
            ]
            for own in self.offers
        ]
        self.left_week = [list(own) for own in self.cap]
        self.region: list[list[str | None]] = [[None] * len(calendar.days) for _ in asked.visitors]
        self.count = [[0] * len(calendar.days) for _ in asked.visitors]
        self.room = [max(1, sum(own)) for own in self.cap]
        self.used = [0] * len(asked.visitors)

    def share(self, who: int) -> float:
        """How much of somebody's time is taken."""
        return self.used[who] / self.room[who]

    def fits(
        self, team: tuple[int, ...], start: int, pieces: tuple[int, ...], place: Place, kind: Kind
    ) -> bool:
        """Whether all of them are free, may do this there, and are in no other region then."""
        if start + len(pieces) > len(self.calendar.days):
            return False
        return all(self._is_free(who, start, pieces, place, kind) for who in team)

    def _is_free(
        self, who: int, start: int, pieces: tuple[int, ...], place: Place, kind: Kind
    ) -> bool:
        week = self.calendar.week[start]
        last_week = self.calendar.week[start + len(pieces) - 1]
        left_week = self.left_week[who]
        if week == last_week:
            if left_week[week] < sum(pieces):
                return False
        elif self.cap[who][week] >= sum(pieces):
            return False  # fits into one week of theirs: not over a weekend
        else:
            needed: dict[int, int] = {}
            for n, piece in enumerate(pieces, start):
                needed[self.calendar.week[n]] = needed.get(self.calendar.week[n], 0) + piece
            if any(left_week[one] < amount for one, amount in needed.items()):
                return False
        offers, left, regions = self.offers[who], self.left_day[who], self.region[who]
        for n, piece in enumerate(pieces, start):
            offer = offers[n]
            if (
                offer is None
                or left[n] < piece
                or regions[n] not in (None, place.region)
                or not offer.reaches(place, kind)
            ):
                return False
        return True

    def take(self, team: tuple[int, ...], start: int, pieces: tuple[int, ...], region: str) -> None:
        for who in team:
            for n, piece in enumerate(pieces, start):
                self._add(who, n, piece)
                self.count[who][n] += 1
                self.region[who][n] = region

    def give_back(self, team: tuple[int, ...], start: int, pieces: tuple[int, ...]) -> None:
        for who in team:
            for n, piece in enumerate(pieces, start):
                self._add(who, n, -piece)
                self.count[who][n] -= 1
                if self.count[who][n] == 0:
                    self.region[who][n] = None

    def _add(self, who: int, day: int, piece: int) -> None:
        self.left_day[who][day] -= piece
        self.left_week[who][self.calendar.week[day]] -= piece
        self.used[who] += piece


def _offers(visitor: Visitor, calendar: Calendar, settings: VisitSettings) -> list[Offer | None]:
    days = calendar.days
    if not visitor.stretches and days:
        return [offer_on(visitor, days[0], settings)] * len(days)
    return [offer_on(visitor, day, settings) for day in days]
