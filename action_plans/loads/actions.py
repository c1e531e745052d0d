"""Existing action plans from a file: nobody has to start with an empty one.

Each date becomes an event that happened that day, recorded now (contract.md, "Files").
"""

from action_plans.loads import action_facts
from action_plans.loads.action_rows import COLUMNS, checks, look
from action_plans.loads.findings import ensure_plans
from action_plans.loads.joined import refresh
from qa.loads.loading import Loader
from qa.loads.staging import Load

HOW = "Loaded from a file, which does not tell how it was checked."
ENDED = "t.status IN ('checked', 'closed')"
# Columns of an action that a row sets, each with its value.
VALUES = {
    "title": "t.title",
    "severity": "t.severity",
    "status": "t.status",
    "owner": "t.owner_id",
    "owner_name": "t.owner_name",
    "due_on": "coalesce(t.due_on, t.first_due_on)",
    "done_at": "t.claim_at",
    "done_on": "t.claim_on",
    "done_by": "CASE WHEN t.claim_on IS NOT NULL THEN t.done_by_id END",
    "done_by_name": "CASE WHEN t.claim_on IS NOT NULL THEN t.done_by_name END",
    "checked_at": f"CASE WHEN {ENDED} THEN t.checked_at END",
    "checked_on": f"CASE WHEN {ENDED} THEN t.checked_on END",
    "checked_by": f"CASE WHEN {ENDED} THEN t.checked_by_id END",
    "checked_by_name": f"CASE WHEN {ENDED} THEN t.checked_by_name END",
}
NAMES, GIVEN = ", ".join(VALUES), ", ".join(VALUES.values())
KNOWN = ", ".join(f"k.{name}" for name in VALUES)


async def store(load: Load) -> None:
    """New and changed actions with their dated facts, joined findings, checks and events."""
    await ensure_plans(load)
    await action_facts.prepare(load)
    await load.run(
        f"""INSERT INTO action (id, ref, plan, service, raised_at, raised_on, first_due_on,
                                {NAMES}, check_at_next_visit, hs_content, restricted, sources,
                                recorded_at)
            SELECT t.id, t.ref, t.plan, t.service, t.raised_at, t.raised_on, t.first_due_on,
                   {GIVEN}, false, false, false, '', {{}}
            FROM put t WHERE t.found IS NULL""",
        load.now,
    )
    await action_facts.write(load)
    await load.run(
        f"""WITH changed AS (
              UPDATE action k SET ({NAMES}) = ROW ({GIVEN}) FROM put t
              WHERE k.id = t.found AND ({KNOWN}) IS DISTINCT FROM ({GIVEN})
              RETURNING k.id)
            INSERT INTO touched SELECT id FROM changed"""
    )
    await _join(load)
    await _checks(load)
    await _events(load)


async def _join(load: Load) -> None:
    """Findings go with the action that names them; a merged one leaves them to the other."""
    await load.run(
        """WITH dropped AS (
             UPDATE finding f SET action = NULL, joined_at = NULL, joined_by = NULL
             FROM put t WHERE f.action = t.found
               AND (NOT f.ref = ANY(t.finding_refs)
                    OR (t.status = 'merged' AND EXISTS (
                          SELECT 1 FROM put o WHERE o.status <> 'merged'
                          AND f.ref = ANY(o.finding_refs))))
             RETURNING f.id, t.id AS action),
           told AS (
             INSERT INTO action_fact (action, field, value, happened_at, recorded_at)
             SELECT action, 'unjoined', id::text, {}, {} FROM dropped)
           INSERT INTO touched SELECT action FROM dropped""",
        load.now,
        load.now,
    )
    await load.run(
        """WITH claims AS (
             SELECT DISTINCT ON (f.id) f.id, t.id AS action
             FROM put t CROSS JOIN unnest(t.finding_refs) AS e(ref)
             JOIN finding f ON f.ref = e.ref WHERE f.action IS NULL
             ORDER BY f.id, t.status = 'merged', t.line),
           joined AS (
             UPDATE finding f SET action = c.action, joined_at = {}, joined_by = {}
             FROM claims c WHERE f.id = c.id RETURNING f.id, f.action),
           told AS (
             INSERT INTO action_fact (action, field, value, happened_at, recorded_at)
             SELECT j.action, 'joined', j.id::text,
                    CASE WHEN t.found IS NULL THEN t.raised_at ELSE {} END, {}
             FROM joined j JOIN put t ON t.id = j.action)
           INSERT INTO touched SELECT action FROM joined""",
        load.now,
        load.viewer.user_id,
        load.now,
        load.now,
    )
    await load.run(
        """UPDATE action a SET merged_into = m.into_id
           FROM (SELECT DISTINCT ON (t.id) t.id, f.action AS into_id
                 FROM put t CROSS JOIN unnest(t.finding_refs) AS e(ref)
                 JOIN finding f ON f.ref = e.ref
                 WHERE t.status = 'merged' AND f.action <> t.id
                 ORDER BY t.id, f.action) m
           WHERE a.id = m.id AND a.merged_into IS NULL"""
    )
    await load.run(
        """UPDATE action a SET merged_into = NULL FROM put t
           WHERE a.id = t.found AND a.merged_into IS NOT NULL AND t.status <> 'merged'"""
    )
    await refresh(load, "SELECT id FROM touched")


