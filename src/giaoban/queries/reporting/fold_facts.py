"""What must be known to fold marks into totals: the tree around them, values, old totals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray

from giaoban.models import Indicator, Period, Placement, Submission, Total, Unit
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.coverage import COUNTS, ReportFacts
from giaoban.rules.reporting.indicators import OverTime, OverUnits
from giaoban.rules.reporting.rollup import SlotRules, no_figures, own_vector, unpack
from giaoban.rules.reporting.states import ReportState
from giaoban.rules.units.tree import DatedTree, PlacementFacts, UnitFacts

FEW = 400
"""Up to so many units are named one by one in a statement; beyond it everything is read."""

Vectors = NDArray[np.float64]


def slot_rules(regime_id: int) -> SlotRules:
    """The rules of the regime's slots, in their order."""
    rows = (
        Indicator.objects.filter(regime=regime_id, slot__isnull=False)
        .order_by("slot")
        .values_list("over_time", "over_units")
    )
    return SlotRules(
        tuple(OverTime(time) for time, _ in rows), tuple(OverUnits(units) for _, units in rows)
    )


def tree_around(unit_ids: Collection[int]) -> DatedTree:
    """The units, everything that ever was above them, and whatever ever hung under any of these.

    Enough to place the units, their ancestors and their ancestors' children on any day. Of many
    units it is the whole tree.
    """
    if len(unit_ids) > FEW:
        return load_dated_tree()
    around = RawSQL(_around(_UNITS_AROUND, unit_ids), sorted(unit_ids))
    units = Unit.objects.order_by().filter(pk__in=around)
    placements = Placement.objects.order_by().filter(unit__in=around)
    return DatedTree(
        (
            UnitFacts(*row)
            for row in units.values_list("pk", "code", "name", "kind", "opened_on", "closed_on")
        ),
        (
            PlacementFacts(*row)
            for row in placements.values_list("unit_id", "parent_id", "since", "until")
        ),
    )


def children_around(unit_ids: Collection[int]) -> int:
    """How many placements under these units and under whatever ever was above them."""
    if not unit_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_around(_CHILDREN_AROUND, unit_ids), sorted(unit_ids))
        return int(cursor.fetchone()[0])


def _around(statement: str, unit_ids: Collection[int]) -> str:
    """The statement over `line`: the units and whatever ever was above them.

    The units are one list of rows: PostgreSQL plans a UNION of hundreds for seconds.
    """
    rows = ", ".join(["(CAST(%s AS bigint))"] * len(unit_ids))
    line = f"""
        WITH RECURSIVE start(id) AS (
            {f"VALUES {rows}" if unit_ids else "SELECT CAST(NULL AS bigint)"}
        ), line(id) AS (
            SELECT id FROM start
            UNION
            SELECT p.parent_id FROM giaoban_placement p JOIN line ON p.unit_id = line.id
            WHERE p.parent_id IS NOT NULL
        )
    """
    return line + statement


_UNITS_AROUND = """
    SELECT id FROM line
    UNION SELECT p.unit_id FROM giaoban_placement p JOIN line ON p.parent_id = line.id
"""
_CHILDREN_AROUND = "SELECT COUNT(*) FROM giaoban_placement p JOIN line ON p.parent_id = line.id"


def report_facts(
    unit_ids: Collection[int], period_ids: Collection[int]
) -> dict[tuple[int, int], ReportFacts]:
    """By unit and period, for those that have a report; one query."""
    rows = _of_units(Submission.objects.filter(period__in=period_ids), unit_ids).values_list(
        "unit_id",
        "period_id",
        "counted__state",
        "latest__state",
        "is_late",
        "counted__has_estimates",
        "counted__over_error",
    )
    return {
        (unit_id, period_id): ReportFacts(
            ReportState(counted) if counted else None,
            ReportState(latest) if latest else None,
            is_late,
            bool(has_estimates),
            bool(over_error),
        )
        for unit_id, period_id, counted, latest, is_late, has_estimates, over_error in rows
    }


