"""Spot-check coverage counted by the database alone: two numbers each for two periods.

The membership is that of ``qa.rules.coverage``, said once more in SQL for the pages that only
need the share; a test holds both to the same answers.
"""

from audits.figures import known, known_workers, settings_of
from qa import db
from qa.db import SQL, all_of
from qa.reports.asked import Asked
from qa.reports.places import places
from qa.reports.shapes import CoverageShare, Share
from qa.rules.bands import band
from qa.rules.london import end_of_day, start_of_day
from qa.rules.membership import SELF_FUNDED, CoverageSettings
from qa.rules.percentages import percentage, plain_number
from qa.rules.periods import Period
from qa.viewer import Viewer


async def coverage_share(viewer: Viewer, asked: Asked) -> CoverageShare:
    """Checked of all, for the period and for the one before (rules.md R110, A41)."""
    there = await places(viewer, asked)
    settings = settings_of(there)
    this, before = asked.period, asked.before().period
    found = await db.row(
        """WITH worker AS MATERIALIZED (
             SELECT w.id, w.started_on, w.left_on, {} AS this, {} AS before
             FROM (SELECT v.worker AS id, v.started_on,
                          CASE WHEN v.left_on <= {} THEN v.left_on END AS left_on,
                          CAST(v.started_on + make_interval(months => {}) AS date) AS ripe_on
                   FROM worker_version v
                   WHERE v.job = 'support_worker' AND v.started_on <= {} AND {} AND {}) w),
           checked AS (
             SELECT c.worker, bool_or({}) AS this, bool_or({}) AS before
             FROM spot_check c JOIN worker w ON w.id = c.worker
             WHERE c.checked_at >= {} AND c.checked_at <= {} AND {} AND {}
             GROUP BY c.worker)
           SELECT count(*) FILTER (WHERE w.this) AS denominator,
                  count(*) FILTER (WHERE w.this AND k.this) AS numerator,
                  count(*) FILTER (WHERE w.before) AS denominator_before,
                  count(*) FILTER (WHERE w.before AND k.before) AS numerator_before
           FROM worker w LEFT JOIN checked k ON k.worker = w.id""",
        _employed_long_enough(this),
        _employed_long_enough(before),
        asked.today,
        settings.min_months,
        asked.today,
        known_workers(viewer, asked, there),
        _under_contract(settings),
        _during(this),
        _during(before),
        start_of_day(before.from_on),
        min(end_of_day(this.to_on), asked.as_at),
        known(asked, "c"),
        _COUNTS,
    )
    assert found is not None
    now = _share(found["numerator"], found["denominator"])
    return CoverageShare(
        now=now,
        before=_share(found["numerator_before"], found["denominator_before"]),
        target=None if settings.target is None else plain_number(settings.target),
        band=band(now.numerator, now.denominator, settings.target),
    )


# `membership.why_check_not_counted` and `why_worker_not_in`, for a check c of a worker w.
_LONDON_DAY = "CAST(c.checked_at AT TIME ZONE 'Europe/London' AS date)"
_COUNTS = SQL(
    f"""NOT c.announced AND c.checker_role = 'manager' AND NOT c.on_shift_with_worker
       AND c.during_support AND c.outcome <> 'aborted'
       AND (w.started_on <= {_LONDON_DAY})
       AND (w.left_on IS NULL OR {_LONDON_DAY} <= w.left_on)"""
)


def _employed_long_enough(period: Period) -> SQL:
    """Whether a worker w was employed in the period, and for long enough by its end or by the
    day they left (A09)."""
    return SQL(
        """(w.started_on <= {} AND coalesce(w.left_on >= {}, TRUE)
            AND w.ripe_on <= least(w.left_on, {}))""",
        period.to_on,
        period.from_on,
        period.to_on,
    )


def _under_contract(settings: CoverageSettings) -> SQL:
    """The other reasons of `membership.why_worker_left_out`, which no day changes.

    Written out where they can be, so that the database knows beforehand how many there are.
    """
    where = [SQL(f"NOT v.supports <@ ARRAY['{SELF_FUNDED}']::varchar[]")]
    if settings.contract is not None:
        contracts = [settings.contract, *sorted(settings.partner_contracts)]
        where = [SQL("v.supports && {}", contracts)]
    if not settings.agency_in:
        where.append(SQL("v.employed_as <> 'agency'"))
    if not settings.bank_in:
        where.append(SQL("v.employed_as <> 'bank'"))
    return all_of(*where)


def _during(period: Period) -> SQL:
    return SQL(
        "c.checked_at BETWEEN {} AND {}", start_of_day(period.from_on), end_of_day(period.to_on)
    )


def _share(numerator: int, denominator: int) -> Share:
    return Share(numerator, denominator, percentage(numerator, denominator))
