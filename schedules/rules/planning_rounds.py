"""What comes by the calendar: a themed H&S visit each month, an H&S return each quarter."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from schedules.rules.planning_diary import pieces_of
from schedules.rules.planning_dues import months_between, quarters_between
from schedules.rules.planning_jobs import Job
from schedules.rules.planning_shapes import Asked, Kind, Place

NEVER_SEEN = 10_000  # days
RETURN_BEFORE_END = timedelta(days=14)
LOOKS = (Kind.HS_FULL_VISIT, Kind.HS_THEMED_VISIT)


def themed_jobs(asked: Asked, start: date, kept: Sequence[Job]) -> list[Job]:
    """The themed visits that each calendar month still needs: at least one somewhere in the
    organisation (rules.md R022, A06). The service is chosen when the day is."""
    jobs = []
    for first, last in months_between(start, asked.to_on):
        there = [*asked.themed, *(job.on for job in kept if job.on is not None)]
        wanted = asked.settings.themed_visits_a_month - sum(first <= on <= last for on in there)
        middle = first + (last - first) / 2
        for number in range(wanted):
            places = places_for_theme(asked, middle, ())
            if places:
                opens = max(first, start)
                jobs.append(_job(asked, places[number % len(places)], Kind.HS_THEMED_VISIT, last))
                jobs[-1].opens = opens
                jobs[-1].because = "a themed H&S visit in every calendar month"
    return jobs


def places_for_theme(asked: Asked, middle: date, jobs: Iterable[Job]) -> list[Place]:
    """Services open then, the one that most needs an H&S look first: the longest without one
    before or after that day, measured by its own interval."""
    seen: dict[str, list[date]] = {}
    for job in jobs:
        if job.kind in LOOKS and job.on is not None:
            seen.setdefault(job.place.code, []).append(job.on)

    def need(place: Place) -> tuple[float, str]:
        looks = [place.last[kind].on for kind in LOOKS if kind in place.last]
        days = [abs((on - middle).days) for on in (*looks, *seen.get(place.code, ()))]
        months = asked.intervals[place.band]["hs_full_visit"]
        return (-min(days, default=NEVER_SEEN) / float(months), place.code)

    return sorted((place for place in asked.services if _is_open(place, middle)), key=need)


def return_jobs(asked: Asked, start: date, kept: Sequence[Job]) -> list[Job]:
    """The H&S return of every service for every quarter that ends in the period (R020). One
    that was missed in a quarter that is over cannot be planned any more: it is chased."""
    jobs = []
    kept_on = {(job.place.code, job.on) for job in kept}
    for first, last in quarters_between(start, asked.to_on):
        for place in asked.services:
            sent = [*place.returned, *(on for code, on in kept_on if code == place.code and on)]
            if not _is_open(place, last) or any(first <= on <= last for on in sent):
                continue
            job = _job(asked, place, Kind.HS_QUARTERLY_RETURN, last)
            job.opens = max(first, start, place.opened_on)
            job.because = "every service, every quarter"
            jobs.append(job)
    return jobs


def best_day(job: Job) -> date:
    """Themed visits in the middle of their month, returns two weeks before the quarter ends."""
    if job.kind is Kind.HS_THEMED_VISIT:
        return job.due.replace(day=15)
    return job.due - RETURN_BEFORE_END


def _job(asked: Asked, place: Place, kind: Kind, last: date) -> Job:
    return Job(
        place=place,
        kind=kind,
        due=last,
        because="",
        pieces=pieces_of(asked.settings.days[kind]),
        opens=last,
    )


def _is_open(place: Place, day: date) -> bool:
    return place.opened_on <= day and (place.closed_on is None or day < place.closed_on)
