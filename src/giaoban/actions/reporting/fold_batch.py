"""What are the new totals of one regime, given which units changed in which periods?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from giaoban.models import Period, Regime
from giaoban.queries.reporting import fold_facts
from giaoban.queries.reporting.incident_areas import areas_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.rules.reporting.coverage import COUNTS, Coverage, ReportFacts, coverage_of_unit
from giaoban.rules.reporting.periods import PeriodKind, enclosing_keys, parts_of
from giaoban.rules.reporting.rollup import (
    COUNT,
    Array,
    no_figures,
    over_time,
    own_figures,
    pack,
    with_children,
)
from giaoban.rules.units.tree import DatedTree, Tree

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class PeriodTotals:
    """The totals of one period, ready to be stored: row for row of `unit_ids`."""

    period_id: int
    unit_ids: list[int]
    figures: Array
    coverage: Counts

    @cached_property
    def _is_there(self) -> NDArray[np.bool_]:
        has_figures = (self.figures[..., COUNT] > 0).any(axis=1)
        has_counts: NDArray[np.bool_] = has_figures | (self.coverage != 0).any(axis=1)
        return has_counts

    def write(self) -> int:
        rows = [
            (unit_id, self.period_id, pack(self.figures[row]), *self.coverage[row].tolist())
            for row, unit_id in enumerate(self.unit_ids)
            if self._is_there[row]
        ]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(_UPSERT, rows)
        return len(rows)

    def remove_empty(self) -> int:
        """Delete the totals of units that lost everything; how many were looked for."""
        gone = [
            (self.period_id, unit_id)
            for row, unit_id in enumerate(self.unit_ids)
            if not self._is_there[row]
        ]
        if gone:
            with connection.cursor() as cursor:
                cursor.executemany(
                    "DELETE FROM giaoban_total WHERE period_id = %s AND unit_id = %s", gone
                )
        return len(gone)


_UPSERT = """
    INSERT INTO giaoban_total
        (unit_id, period_id, figures, expected, received, late, returned, accepted, estimated,
         over_error)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (period_id, unit_id) DO UPDATE SET
        figures = excluded.figures, expected = excluded.expected, received = excluded.received,
        late = excluded.late, returned = excluded.returned, accepted = excluded.accepted,
        estimated = excluded.estimated, over_error = excluded.over_error
