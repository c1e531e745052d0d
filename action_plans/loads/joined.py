"""What an action has from the findings that are joined to it, worked out for many at once."""

from qa.loads.staging import Load


async def refresh(load: Load, actions: str) -> None:
    """As ``commands.joining.refresh`` for one: sources (of findings that are not restricted),
    H&S content, an outside body's date; and restricted or embargoed when every finding is.

    ``actions`` is a statement that gives ids.
    """
    await load.run(
        f"""UPDATE action a SET sources = j.sources, hs_content = j.hs_content,
                   limit_on = j.limit_on, restricted = j.restricted, embargoed_until = j.until
            FROM (SELECT f.action,
                         coalesce((SELECT string_agg(s.source, ';' ORDER BY s.first_on, s.source)
                           FROM (SELECT o.source, min(o.raised_on) AS first_on FROM finding o
                                 WHERE o.action = f.action AND NOT o.restricted
                                 GROUP BY o.source) s), '') AS sources,
                         bool_or(f.hs_content) AS hs_content, min(f.limit_on) AS limit_on,
                         bool_and(f.restricted) AS restricted,
                         CASE WHEN bool_and(coalesce(f.embargoed_until > {{}}, false))
                              THEN max(f.embargoed_until) END AS until
                  FROM finding f WHERE f.action IN ({actions}) GROUP BY f.action) j
            WHERE a.id = j.action""",
        load.now,
    )
    await load.run(
        f"""UPDATE action a SET sources = '', hs_content = false, limit_on = NULL,
                   restricted = false, embargoed_until = NULL
            WHERE a.id IN ({actions}) AND a.sources <> ''
              AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.action = a.id)"""
    )
