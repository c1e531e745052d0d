"""What happened to each action of a file, day by day, from the dates of its row.

A file tells the date of the last claim, of the last time it was sent back and of the check.
Where it was sent back after the claim that it tells of, and checked later all the same,
the claim that was checked is one that the file does not date: it counts from the day of the
check. Where it was sent back before, the claim that was sent back is dated that day.
"""

from action_plans.loads.action_rows import LEFT_OUT_WORDS, OPEN_WORDS
from qa.loads.staging import Load

LAST_STATUS = """(SELECT {what} FROM action_fact o WHERE o.action = t.found AND o.field = 'status'
                  ORDER BY o.happened_at DESC, o.seq DESC LIMIT 1)"""

# Each line is one step of an action's life: its place in the order, its time, its status.
STEPS = f"""
    SELECT t.id, 1 AS ord, t.raised_at AS at, CASE WHEN t.status IN ({OPEN_WORDS})
           AND t.sent_back_on IS NULL THEN t.status ELSE 'agreed' END AS status, NULL::uuid AS by
    FROM put t
    UNION ALL SELECT t.id, 2, t.first_claim_at, 'done', t.done_by_id
    FROM put t WHERE t.sent_back_on IS NOT NULL
    UNION ALL SELECT t.id, 3, t.checked_at, 'checked', t.checked_by_id
    FROM put t WHERE t.status IN ({OPEN_WORDS}) AND t.checked_on IS NOT NULL
    UNION ALL SELECT t.id, 4, t.sent_back_at,
           CASE WHEN t.status IN ({OPEN_WORDS}) THEN t.status ELSE 'in_progress' END, NULL
    FROM put t WHERE t.sent_back_on IS NOT NULL
    UNION ALL SELECT t.id, 5, t.claim_at, 'done', t.done_by_id
    FROM put t WHERE t.claim_at IS NOT NULL
    UNION ALL SELECT t.id, 6, t.checked_at, 'checked', t.checked_by_id
    FROM put t WHERE t.status IN ('checked', 'closed')
    UNION ALL SELECT t.id, 7, t.checked_at, 'closed', t.checked_by_id
    FROM put t WHERE t.status = 'closed'
    UNION ALL SELECT t.id, 8, t.left_out_at, t.status, NULL
    FROM put t WHERE t.status IN ({LEFT_OUT_WORDS})
"""


async def prepare(load: Load) -> None:
    """``put``: the rows of ``todo`` with the ids of people, and a time for each thing that
    happened; and ``step``, what happened in its order."""
    await load.run("DROP TABLE IF EXISTS pg_temp.put, pg_temp.step")
    last_at = LAST_STATUS.replace("{what}", "o.happened_at")
    await load.run(
        f"""CREATE TEMP TABLE put ON COMMIT DROP AS
            SELECT r.*,
              CASE WHEN r.claim_on IS NULL THEN NULL ELSE {_start("r.claim_on")} END AS claim_at,
              CASE WHEN r.first_claim_on IS NULL THEN NULL
                   ELSE {_start("r.first_claim_on")} END AS first_claim_at
            FROM (
              SELECT t.*, s.id AS service, p.id AS plan, o.id AS owner_id,
                CASE WHEN o.id IS NULL THEN t.owner END AS owner_name,
                d.id AS done_by_id,
                CASE WHEN d.id IS NULL THEN coalesce(t.done_by, t.owner, 'not told') END
                  AS done_by_name,
                c.id AS checked_by_id,
                CASE WHEN c.id IS NULL THEN t.checked_by END AS checked_by_name,
                {_start("t.raised_on")} AS raised_at,
                {_start("t.sent_back_on")} AS sent_back_at,
                {_start("t.checked_on")} AS checked_at,
                CASE WHEN t.sent_back_on IS NOT NULL THEN least(t.done_on, t.sent_back_on) END
                  AS first_claim_on,
                CASE WHEN t.status IN ({OPEN_WORDS}) THEN NULL
                     WHEN t.sent_back_on > t.done_on AND t.status IN ('checked', 'closed')
                     THEN t.checked_on
                     WHEN t.sent_back_on > t.done_on THEN NULL
                     ELSE t.done_on END AS claim_on,
                CASE WHEN t.found IS NULL
                     THEN {_start("greatest(t.raised_on, t.done_on, t.sent_back_on)")}
                     WHEN k.status = t.status THEN {last_at} ELSE {{}} END AS left_out_at
              FROM todo t JOIN service s ON s.code = t.service_code
              JOIN plan p ON p.service = s.id
              LEFT JOIN action k ON k.id = t.found
              LEFT JOIN users o ON o.login = lower(t.owner)
              LEFT JOIN users d ON d.login = lower(coalesce(t.done_by, t.owner))
              LEFT JOIN users c ON c.login = lower(t.checked_by)) r""",
        load.now,
    )
    await load.run(f"CREATE TEMP TABLE step ON COMMIT DROP AS {STEPS}")