"""


class RegimeFold:
    """One batch of marks of one regime."""

    def __init__(self, regime: Regime, tree: DatedTree) -> None:
        self._regime = regime
        self._frequency = PeriodKind(regime.frequency)
        self._year_starts = regime.year_starts
        self._tree = tree
        self._rules = fold_facts.slot_rules(regime.pk)
        self._slot_of = fold_facts.slots_by_indicator(regime.pk)
        self._by_key = fold_facts.periods_of(regime.pk)
        self._trees: dict[int, Tree] = {}
        self._asked: dict[int, set[int]] = {}
        self._areas = areas_of(self._by_key.values())

    def totals(self, marked: Mapping[int, set[int]]) -> Iterator[PeriodTotals]:
        """The totals that change, from the units marked in each period (by its id)."""
        affected = {
            period.pk: self._with_ancestors(period, unit_ids)
            for period, unit_ids in self._targets(marked)
        }
        periods = {period.pk: period for period in self._by_key.values()}
        needed: defaultdict[int, set[int]] = defaultdict(set)
        for period_id, unit_ids in affected.items():
            for part in self._opened_parts(periods[period_id]):
                needed[part.pk].update(unit_ids)
        vectors = {
            part_id: self._own_vectors(periods[part_id], unit_ids, marked.get(part_id, set()))
            for part_id, unit_ids in needed.items()
        }
        everyone = set().union(*needed.values())
        reports = fold_facts.report_facts(everyone, list(needed)) if needed else {}
        beside = {
            period_id: self._beside(periods[period_id], unit_ids)
            for period_id, unit_ids in affected.items()
        }
        stored = fold_facts.stored_totals(beside, len(self._rules))
        for period_id, unit_ids in affected.items():
            period = periods[period_id]
            own = own_figures(self._vector(period, unit_ids, vectors))
            totals = PeriodTotals(
                period_id, unit_ids, own, self._own_coverage(period, unit_ids, reports)
            )
            self._climb(period, totals, beside[period_id], stored[period_id])
            yield totals

    def _targets(self, marked: Mapping[int, set[int]]) -> list[tuple[Period, set[int]]]:
        """The marked periods and the longer ones around them, with the units marked in each."""
        periods = {period.pk: period for period in self._by_key.values()}
        found: defaultdict[str, set[int]] = defaultdict(set)
        for period_id, unit_ids in marked.items():
            key = periods[period_id].key
            for target in (key, *enclosing_keys(key, self._frequency, self._year_starts)):
                found[target].update(unit_ids)
        return [(self._by_key[key], found[key]) for key in found if key in self._by_key]

    def _with_ancestors(self, period: Period, unit_ids: set[int]) -> list[int]:
        """Ascending. A unit that is not in the tree yet stays, so that its total is removed."""
        tree = self._tree_of(period)
        found = set(unit_ids)
        for unit_id in unit_ids:
            parent_id = tree.parent_of(unit_id) if unit_id in tree else None
            while parent_id is not None and parent_id not in found:
                found.add(parent_id)
                parent_id = tree.parent_of(parent_id)
        # A marked unit may hang between: its ancestors were walked from itself.
        return sorted(found)

    def _own_vectors(
        self, part: Period, unit_ids: set[int], marked: set[int]
    ) -> tuple[list[int], Array]:
        """Ascending units and their own vectors in a reported period.

        A unit that did not change and has nothing under it *is* its total: one packed row is read
        instead of a value for each indicator.
        """
        tree = self._tree_of(part)
        ordered = sorted(unit_ids)
        is_total = [
            unit_id not in marked and unit_id in tree and tree.is_leaf(unit_id)
            for unit_id in ordered
        ]
        slots = len(self._rules)
        vectors = np.full((len(ordered), slots), np.nan)
        as_total = [unit_id for unit_id, is_it in zip(ordered, is_total, strict=True) if is_it]
        as_values = [unit_id for unit_id, is_it in zip(ordered, is_total, strict=True) if not is_it]
        chosen = np.array(is_total, dtype=bool)
        if as_total:
            vectors[chosen] = fold_facts.vectors_of_totals(as_total, part.pk, slots)
        if as_values:
            vectors[~chosen] = fold_facts.vectors_of_values(
                as_values, part.pk, self._slot_of, slots
            )
        return ordered, vectors

    def _vector(
        self,
        period: Period,
        unit_ids: list[int],
        vectors: Mapping[int, tuple[list[int], Array]],
    ) -> Array:
        """Each unit's own vector of the period, combined over the reported periods within it."""
        keys = self._part_keys(period)
        stacked = np.full((len(unit_ids), len(keys), len(self._rules)), np.nan)
        for number, key in enumerate(keys):
            part = self._by_key.get(key)
            if part is not None and part.pk in vectors:
                there, matrix = vectors[part.pk]
                stacked[:, number] = matrix[np.searchsorted(there, unit_ids)]
        return over_time(stacked, self._rules.over_time)

    def _own_coverage(
        self,
        period: Period,
        unit_ids: list[int],
        reports: Mapping[tuple[int, int], ReportFacts],
    ) -> Counts:
        parts = [(part.pk, self._asked_in(part)) for part in self._opened_parts(period)]
        asked = self._asked_in(period) if parts else set()
        latest_stands = period.incident_id is not None
        counts = np.zeros((len(unit_ids), len(COUNTS)), dtype=np.int64)
        for row, unit_id in enumerate(unit_ids):
            if unit_id in asked:
                sent = [reports.get((unit_id, pk)) for pk, units in parts if unit_id in units]
                found = coverage_of_unit(True, sent, latest_stands=latest_stands)
                counts[row] = _as_row(found)
        return counts

    def _beside(self, period: Period, unit_ids: list[int]) -> list[int]:
        """Children that did not change, of parents that do: their totals are read as they stand."""
        tree = self._tree_of(period)
        changing = set(unit_ids)
        return [
            child
            for unit_id in unit_ids
            if unit_id in tree
            for child in tree.children_of(unit_id)
            if child not in changing
        ]

    def _climb(
        self, period: Period, totals: PeriodTotals, beside: list[int], stored: fold_facts.Stored
    ) -> None:
        """Level by level, the lowest first: each parent anew from all of its children."""
        tree = self._tree_of(period)
        count = len(totals.unit_ids)
        row_of = {unit_id: row for row, unit_id in enumerate([*totals.unit_ids, *beside])}
        figures = np.concatenate([totals.figures, stored[0]])
        coverage = np.concatenate([totals.coverage, stored[1]])
        levels: defaultdict[int, list[int]] = defaultdict(list)
        for unit_id in totals.unit_ids:
            if unit_id not in tree:
                figures[row_of[unit_id]] = no_figures(len(self._rules))
            elif tree.children_of(unit_id):
                levels[tree.level_of(unit_id)].append(unit_id)
        for level in sorted(levels, reverse=True):
            pairs = [
                (row_of[child], number)
                for number, parent in enumerate(levels[level])
                for child in tree.children_of(parent)
            ]
            rows = [row_of[parent] for parent in levels[level]]
            children = [child for child, _ in pairs]
            whose = np.array([number for _, number in pairs], dtype=np.intp)
            figures[rows] = with_children(
                figures[rows], figures[children], whose, self._rules.over_units
            )
            added = coverage[rows]
            np.add.at(added, whose, coverage[children])
            coverage[rows] = added
        totals.figures[:] = figures[:count]
        totals.coverage[:] = coverage[:count]

    def _tree_of(self, period: Period) -> Tree:
        if period.pk not in self._trees:
            self._trees[period.pk] = self._tree.for_totals(period.ends_on)
        return self._trees[period.pk]

    def _asked_in(self, period: Period) -> set[int]:
        if period.pk not in self._asked:
            period.regime = self._regime
            self._asked[period.pk] = expected_units(period, self._tree, self._areas)
        return self._asked[period.pk]

    def _opened_parts(self, period: Period) -> list[Period]:
        """The reported periods within it for which units have been asked, in order."""
        found = (self._by_key.get(key) for key in self._part_keys(period))
        return [part for part in found if part is not None and part.is_reported]

    def _part_keys(self, period: Period) -> tuple[str, ...]:
        """Of an incident those that are open, and one that is not, so that it stays a longer one.

        It may have 99 reports: as many empty rows for each unit would only take room.
        """
        keys = parts_of(period.key, self._frequency, self._year_starts)
        if period.kind != PeriodKind.WHOLE_INCIDENT:
            return keys
        there = [key for key in keys if key in self._by_key]
        return (*there, *(key for key in keys if key not in self._by_key))[: len(there) + 1]


def _as_row(counts: Coverage) -> tuple[int, ...]:
    return astuple(counts)
