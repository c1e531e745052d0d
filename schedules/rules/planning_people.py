"""Who may visit which service, and when somebody can be planned."""

from dataclasses import dataclass
from datetime import date
from itertools import product

from qa.roles import Role
from qa.rules.periods import add_months
from schedules.rules.planning_shapes import Kind, Place, Stretch, Visitor, VisitSettings

ALWAYS, NEVER = date.min, date.max


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody can be planned for on a day; no regions means all."""

    days_per_week: int
    regions: frozenset[str]
    kinds: frozenset[str]
    may_not_visit: frozenset[str]

    def reaches(self, place: Place, kind: Kind) -> bool:
        """Whether it is for visits of this kind to this service."""
        return (
            kind in self.kinds
            and (not self.regions or place.region in self.regions)
            and place.code not in self.may_not_visit
        )


def offer_on(visitor: Visitor, day: date, settings: VisitSettings) -> Offer | None:
    """What holds on a day, or None when they cannot be planned.

    Without a row: five days a week, all regions, the role's kinds (contract.md). A row of no
    days takes time out. Whoever has rows with days has time in these only; of several the
    one that begins last holds.
    """
    holding = [row for row in visitor.stretches if _covers(row, day)]
    if any(row.days_per_week == 0 for row in holding):
        return None
    barred = frozenset[str]().union(*(row.may_not_visit for row in holding))
    own = frozenset[str]().union(*(settings.kinds.get(role, ()) for role in visitor.roles))
    if not holding:
        if any(row.days_per_week for row in visitor.stretches):
            return None
        return Offer(settings.days_per_week, frozenset(), own, barred)
    row = max(holding, key=lambda one: (one.from_on, -(one.to_on or NEVER).toordinal()))
    return Offer(row.days_per_week, row.regions, row.kinds or own, barred)


def may_from(visitor: Visitor, place: Place, kind: Kind, settings: VisitSettings) -> date:
    """The first day on which somebody may go there; ALWAYS or NEVER.

    Plans are reviewed by the region's own manager, returns are sent by who manages the
    service. Everything else is seen by somebody from outside: never a line manager, nobody who
    worked there in the last two years, no Advisor in their own home (glossary.md section 3).
    """
    here = [post for post in visitor.posts if post.service == place.code]
    manages_region = Role.REGIONAL_MANAGER in visitor.roles and visitor.region == place.region
    if kind is Kind.PLAN_REVIEW:
        return ALWAYS if manages_region else NEVER
    if kind is Kind.HS_QUARTERLY_RETURN:
        return ALWAYS if any(post.to_on is None for post in here) else NEVER
    if manages_region or any(post.to_on is None for post in here):
        return NEVER
    return max(
        (add_months(post.to_on, settings.worked_there_months) for post in here if post.to_on),
        default=ALWAYS,
    )


def teams(
    visitors: tuple[Visitor, ...],
    able: list[int],
    place: Place,
    kind: Kind,
    settings: VisitSettings,
) -> list[tuple[tuple[int, ...], date]]:
    """Everybody who could go together, of the numbers of those who make such visits, each with
    the first day. Quality Advisors go in pairs with a supporter; the others go alone."""
    first = {n: may_from(visitors[n], place, kind, settings) for n in able}
    able = [n for n in able if first[n] != NEVER]
    if kind is not Kind.QUALITY_ADVISOR_AUDIT:
        return [((n,), first[n]) for n in able]
    advisors = [n for n in able if Role.QUALITY_ADVISOR in visitors[n].roles]
    supporters = [n for n in able if Role.SUPPORTER in visitors[n].roles]
    return [
        ((one, other), max(first[one], first[other]))
        for one, other in product(advisors, supporters)
        if one != other
    ]


def able_for(visitors: tuple[Visitor, ...], kind: Kind, settings: VisitSettings) -> list[int]:
    """The numbers of those who make such visits, somewhere and at some time."""
    return [n for n, one in enumerate(visitors) if kind in kinds_of(one, settings)]


def kinds_of(visitor: Visitor, settings: VisitSettings) -> frozenset[str]:
    """Every kind that role or availability ever names."""
    own = frozenset[str]().union(*(settings.kinds.get(role, ()) for role in visitor.roles))
    return frozenset[str]().union(own, *(row.kinds for row in visitor.stretches))


def _covers(row: Stretch, day: date) -> bool:
    return row.from_on <= day and (row.to_on is None or day <= row.to_on)
