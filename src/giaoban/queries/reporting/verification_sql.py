"""How are totals worked out in DuckDB's SQL? Step by step, from what verification.py put there.

Each run works on the periods of `wanted`, of which `stored_figures` and `stored_coverage` are.
"""

STEPS = (
    # The reported periods within a period; only what has been opened is there.
    """
    CREATE OR REPLACE TABLE part AS
    SELECT whole.id AS period, part.id AS part,
        -- reports of an incident may begin on one day: their number decides which is the later
        part.starts * 100 + COALESCE(
            TRY_CAST(regexp_extract(part.key, '^incident:.*/(\\d\\d)$', 1) AS BIGINT), 0
        ) AS starts
    FROM period whole JOIN period part ON part.regime = whole.regime AND part.reported = 1
    WHERE whole.id IN (SELECT period FROM wanted)
      AND (whole.id = part.id
        OR (whole.of_frequency = 0 AND part.starts >= whole.starts AND part.ends <= whole.ends
            AND (whole.key NOT LIKE 'incident:%' OR starts_with(part.key, whole.key || '/'))))
    """,
    # Who hung where on a period's last day, a closed unit on its own last day.
    """
    CREATE OR REPLACE TABLE hung AS
    SELECT days.ends, u.id AS unit, p.parent
    FROM (
        SELECT DISTINCT ends FROM period WHERE id IN (SELECT period FROM wanted)
    ) days
    JOIN unit u ON u.opened <= days.ends
    JOIN placement p ON p.unit = u.id
      AND p.since <= LEAST(days.ends, COALESCE(u.closed - 1, days.ends))
      AND (p.until IS NULL OR p.until > LEAST(days.ends, COALESCE(u.closed - 1, days.ends)))
    """,
    """
    CREATE OR REPLACE TABLE lineage AS
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
    CREATE OR REPLACE TABLE own AS
    SELECT said.unit, part.period, i.slot, i.over_units,
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
    GROUP BY said.unit, part.period, i.slot, i.over_units, i.over_time
    """,
    # Then tree.
    """
    CREATE OR REPLACE TABLE computed_figures AS
    SELECT l.above AS unit, own.period, own.slot, sum(own.number) AS sum,
        count(*)::DOUBLE AS count, min(own.number) AS least, max(own.number) AS most
    FROM own
    JOIN period p ON p.id = own.period
    JOIN lineage l ON l.ends = p.ends AND l.unit = own.unit
    WHERE own.number IS NOT NULL AND (own.over_units <> 'none' OR l.above = l.unit)
    GROUP BY l.above, own.period, own.slot
    """,
    # Of a whole incident one report is enough, as the latest figures stand.
    """
    CREATE OR REPLACE TABLE own_coverage AS
    SELECT whole.unit, part.period,
        1 AS expected,
        CASE WHEN p.key LIKE 'incident:%' THEN bool_or(COALESCE(r.counted, '') <> '')
            ELSE bool_and(COALESCE(r.counted, '') <> '') END::INTEGER AS received,
        bool_or(COALESCE(r.late, 0) = 1 AND COALESCE(r.counted, '') <> '')::INTEGER AS was_late,
        bool_or(COALESCE(r.latest, '') = 'returned')::INTEGER AS returned,
        bool_and(COALESCE(r.counted, '') IN ('accepted', 'locked', ''))::INTEGER AS accepted,
        max(COALESCE(r.estimated, 0)) AS estimated, max(COALESCE(r.over_error, 0)) AS over_error
    FROM asked whole
    JOIN period p ON p.id = whole.period
    JOIN part ON part.period = whole.period
    JOIN asked within ON within.period = part.part AND within.unit = whole.unit
    LEFT JOIN report r ON r.unit = whole.unit AND r.period = part.part
    GROUP BY whole.unit, part.period, p.key
    """,
    """
    CREATE OR REPLACE TABLE computed_coverage AS
    SELECT l.above AS unit, c.period, sum(c.expected) AS expected, sum(c.received) AS received,
        sum(c.received * c.was_late) AS late, sum(c.returned) AS returned,
        sum(c.received * c.accepted) AS accepted, sum(c.received * c.estimated) AS estimated,
        sum(c.received * c.over_error) AS over_error
    FROM own_coverage c
    JOIN period p ON p.id = c.period
    JOIN lineage l ON l.ends = p.ends AND l.unit = c.unit
    GROUP BY l.above, c.period
    """,
    # Side by side; `scale` is what a sum was made of.
    """
    CREATE OR REPLACE TABLE figures AS
    SELECT unit, period, i.code, s.sum AS stored_sum, s.count AS stored_count,
        s.least AS stored_least, s.most AS stored_most, c.sum, c.count, c.least, c.most,
        COALESCE(c.count * greatest(abs(c.least), abs(c.most)), 0) AS scale
    FROM stored_figures s
    FULL JOIN computed_figures c USING (unit, period, slot)
    JOIN period p ON p.id = period
    JOIN indicator i ON i.regime = p.regime AND i.slot = slot
    """,
    # One line for every number, never all of them at once: four times as many as the figures.
    """
    CREATE OR REPLACE VIEW compared AS
    SELECT * FROM (
        SELECT unit, period, code || ' ' || side.part AS what, side.stored, side.computed, scale
        FROM (
            SELECT unit, period, code, scale, unnest([
                {'part': 'sum', 'stored': stored_sum, 'computed': sum},
                {'part': 'count', 'stored': stored_count, 'computed': count},
                {'part': 'least', 'stored': stored_least, 'computed': least},
                {'part': 'most', 'stored': stored_most, 'computed': most}
            ]) AS side
            FROM figures
        )
        WHERE side.stored IS NOT NULL OR side.computed IS NOT NULL
        UNION ALL
        SELECT unit, period, side.part, side.stored, side.computed, 0
        FROM (
            SELECT unit, period, unnest([
                {'part': 'expected', 'stored': s.expected, 'computed': c.expected::BIGINT},
                {'part': 'received', 'stored': s.received, 'computed': c.received::BIGINT},
                {'part': 'late', 'stored': s.late, 'computed': c.late::BIGINT},
                {'part': 'returned', 'stored': s.returned, 'computed': c.returned::BIGINT},
                {'part': 'accepted', 'stored': s.accepted, 'computed': c.accepted::BIGINT},
                {'part': 'estimated', 'stored': s.estimated, 'computed': c.estimated::BIGINT},
                {'part': 'over_error', 'stored': s.over_error, 'computed': c.over_error::BIGINT}
            ]) AS side
            FROM stored_coverage s FULL JOIN computed_coverage c USING (unit, period)
        )
        WHERE COALESCE(side.stored, 0) <> 0 OR COALESCE(side.computed, 0) <> 0
    )
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
