"""What cannot be on time: whose days are short, when, how many, and what would mend it."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from schedules.rules.planning_jobs import Job
from schedules.rules.planning_search import Board
from schedules.rules.planning_shapes import DAY, WORDS, Kind, Shortfall
from schedules.rules.risk_bands import ORDER

Short = tuple[date, date, Job]


def is_short(job: Job, board: Board) -> bool:
    """Whether a visit is in no plan, or does not end by the day it is due."""
    return job.on is None or board.calendar.days[job.ends_at] > job.due


def shortfalls(board: Board, short: Sequence[Job], planned: Iterable[Job]) -> tuple[Shortfall, ...]:
    """One for each stretch of time in which the days of the same people are short; visits
    that were late before the plan began stand by themselves."""
    groups: dict[tuple[bool, tuple[str, ...], Kind | None], list[Short]] = {}
    for job in short:
        late = job.due < board.calendar.days[0] if board.calendar.days else False
        who = who_could(board, job)
        key = (late, who, None if who else job.kind)
        groups.setdefault(key, []).append((*_stretch(board, job), job))
    on_time = [job for job in planned if not job.fixed and not is_short(job, board)]
    found = [
        _shortfall(board, who, late, stretch, on_time)
        for (late, who, _), parts in groups.items()
        for stretch in _stretches(parts)
    ]
    return tuple(sorted(found, key=lambda one: (one.from_on, one.to_on, one.who, one.visits)))


def who_could(board: Board, job: Job) -> tuple[str, ...]:
    """Everybody who may make this visit, had they the time."""
    members = {who for team, _ in board.teams(job.place, job.kind) for who in team}
    return tuple(sorted(board.logins(who for who in members if _would_go(board, who, job))))


def _would_go(board: Board, who: int, job: Job) -> bool:
    """Whether what they offer on any day reaches this service; no day at all is no answer."""
    offers = {offer for offer in board.diary.offers[who] if offer is not None}
    return not offers or any(offer.reaches(job.place, job.kind) for offer in offers)


def _stretch(board: Board, job: Job) -> tuple[date, date]:
    """From when it could be made until it is due; what is late, until it is made."""
    start, end = board.asked.from_on, board.asked.to_on
    if job.due < start:
        return start, job.on or end
    return min(max(job.opens, start), job.due), job.due


def _stretches(parts: list[Short]) -> list[list[Short]]:
    """Stretches of time that overlap, together."""
    found: list[list[Short]] = []
    end = date.min
    for part in sorted(parts, key=lambda one: (one[0], one[1], one[2].place.code, one[2].kind)):
        if not found or part[0] > end:
            found.append([])
            end = part[1]
        found[-1].append(part)
        end = max(end, part[1])
    return found


def _shortfall(
    board: Board, who: tuple[str, ...], late: bool, parts: list[Short], on_time: list[Job]
) -> Shortfall:
    from_on, to_on = parts[0][0], max(part[1] for part in parts)
    days = Fraction(sum(sum(part[2].pieces) for part in parts), DAY)
    return Shortfall(
        who=who,
        from_on=from_on,
        to_on=to_on,
        days_short=days,
        visits=tuple((part[2].place.code, part[2].kind) for part in parts),
        mend=tuple(_mend(board, who, late, (from_on, to_on), days, parts, on_time)),
    )


def _mend(
    board: Board,
    who: tuple[str, ...],
    late: bool,
    stretch: tuple[date, date],
    days: Fraction,
    parts: list[Short],
    on_time: list[Job],
) -> Iterable[str]:
    first, last = stretch
    kinds = ", ".join(sorted({WORDS[part[2].kind] for part in parts}))
    if not who:
        yield f"name somebody who may make a {kinds} there: nobody may now"
        return
    if late and all(part[2].on is not None for part in parts):
        yield "these were due before the plan begins: they go first, and nothing more is needed"
        return
    many = f"{float(days):g} more {'day' if days <= 1 else 'days'}"
    names = who[0] if len(who) == 1 else f"one of {', '.join(who)}"
    yield f"{many} of {names} between {first} and {last}, or of somebody else who may"
    could = [
        job
        for job in on_time
        if job.on is not None
        and first <= job.on <= last
        and not set(board.logins(job.team or ())).isdisjoint(who)
        and sum(job.pieces) > 0
    ]
    if could:
        give = min(could, key=lambda job: (ORDER.index(job.place.band), -job.due.toordinal()))
        yield (
            f"or the {WORDS[give.kind]} of {give.place.code} on {give.on}"
            f" ({give.place.band.replace('_', ' ')}) later than its due date, {give.due}"
        )
