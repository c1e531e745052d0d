"""Why this service, why then, why these people: each visit in plain words."""

from schedules.rules.planning_jobs import Job
from schedules.rules.planning_search import Board
from schedules.rules.planning_shapes import Kind, Visit


def visit_of(board: Board, job: Job) -> Visit:
    """A visit of the finished plan with its three reasons."""
    assert job.on is not None
    because = job.because
    if job.due < board.calendar.days[0]:
        because += f"; late since {job.due}, so it goes first"
    return Visit(
        service=job.place.code,
        kind=job.kind,
        on=job.on,
        due_on=job.due,
        visitors=tuple(board.logins(job.team or ())),
        because=because,
        why_then=_then(job),
        why_who=_who(board, job),
    )


def _then(job: Job) -> str:
    assert job.on is not None
    if job.fixed:
        return "agreed, or near: it stays as it was planned"
    if job.on > job.due:
        return "the first day on which somebody is free"
    days = (job.due - job.on).days
    if job.kind is Kind.HS_THEMED_VISIT:
        return f"a free day of {job.on:%B %Y}"
    when = "on the day it is due" if days == 0 else f"{days} days before it is due"
    return when if days != 1 else "the day before it is due"


def _who(board: Board, job: Job) -> str:
    team = job.team or ()
    others = len(board.teams(job.place, job.kind)) - 1
    if not team:
        return "nobody manages this service yet: somebody has to be named"
    if job.kind is Kind.HS_QUARTERLY_RETURN:
        return "manages the service and sends its return"
    if job.kind is Kind.PLAN_REVIEW:
        return "line-manages the services of this region"
    if others == 0:
        return "nobody else may make this visit"
    if board.again(job, team):
        return "made the last one too: nobody else was free in time"
    if job.last_by:
        return "did not make the last one, and had time"
    return "had time, and less work so far than others who may"
