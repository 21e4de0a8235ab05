"""How are totals worked out in DuckDB's SQL? Step by step, from what verification.py put there."""

STEPS = (
    # The reported periods within a period; only what has been opened is there.
    """
    CREATE TABLE part AS
    SELECT whole.id AS period, part.id AS part,
        -- reports of an incident may begin on one day: their number decides which is the later
        part.starts * 100 + COALESCE(
            TRY_CAST(regexp_extract(part.key, '^incident:.*/(\\d\\d)$', 1) AS BIGINT), 0
        ) AS starts
    FROM period whole JOIN period part ON part.regime = whole.regime AND part.reported = 1
    WHERE whole.id = part.id
       OR (whole.of_frequency = 0 AND part.starts >= whole.starts AND part.ends <= whole.ends
           AND (whole.key NOT LIKE 'incident:%' OR starts_with(part.key, whole.key || '/')))
    """,
    # Who hung where on a period's last day, a closed unit on its own last day.
    """
    CREATE TABLE hung AS
    SELECT days.ends, u.id AS unit, p.parent
    FROM (SELECT DISTINCT ends FROM period) days
    JOIN unit u ON u.opened <= days.ends
    JOIN placement p ON p.unit = u.id
      AND p.since <= LEAST(days.ends, COALESCE(u.closed - 1, days.ends))
      AND (p.until IS NULL OR p.until > LEAST(days.ends, COALESCE(u.closed - 1, days.ends)))
    """,
    """
    CREATE TABLE lineage AS
    WITH RECURSIVE up AS (
        SELECT ends, unit, unit AS above FROM hung
        UNION ALL
        SELECT up.ends, up.unit, hung.parent
        FROM up JOIN hung ON hung.ends = up.ends AND hung.unit = up.above
        WHERE hung.parent IS NOT NULL
    )
    SELECT * FROM up
    """,
    # Time first: each unit's own value of every period.
    """
    CREATE TABLE own AS
    SELECT said.unit, part.period, i.slot, i.regime, i.code, i.over_units,
        CASE i.over_time
            WHEN 'sum' THEN sum(said.number)
            WHEN 'average' THEN avg(said.number)
            WHEN 'first' THEN arg_min(said.number, part.starts)
            WHEN 'last' THEN arg_max(said.number, part.starts)
            WHEN 'cumulative' THEN arg_max(said.number, part.starts)
            WHEN 'least' THEN min(said.number)
            WHEN 'most' THEN max(said.number)
            ELSE CASE WHEN max(p.of_frequency) = 1 THEN max(said.number) END
        END AS number
    FROM said
    JOIN part ON part.part = said.period
    JOIN period p ON p.id = part.period
    JOIN indicator i ON i.id = said.indicator
    GROUP BY said.unit, part.period, i.slot, i.regime, i.code, i.over_units, i.over_time
    """,
    # Then tree.
    """
    CREATE TABLE computed_figures AS
    SELECT l.above AS unit, own.period, own.slot, sum(own.number) AS sum,
        count(*)::DOUBLE AS count, min(own.number) AS least, max(own.number) AS most
    FROM own
    JOIN period p ON p.id = own.period
    JOIN lineage l ON l.ends = p.ends AND l.unit = own.unit
    WHERE own.number IS NOT NULL AND (own.over_units <> 'none' OR l.above = l.unit)
    GROUP BY l.above, own.period, own.slot
    """,
    """
    CREATE TABLE own_coverage AS
    SELECT whole.unit, part.period,
        1 AS expected,
        bool_and(COALESCE(r.counted, '') <> '')::INTEGER AS received,
        bool_or(COALESCE(r.late, 0) = 1)::INTEGER AS was_late,
        bool_or(COALESCE(r.latest, '') = 'returned')::INTEGER AS returned,
        bool_and(COALESCE(r.counted, '') IN ('accepted', 'locked'))::INTEGER AS accepted,
        max(COALESCE(r.estimated, 0)) AS estimated, max(COALESCE(r.over_error, 0)) AS over_error
    FROM asked whole
    JOIN part ON part.period = whole.period
    JOIN asked within ON within.period = part.part AND within.unit = whole.unit
    LEFT JOIN report r ON r.unit = whole.unit AND r.period = part.part
    GROUP BY whole.unit, part.period
    """,
    """
    CREATE TABLE computed_coverage AS
    SELECT l.above AS unit, c.period, sum(c.expected) AS expected, sum(c.received) AS received,
        sum(c.received * c.was_late) AS late, sum(c.returned) AS returned,
        sum(c.accepted) AS accepted, sum(c.received * c.estimated) AS estimated,
        sum(c.received * c.over_error) AS over_error
    FROM own_coverage c
    JOIN period p ON p.id = c.period
    JOIN lineage l ON l.ends = p.ends AND l.unit = c.unit
    GROUP BY l.above, c.period
    """,
    # Side by side, one line for every number; `scale` is what a sum was made of.
    """
    CREATE TABLE compared AS
    WITH stored AS (
        UNPIVOT stored_figures ON sum, count, least, most INTO NAME part VALUE number
    ), computed AS (
        UNPIVOT computed_figures ON sum, count, least, most INTO NAME part VALUE number
    ), sizes AS (
        SELECT unit, period, slot, count * greatest(abs(least), abs(most)) AS scale
        FROM computed_figures
    )
    SELECT unit, period, i.code || ' ' || part AS what, s.number AS stored,
        c.number AS computed, COALESCE(z.scale, 0) AS scale
    FROM stored s
    FULL JOIN computed c USING (unit, period, slot, part)
    LEFT JOIN sizes z USING (unit, period, slot)
    JOIN period p ON p.id = period
    JOIN indicator i ON i.regime = p.regime AND i.slot = slot
    UNION ALL
    SELECT unit, period, part, s.number, c.number, 0
    FROM (
        UNPIVOT stored_coverage ON expected, received, late, returned, accepted, estimated,
            over_error INTO NAME part VALUE number
    ) s
    FULL JOIN (
        UNPIVOT (SELECT unit, period, expected::BIGINT AS expected, received::BIGINT AS received,
            late::BIGINT AS late, returned::BIGINT AS returned, accepted::BIGINT AS accepted,
            estimated::BIGINT AS estimated, over_error::BIGINT AS over_error
            FROM computed_coverage)
        ON expected, received, late, returned, accepted, estimated, over_error
        INTO NAME part VALUE number
    ) c USING (unit, period, part)
    WHERE COALESCE(s.number, 0) <> 0 OR COALESCE(c.number, 0) <> 0
    """,
)

DIFFERENCES = """
    SELECT p.regime, u.code, p.key, what, stored, computed
    FROM compared JOIN unit u ON u.id = unit JOIN period p ON p.id = period
    WHERE stored IS DISTINCT FROM computed
      AND (stored IS NULL OR computed IS NULL
           OR abs(stored - computed) > ? * greatest(abs(stored), abs(computed), scale))
    ORDER BY p.regime, p.ends, p.starts, u.code, what
"""