async def _checks(load: Load) -> None:
    """Each time that somebody looked: when it was sent back, and when it had worked."""
    await load.run(
        """INSERT INTO action_check (id, action, worked, how, claim_done_at, checked_by,
                                     checked_by_name, checked_at, recorded_at)
           SELECT gen_random_uuid(), n.* FROM (
             SELECT t.id, false AS worked, {}, t.first_claim_at, NULL::uuid, NULL::text,
                    t.sent_back_at AS at, {}::timestamptz
             FROM put t WHERE t.sent_back_on IS NOT NULL
             UNION ALL
             SELECT t.id, true, {}, coalesce(t.claim_at, t.first_claim_at), t.checked_by_id,
                    t.checked_by_name, t.checked_at, {}
             FROM put t WHERE t.checked_on IS NOT NULL) n
           WHERE NOT EXISTS (SELECT 1 FROM action_check c WHERE c.action = n.id
                             AND c.worked = n.worked AND c.checked_at = n.at)""",
        HOW,
        load.now,
        HOW,
        load.now,
    )


async def _events(load: Load) -> None:
    """Each step is an event of its day, but a claim that was sent back only when it is dated."""
    audience = """CASE WHEN a.restricted THEN 'restricted'
                       WHEN a.embargoed_until > {} THEN 'quality_team' ELSE 'service' END"""
    step = f"""SELECT t.id, a.service, s.at AS happened_at, {audience} AS audience,
                      'action.' || CASE WHEN s.ord = 4 THEN 'sent_back'
                                        WHEN s.status = 'rejected' THEN 'we_cannot'
                                        ELSE s.status END AS kind
               FROM step s JOIN put t ON t.id = s.id JOIN action a ON a.id = t.id"""
    await load.record(
        "action.started",
        "action",
        f"""SELECT t.id, a.service, t.raised_at AS happened_at, {audience} AS audience,
                   jsonb_build_object('severity', a.severity, 'first_due_on', a.first_due_on,
                     'owner', a.owner, 'findings', (SELECT coalesce(jsonb_agg(f.id), '[]'::jsonb)
                                                    FROM finding f WHERE f.action = a.id)) AS data
            FROM put t JOIN action a ON a.id = t.id WHERE t.found IS NULL""",
        load.now,
    )
    await load.record(
        "action.done",
        "action",
        f"""{step} WHERE (t.found IS NULL OR t.id IN (SELECT id FROM restated))
              AND s.ord > 1 AND (s.ord <> 2 OR t.done_on <= t.sent_back_on)
            ORDER BY s.id, s.ord""",
        load.now,
    )
    await load.record(
        "action.changed",
        "action",
        f"""SELECT t.id, a.service, {audience} AS audience
            FROM put t JOIN action a ON a.id = t.id
            WHERE t.found IN (SELECT id FROM touched)""",
        load.now,
    )


LOADER = Loader(
    kind="actions",
    columns=COLUMNS,
    key=("ref",),
    known=("action", "k.ref = s.ref"),
    look=look,
    checks=checks,
    store=store,
)
