"""Where a figure is asked for, as things stood: services, contracts and regions."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from qa import db, scopes
from qa.db import SQL, all_of
from qa.errors import NotFound
from qa.reports.asked import Asked
from qa.roles import ALL_SERVICES, MANAGES_SERVICE, Role
from qa.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Contract:
    id: UUID
    code: str
    target: Fraction | None
    min_months: int


@dataclass(frozen=True, slots=True)
class Places:
    """The rows that the filters name; None where there is no filter."""

    service_id: UUID | None
    contract: Contract | None
    region_id: UUID | None


def counts_only(viewer: Viewer) -> bool:
    """Committee members get counts and empty lists (contract.md, "Figures"), unless another
    role of theirs lets them read; then they get what that role reads."""
    reads = {*ALL_SERVICES, Role.REGIONAL_MANAGER, *MANAGES_SERVICE}
    committee = Role.COMMITTEE_MEMBER in viewer.roles
    return committee and not viewer.everything and viewer.roles.isdisjoint(reads)


async def places(viewer: Viewer, asked: Asked) -> Places:
    """The filters' rows. Raises NotFound for a code that there is not, or not for this viewer."""
    service_id = contract = region_id = None
    if asked.service is not None:
        seen = SQL("TRUE") if counts_only(viewer) else scopes.services(viewer)
        service_id = await db.value(
            "SELECT s.id FROM service s WHERE s.code = {} AND {}", asked.service, seen
        )
        if service_id is None:
            raise NotFound
    if asked.region is not None:
        region_id = await db.value("SELECT id FROM region WHERE name = {}", asked.region)
        if region_id is None:
            raise NotFound
    if asked.contract is not None:
        found = await db.row("SELECT * FROM contract WHERE code = {}", asked.contract)
        if found is None:
            raise NotFound
        target = found["spot_check_target"]
        contract = Contract(
            id=found["id"],
            code=found["code"],
            target=None if target is None else Fraction(target),
            min_months=found["min_months"],
        )
    return Places(service_id, contract, region_id)


def region_of(asked: Asked, service: str) -> SQL:
    """The region of a service (a column with its id) as it was: an expression."""
    present = f"(SELECT ps.region FROM service ps WHERE ps.id = {service})"
    if asked.is_now:
        return SQL(present)
    facts = f"service_fact rf WHERE rf.service = {service} AND rf.field = 'region'"
    return SQL(
        f"""CASE WHEN NOT EXISTS (SELECT 1 FROM {facts}) THEN {present} ELSE
            (SELECT CAST(rf.value AS uuid) FROM {facts}
             AND rf.happened_at <= {{}} AND rf.recorded_at <= {{}}
             ORDER BY rf.happened_at DESC, rf.seq DESC LIMIT 1) END""",
        asked.as_at,
        asked.known_at,
    )


def under_contract(asked: Asked, contract_id: UUID, service: str) -> SQL:
    """Whether a service (a column with its id) was under a contract then: a condition."""
    present = SQL(
        f"EXISTS (SELECT 1 FROM service_contract sc WHERE sc.service = {service}"
        " AND sc.contract = {})",
        contract_id,
    )
    if asked.is_now:
        return present
    facts = SQL(
        f"service_fact cf WHERE cf.service = {service}"
        " AND cf.field IN ('contract', 'contract_ended') AND cf.value = {}",
        str(contract_id),
    )
    return SQL(
        """CASE WHEN NOT EXISTS (SELECT 1 FROM {}) THEN {} ELSE coalesce(
             (SELECT cf.field = 'contract' FROM {}
              AND cf.happened_at <= {} AND cf.recorded_at <= {}
              ORDER BY cf.happened_at DESC, cf.seq DESC LIMIT 1), FALSE) END""",
        facts,
        present,
        facts,
        asked.as_at,
        asked.known_at,
    )


def at(asked: Asked, there: Places, service: str, *, by_contract: bool) -> SQL:
    """The filters that are about the service in a column, as one condition."""
    where: list[SQL] = []
    if there.service_id is not None:
        where.append(SQL(f"{service} = {{}}", there.service_id))
    if there.region_id is not None:
        where.append(SQL("{} = {}", region_of(asked, service), there.region_id))
    if by_contract and there.contract is not None:
        where.append(under_contract(asked, there.contract.id, service))
    return all_of(*where)
