"""Faults that only other rows show: codes that nobody named, words that must not change."""

from qa.loads.loading import Check

SELF_FUNDED = "self"


def known_service(column: str = "service_code") -> Check:
    """Every service code must be one that a services file named."""
    return known_code(column, "service", "no services file named this service")


def known_worker(column: str = "worker_code") -> Check:
    return known_code(column, "worker", "no workers file named this worker")


def known_contract(column: str) -> Check:
    return known_code(column, "contract", "no services file named this contract")


def known_code(column: str, table: str, reason: str, name: str = "code") -> Check:
    return Check(
        f"""SELECT t.line, '{column}' AS "column", t."{column}" AS value, {{}} AS reason
            FROM todo t LEFT JOIN "{table}" k ON k."{name}" = t."{column}"
            WHERE t."{column}" IS NOT NULL AND k.id IS NULL""",
        (reason,),
    )


def known_services(column: str) -> Check:
    """Every entry of a list of service codes must be known."""
    return _known_entries(column, "service", "no services file named this service", but="")


def known_contracts(column: str) -> Check:
    """Every entry of a list of contracts must be known, or ``self``."""
    told = "no services file named this contract"
    return _known_entries(column, "contract", told, but=SELF_FUNDED)


def _known_entries(column: str, table: str, reason: str, *, but: str) -> Check:
    return Check(
        f"""SELECT t.line, '{column}' AS "column", e.entry AS value, {{}} AS reason
            FROM todo t CROSS JOIN unnest(t."{column}") AS e(entry)
            LEFT JOIN "{table}" k ON k.code = e.entry
            WHERE k.id IS NULL AND e.entry <> {{}}""",
        (reason, but),
    )


def never_changes(column: str, table: str, stored: str, reason: str) -> Check:
    """A column whose stored value (an expression over k) stays what it was for ever."""
    return Check(
        f"""SELECT t.line, '{column}' AS "column", t."{column}"::text AS value, {{}} AS reason
            FROM todo t JOIN "{table}" k ON k.id = t.found
            WHERE t."{column}" IS NOT NULL AND {stored} IS DISTINCT FROM t."{column}" """,
        (reason,),
    )
