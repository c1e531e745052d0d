"""Larger demonstrations: the 24 services that went through the commands, copied set-wise.

Each copy has rows of the same kinds as its model, with ids and codes of its own, so that a
page or a figure at a thousand services meets what it meets at 24.
"""

from __future__ import annotations

from math import ceil

from qa import db

# Table, and which columns point at something that is copied too.
_OF_A_SERVICE: tuple[tuple[str, dict[str, str]], ...] = (
    ("service", {"id": "service"}),
    ("service_contract", {"service": "service"}),
    ("service_fact", {"service": "service"}),
    ("users", {"id": "users"}),
    ("user_role", {"person": "users"}),
    ("user_service", {"person": "users", "service": "service"}),
    ("worker", {"id": "worker"}),
    ("worker_version", {"worker": "worker", "service": "service"}),
    ("spot_check", {"worker": "worker", "service": "service"}),
    ("plan", {"id": "plan", "service": "service"}),
)
_OF_AN_ACTION: tuple[tuple[str, dict[str, str]], ...] = (
    ("action", {"id": "action", "plan": "plan", "service": "service", "owner": "users"}),
    ("finding", {"id": "finding", "plan": "plan", "service": "service", "action": "action"}),
    ("action_fact", {"action": "action"}),
    ("action_step", {"action": "action"}),
    ("action_note", {"action": "action"}),
    ("action_request", {"action": "action"}),
    ("action_check", {"action": "action"}),
    ("event", {"subject_id": "action", "service": "service"}),
)
_CODES = {
    ("service", "code"): "code || '-' || {n}",
    ("users", "login"): "login || '-' || {n}",
    ("worker", "code"): "code || '-' || {n}",
    ("spot_check", "ref"): "ref || '-' || {n}",
    ("action", "ref"): "ref || '-' || {n}",
    ("finding", "ref"): "ref || '-' || {n}",
    ("service", "name"): "name || ' ' || {n}",
}
# Ids of a row's own, and what belongs to an audit, a job or a seal, which is not copied.
_FRESH = {"id"}
_LEFT_OUT = {
    "spot_check": {"audit"},
    "finding": {"feedback", "report", "origin_id", "origin_kind", "origin_address"},
    "event": {"client_change_id", "prev_hash", "hash"},
}


async def grow(services: int) -> None:
    """Copy whole services, with their people, workers and plans, until there are so many."""
    present = await db.value("SELECT count(*) FROM service")
    for number in range(1, ceil(services / present)):
        wanted = min(present, services - number * present)
        async with db.transaction():
            await _choose(
                "service", f"SELECT id FROM service WHERE code !~ '-' ORDER BY code LIMIT {wanted}"
            )
            await _choose(
                "users",
                "SELECT DISTINCT person AS id FROM user_service"
                " WHERE service IN (SELECT old FROM copied_service)",
            )
            await _choose(
                "worker",
                "SELECT DISTINCT worker AS id FROM worker_version"
                " WHERE service IN (SELECT old FROM copied_service)",
            )
            await _choose(
                "plan", "SELECT id FROM plan WHERE service IN (SELECT old FROM copied_service)"
            )
            await _choose(
                "action", "SELECT id FROM action WHERE plan IN (SELECT old FROM copied_plan)"
            )
            await _choose(
                "finding",
                "SELECT id FROM finding WHERE plan IN (SELECT old FROM copied_plan)",
            )
            for table, columns in (*_OF_A_SERVICE, *_OF_AN_ACTION):
                await _copy(table, columns, number)
            await _forget()


async def grow_actions(actions: int) -> None:
    """Copy the actions of every plan, with their findings, until there are so many."""
    present = await db.value("SELECT count(*) FROM action")
    for number in range(1, ceil(actions / present)):
        wanted = min(present, actions - number * present)
        async with db.transaction():
            for table in ("service", "users", "plan"):
                await _choose(table, f'SELECT id FROM "{table}"', same=True)
            await _choose(
                "action", f"SELECT id FROM action WHERE ref !~ '~' ORDER BY ref LIMIT {wanted}"
            )
            await _choose(
                "finding",
                "SELECT id FROM finding WHERE action IN (SELECT old FROM copied_action)",
            )
            for table, columns in _OF_AN_ACTION:
                await _copy(table, columns, number, mark="~")
            await _forget()


async def _choose(table: str, ids: str, *, same: bool = False) -> None:
    """Which rows are copied, and the id that each copy gets (or keeps)."""
    new = "id" if same else "gen_random_uuid()"
    await db.execute(
        f"CREATE TEMP TABLE copied_{table} ON COMMIT DROP AS"
        f" SELECT id AS old, {new} AS new FROM ({ids}) AS chosen"
    )
    await db.execute(f"CREATE UNIQUE INDEX ON copied_{table} (old)")
    await db.execute(f"ANALYZE copied_{table}")


async def _copy(table: str, links: dict[str, str], number: int, mark: str = "-") -> None:
    names = [
        row["name"]
        for row in await db.rows(
            """SELECT column_name AS name FROM information_schema.columns
               WHERE table_name = {} AND table_schema = 'public' ORDER BY ordinal_position""",
            table,
        )
        if row["name"] != "seq"
    ]
    joins, values = [], []
    for name in names:
        if name in links:
            optional = name in ("owner", "action") and table in ("action", "finding")
            kind = "LEFT JOIN" if optional else "JOIN"
            joins.append(f"{kind} copied_{links[name]} AS m_{name} ON m_{name}.old = t.{name}")
            values.append(f"coalesce(m_{name}.new, t.{name})" if optional else f"m_{name}.new")
        elif name in _FRESH:
            values.append("gen_random_uuid()")
        elif name in _LEFT_OUT.get(table, ()):
            values.append("NULL")
        elif (table, name) in _CODES:
            values.append("t." + _CODES[(table, name)].replace("-", mark).format(n=number))
        else:
            values.append(f't."{name}"')
    columns = ", ".join(f'"{name}"' for name in names)
    await db.execute(
        f'INSERT INTO "{table}" ({columns}) SELECT {", ".join(values)}'
        f' FROM "{table}" AS t {" ".join(joins)}'
    )


async def _forget() -> None:
    for table in ("service", "users", "worker", "plan", "action", "finding"):
        await db.execute(f"DROP TABLE IF EXISTS copied_{table}")
