"""How every action stood at a time, as it was known at a time: one shape of rows.

Asked for now, it is read from the actions themselves; asked for the past, from their dated
facts, with the same names. Facts are read in the order in which they were recorded, since
each of them was true of an action that stood as the ones before had left it; what happened
after ``as_at`` or was recorded after ``known_at`` is left out.
"""

from action_plans import scopes
from action_plans.rules.statuses import OPEN, VERIFIED, Status
from qa.db import SQL, all_of
from qa.reports.asked import Asked
from qa.reports.places import Places, at, counts_only
from qa.viewer import Viewer

OPEN_STATUS, CLAIMED_STATUS, NOT_DONE = (
    "(" + ", ".join(f"'{status}'" for status in sorted(group)) + ")"
    for group in (OPEN, VERIFIED | {Status.DONE}, OPEN - {Status.DONE})
)


def state(viewer: Viewer, asked: Asked, there: Places) -> SQL:
    """Rows of ``id, ref, service, severity, status, raised_on, first_due_on, due_on, done_on,
    checked_on`` of the actions that the viewer may count, in the places asked for.

    ``done_on`` is the day of the claim that stands, or was checked; ``checked_on`` the day
    of the check that stands.
    """
    where = [
        _counted_for(viewer, asked),
        at(asked, there, "a.service", by_contract=True),
    ]
    if asked.severity is not None:
        where.append(SQL("a.severity = {}", asked.severity))
    if asked.source is not None:
        where.append(_from_source(viewer, asked))
    # The table itself lets each condition use its own index.
    rows = SQL("action") if asked.is_now else _past(asked)
    return SQL(
        """SELECT a.id, a.ref, a.service, a.severity, a.status, a.raised_on, a.first_due_on,
                  a.due_on, a.done_on, a.checked_on
           FROM {} a WHERE {}""",
        rows,
        all_of(*where),
    )


def joined(asked: Asked) -> SQL:
    """Rows of ``action, finding`` (ids): which findings were with which action then."""
    if asked.is_now:
        return SQL("SELECT jf.action, jf.id AS finding FROM finding jf WHERE jf.action IS NOT NULL")
    return SQL(
        """SELECT j.action, CAST(j.value AS uuid) AS finding FROM (
              SELECT DISTINCT ON (jf.action, jf.value) jf.action, jf.value, jf.field
              FROM action_fact jf WHERE jf.field IN ('joined', 'unjoined') AND {}
              ORDER BY jf.action, jf.value, jf.seq DESC) j
            WHERE j.field = 'joined'""",
        _known(asked, "jf"),
    )


def reopened(asked: Asked, action: str) -> SQL:
    """Whether an action was sent back or reopened: under way again after a claim."""
    return SQL(
        f"""EXISTS (SELECT 1 FROM action_fact rf
                    WHERE rf.action = {action} AND rf.field = 'reopened' AND {{}}
                      AND rf.seq > coalesce((SELECT m.seq FROM ({{}}) m
                                             WHERE m.action = {action}), 0))""",
        _known(asked, "rf"),
        _restated(asked),
    )


def found_again(asked: Asked) -> SQL:
    """Rows of ``action, last_on``: the last day on which a finding at the service had the same
    question as one of the action's own, or was said by a person to be the same thing again."""
    return SQL(
        """SELECT again.action, max(again.raised_on) AS last_on FROM (
             SELECT j.action, later.raised_on
             FROM ({}) j JOIN finding own ON own.id = j.finding
             JOIN finding later ON later.service = own.service
                               AND later.question_key = own.question_key
             WHERE own.question_key IS NOT NULL AND later.raised_on > own.raised_on
               AND later.raised_on <= {} AND later.recorded_at <= {}
             UNION ALL
             SELECT cf.action, later.raised_on
             FROM action_fact cf JOIN finding later ON later.id = CAST(cf.value AS uuid)
             WHERE cf.field = 'came_back' AND {}) again
           GROUP BY again.action""",
        joined(asked),
        asked.today,
        asked.known_at,
        _known(asked, "cf"),
    )


def _past(asked: Asked) -> SQL:
    """Actions from their facts, under the names of the columns of ``action``."""
    latest = ", ".join(
        f"(array_agg(f.value ORDER BY f.seq DESC) FILTER (WHERE f.field = '{field}'))[1] AS {field}"
        for field in ("status", "due_on", "severity", "service")
    )
    day_of = ", ".join(
        f"""(array_agg(f.happened_at ORDER BY f.seq DESC)
             FILTER (WHERE f.field = 'status' AND f.value = '{status}'))[1] AS {name}"""
        for status, name in (("done", "claimed_at"), ("checked", "verified_at"))
    )
    return SQL(
        f"""(SELECT o.id, o.ref, coalesce(CAST(s.service AS uuid), o.service) AS service,
                    s.severity, s.status, o.raised_on, o.first_due_on,
                    CAST(s.due_on AS date) AS due_on,
                    CASE WHEN s.status IN {CLAIMED_STATUS}
                         THEN {_london_day("s.claimed_at")} END AS done_on,
                    CASE WHEN s.status IN ('checked', 'closed')
                         THEN {_london_day("s.verified_at")} END AS checked_on,
                    o.owner, o.restricted, o.hs_content, o.embargoed_until
             FROM action o
             JOIN (SELECT f.action, {latest}, {day_of} FROM action_fact f
                   LEFT JOIN ({{}}) m ON m.action = f.action
                   WHERE {{}} AND (f.field <> 'status' OR m.seq IS NULL OR f.seq > m.seq)
                   GROUP BY f.action) s
               ON s.action = o.id
             WHERE o.raised_at <= {{}} AND o.recorded_at <= {{}} AND s.status IS NOT NULL)""",
        _restated(asked),
        _known(asked, "f"),
        asked.as_at,
        asked.known_at,
    )


def _known(asked: Asked, fact: str) -> SQL:
    return SQL(
        f"{fact}.happened_at <= {{}} AND {fact}.recorded_at <= {{}}", asked.as_at, asked.known_at
    )


def _restated(asked: Asked) -> SQL:
    """Since when an action's steps are told anew: a file came again with other dates."""
    return SQL(
        """SELECT mf.action, max(mf.seq) AS seq FROM action_fact mf
           WHERE mf.field = 'restated' AND mf.recorded_at <= {} GROUP BY mf.action""",
        asked.known_at,
    )


def _from_source(viewer: Viewer, asked: Asked) -> SQL:
    """Any finding of the action that this viewer may know has the source."""
    seen = (
        SQL("NOT sf.restricted")
        if counts_only(viewer)
        else scopes.findings(viewer, asked.now, "sf")
    )
    return SQL(
        "a.id IN (SELECT j.action FROM ({}) j JOIN finding sf ON sf.id = j.finding"
        " WHERE sf.source = {} AND {})",
        joined(asked),
        asked.source,
        seen,
    )


def _counted_for(viewer: Viewer, asked: Asked) -> SQL:
    """As the lists of actions; committee members count all that is not restricted."""
    if counts_only(viewer):
        return SQL("NOT a.restricted")
    return scopes.actions(viewer, asked.now)


def _london_day(moment: str) -> str:
    return f"CAST({moment} AT TIME ZONE 'Europe/London' AS date)"