def vectors_of_values(
    unit_ids: Sequence[int], period_id: int, slot_of: dict[int, int], slots: int
) -> Vectors:
    """What the counted versions say: (units, slots) in the order of `unit_ids`, which ascends."""
    vectors = np.full((len(unit_ids), slots), np.nan)
    named = len(unit_ids) <= FEW
    holes = f"AND s.unit_id IN ({', '.join(['%s'] * len(unit_ids))})" if named else ""
    if not unit_ids:
        return vectors
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT s.unit_id, v.indicator_id, v.number
            FROM giaoban_submission s JOIN giaoban_value v ON v.version_id = s.counted_id
            WHERE s.period_id = %s AND v.number IS NOT NULL {holes}
            """,
            [period_id, *(unit_ids if named else ())],
        )
        rows = cursor.fetchall()
    row_of = {unit_id: row for row, unit_id in enumerate(unit_ids)}
    placed = [
        (row_of[unit_id], slot_of[indicator_id], number)
        for unit_id, indicator_id, number in rows
        if unit_id in row_of and indicator_id in slot_of
    ]
    if placed:
        units, at_slots, numbers = zip(*placed, strict=True)
        vectors[list(units), list(at_slots)] = numbers
    return vectors


def vectors_of_totals(unit_ids: Sequence[int], period_id: int, slots: int) -> Vectors:
    """The own vectors of units with nothing under them, read back from their totals."""
    vectors = np.full((len(unit_ids), slots), np.nan)
    row_of = {unit_id: row for row, unit_id in enumerate(unit_ids)}
    found = _of_units(Total.objects.filter(period=period_id), unit_ids).values_list(
        "unit_id", "figures"
    )
    rows = [(row_of[unit_id], figures) for unit_id, figures in found if unit_id in row_of]
    if rows:
        vectors[[row for row, _ in rows]] = own_vector(
            unpack([figures for _, figures in rows], slots)
        )
    return vectors


Stored = tuple[NDArray[np.float64], NDArray[np.int64]]


def stored_totals(wanted: Mapping[int, Sequence[int]], slots: int) -> dict[int, Stored]:
    """Totals as they stand, by period, for the units wanted in each; one query.

    Figures are (units, slots, 4) and coverage (units, counts), in the order in which the units were
    given; nothing where no row is.
    """
    found: dict[int, Stored] = {
        period_id: (
            no_figures(len(unit_ids), slots),
            np.zeros((len(unit_ids), len(COUNTS)), dtype=np.int64),
        )
        for period_id, unit_ids in wanted.items()
    }
    everyone = {unit_id for unit_ids in wanted.values() for unit_id in unit_ids}
    if not everyone:
        return found
    place = {
        (period_id, unit_id): row
        for period_id, unit_ids in wanted.items()
        for row, unit_id in enumerate(unit_ids)
    }
    by_period: dict[int, list[Any]] = {period_id: [] for period_id in wanted}
    for row in _total_rows(list(wanted), everyone):
        if (row[0], row[1]) in place:
            by_period[row[0]].append(row)
    for period_id, rows in by_period.items():
        if rows:
            places = [place[row[0], row[1]] for row in rows]
            figures, coverage = found[period_id]
            figures[places] = unpack([row[2] for row in rows], slots)
            coverage[places] = [row[3:] for row in rows]
    return found


def _total_rows(period_ids: Sequence[int], unit_ids: Collection[int]) -> list[Any]:
    holes = ", ".join(["%s"] * len(period_ids))
    statement = f"""
        SELECT period_id, unit_id, figures, {", ".join(COUNTS)}
        FROM giaoban_total WHERE period_id IN ({holes})
    """
    params = list(period_ids)
    if len(unit_ids) <= FEW:
        statement += f" AND unit_id IN ({', '.join(['%s'] * len(unit_ids))})"
        params.extend(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def periods_of(regime_id: int) -> dict[str, Period]:
    """Every period of the regime by its key."""
    return {period.key: period for period in Period.objects.filter(regime=regime_id)}


def slots_by_indicator(regime_id: int) -> dict[int, int]:
    rows: Iterable[tuple[int, int | None]] = Indicator.objects.filter(
        regime=regime_id, slot__isnull=False
    ).values_list("pk", "slot")
    return {indicator_id: slot for indicator_id, slot in rows if slot is not None}


def _of_units(queryset, unit_ids):  # type: ignore[no-untyped-def]
    return queryset.filter(unit__in=unit_ids) if len(unit_ids) <= FEW else queryset