async def write(load: Load) -> None:
    """Facts of new actions, and of known ones what is different now.

    When the steps of a known action are not what they were, all of them are told anew after
    a fact ``restated``: figures read, of what was known at a time, what was told last.
    """
    await load.run("DROP TABLE IF EXISTS pg_temp.restated")
    await load.run(
        """CREATE TEMP TABLE restated ON COMMIT DROP AS
           SELECT n.id FROM (
             SELECT s.id, array_agg(s.status || ' ' || s.at::text ORDER BY s.ord) AS told
             FROM step s JOIN put t ON t.id = s.id WHERE t.found IS NOT NULL GROUP BY s.id) n
           JOIN (
             SELECT f.action, array_agg(f.value || ' ' || f.happened_at::text
                                        ORDER BY f.happened_at, f.seq) AS told
             FROM action_fact f JOIN put t ON t.found = f.action
             WHERE f.field = 'status' AND f.seq > coalesce(
               (SELECT max(m.seq) FROM action_fact m
                WHERE m.action = f.action AND m.field = 'restated'), 0)
             GROUP BY f.action) o ON o.action = n.id
           WHERE n.told <> o.told"""
    )
    await load.run("INSERT INTO touched SELECT id FROM restated")
    await load.run(
        """INSERT INTO action_fact (action, field, happened_at, recorded_at)
           SELECT id, 'restated', {}, {} FROM restated""",
        load.now,
        load.now,
    )
    await load.run(
        """INSERT INTO action_fact (action, field, value, happened_at, recorded_at, by)
           SELECT s.id, 'status', s.status, s.at, {}, s.by FROM step s JOIN put t ON t.id = s.id
           WHERE t.found IS NULL OR t.id IN (SELECT id FROM restated)
           ORDER BY s.id, s.ord""",
        load.now,
    )
    await load.run(
        """INSERT INTO action_fact (action, field, happened_at, recorded_at)
           SELECT s.id, 'reopened', s.at, {} FROM step s JOIN put t ON t.id = s.id
           WHERE s.ord = 4 AND (t.found IS NULL OR t.id IN (SELECT id FROM restated))""",
        load.now,
    )
    for field, value, known in (
        (
            "owner",
            owner_value("t.owner_id", "t.owner_name"),
            owner_value("k.owner", "k.owner_name"),
        ),
        ("due_on", "coalesce(t.due_on, t.first_due_on)::text", "k.due_on::text"),
        ("severity", "t.severity", "k.severity"),
    ):
        await load.run(
            f"""INSERT INTO action_fact (action, field, value, happened_at, recorded_at)
                SELECT t.id, '{field}', {value},
                       CASE WHEN t.found IS NULL THEN t.raised_at ELSE {{}} END, {{}}
                FROM put t LEFT JOIN action k ON k.id = t.found
                WHERE t.found IS NULL OR {known} IS DISTINCT FROM {value}""",
            load.now,
            load.now,
        )


def owner_value(owner_id: str, owner_name: str) -> str:
    """As ``commands.facts.owner_value``, over two columns."""
    return f"coalesce({owner_id}::text, 'name:' || {owner_name})"


def _start(day: str) -> str:
    """The first instant of a London day."""
    return f"({day})::timestamp AT TIME ZONE 'Europe/London'"
