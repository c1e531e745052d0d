"""Pages under load, and beside them, in the same run, the least that a page can cost."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.client import Asked, Job, Took, run
from tests.bench.organisation import cookie_of, managers

CONNECTIONS = (1, 8)
MANAGERS = 8
SECONDS, ROUNDS = 1.0, 3
LOOK_SECONDS, LOOK_ROUNDS = 0.7, 1

PLAN, PLAN_JSON, OVERVIEW = "plan page", "plan as JSON", "director's page"
BARE_JSON, BARE_PAGE = "bare JSON handler", "bare Piccolo page of 50 rows"


@dataclass(frozen=True, slots=True)
class Speed:
    """One address at so many connections; ``of_bare`` is its share of the bare page's rate."""

    name: str
    actions: int
    connections: int
    p50_ms: float
    p95_ms: float
    per_second: float
    of_bare: float
    answers: int
    kilobytes: float
    client_busy: float = field(metadata={"means": "share of one processor that the client used"})


async def asks() -> dict[str, list[Asked]]:
    """What is measured, asked by the service managers of eight services and by the director."""
    found = await managers(MANAGERS)
    helen = await cookie_of("helen")
    return {
        BARE_JSON: [Asked("/bare/json")],
        BARE_PAGE: [Asked(f"/bare/page/{one.service}") for one in found],
        PLAN: [Asked(f"/services/{one.service}/plan", one.cookie) for one in found],
        PLAN_JSON: [Asked(f"/api/actions?service={one.code}", one.cookie) for one in found],
        OVERVIEW: [Asked("/overview", helen)],
    }


async def other_asks() -> dict[str, list[Asked]]:
    """Every other list, each asked by who has most to see on it."""
    helen, ros, sam = [await cookie_of(who) for who in ("helen", "ros", "sam")]
    seen = {
        "findings": ("/findings", ros),
        "my checks": ("/my-checks", ros),
        "work": ("/work", ros),
        "requests": ("/requests", sam),
        "actions of nobody": ("/unowned", sam),
        "overview of a region": ("/overview", sam),
        "services": ("/services", helen),
        "audits": ("/audits", helen),
        "figures": ("/figures", helen),
        "actions as JSON": ("/api/actions", helen),
        "late actions as JSON": ("/api/actions?overdue=true", helen),
        "findings as JSON": ("/api/findings", helen),
    }
    return {name: [Asked(path, cookie)] for name, (path, cookie) in seen.items()}


def measure(port: int, actions: int, wanted: dict[str, list[Asked]]) -> list[Speed]:
    """Each address in turn at one connection and at eight, three times over."""
    found = []
    for connections in CONNECTIONS:
        took = run(Job(port, connections, SECONDS, ROUNDS, wanted))
        bare = _per_second(took[BARE_PAGE])
        found += [_speed(name, actions, connections, one, bare) for name, one in took.items()]
    return found


def look(port: int, actions: int, wanted: dict[str, list[Asked]]) -> list[Speed]:
    """Each address at one connection, once."""
    took = run(Job(port, 1, LOOK_SECONDS, LOOK_ROUNDS, wanted))
    return [_speed(name, actions, 1, one, math.inf) for name, one in took.items()]


def _speed(name: str, actions: int, connections: int, took: Took, bare: float) -> Speed:
    return Speed(
        name=name,
        actions=actions,
        connections=connections,
        p50_ms=_percentile(took.milliseconds, 50),
        p95_ms=_percentile(took.milliseconds, 95),
        per_second=round(_per_second(took), 1),
        of_bare=round(_per_second(took) / bare, 2),
        answers=len(took.milliseconds),
        kilobytes=round(took.bytes / 1024, 1),
        client_busy=round(took.busy / took.seconds, 2),
    )


def _per_second(took: Took) -> float:
    return len(took.milliseconds) / took.seconds


def _percentile(sorted_or_not: Sequence[float], percent: int) -> float:
    """Nearest rank."""
    ordered = sorted(sorted_or_not)
    return round(ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1], 2)
